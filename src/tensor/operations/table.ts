import { activations } from './activations.js'
import { arithmetic } from './arithmetic.js'
import { assignments } from './assignments.js'
import { comparisons } from './comparisons.js'
import { creation } from './creation.js'
import { elementwise } from './elementwise.js'
import { indexing } from './indexing.js'
import { joining } from './joining.js'
import { linearAlgebra } from './linear-algebra.js'
import { losses } from './losses.js'
import { matrices } from './matrices.js'
import { network } from './network.js'
import { reductions } from './reductions.js'
import type { Row } from './row.js'
import { scans } from './scans.js'
import { sorting } from './sorting.js'
import { views } from './views.js'

/**
 * The rooms of the table. Each has a file of rows here, of bindings (cpp/tensor/generated) and of PyTorch's answers
 * (test/tensor/reference/operations).
 */
export const rooms: Readonly<Record<string, readonly Row[]>> = {
  creation,
  views,
  joining,
  arithmetic,
  comparisons,
  elementwise,
  assignments,
  reductions,
  scans,
  sorting,
  indexing,
  matrices,
  linearAlgebra,
  activations,
  network,
  losses,
}

/** What the expressions of a room call beyond libtorch: headers in cpp/tensor. */
export const headers: Readonly<Record<string, readonly string[]>> = {
  creation: ['creation.h', 'random.h'],
  views: ['shapes.h'],
  joining: ['shapes.h'],
  arithmetic: ['arithmetic.h'],
  reductions: ['reductions.h'],
  indexing: ['indexing.h'],
  matrices: ['linear.h'],
  network: ['dropout.h', 'positive.h'],
  losses: ['losses.h'],
}

/** Every operation of the library. To add one, add a row and run `npm run generate`. */
export const table: readonly Row[] = Object.values(rooms).flat()
