import { creation } from './creation.js'
import { indexing } from './indexing.js'
import { losses } from './losses.js'
import { matrices } from './matrices.js'
import { network } from './network.js'
import { pointwise } from './pointwise.js'
import { reductions } from './reductions.js'
import type { Row } from './row.js'
import { views } from './views.js'

/** Every operation of the library. To add one, add a row and run `npm run generate`. */
export const table: readonly Row[] = [
  ...creation,
  ...views,
  ...pointwise,
  ...reductions,
  ...matrices,
  ...indexing,
  ...network,
  ...losses,
]
