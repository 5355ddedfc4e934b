import { activations } from './activations.js'
import { arithmetic } from './arithmetic.js'
import { assignments } from './assignments.js'
import { attention } from './attention.js'
import { comparisons } from './comparisons.js'
import { convolutions } from './convolution.js'
import { creation } from './creation.js'
import { dropouts } from './dropout.js'
import { elementwise } from './elementwise.js'
import { embeddings } from './embedding.js'
import { indexing } from './indexing.js'
import { joining } from './joining.js'
import { linearAlgebra } from './linear-algebra.js'
import { losses } from './losses.js'
import { margins } from './margins.js'
import { matrices } from './matrices.js'
import { normalization } from './normalization.js'
import { pooling } from './pooling.js'
import { recurrent } from './recurrent.js'
import { reductions } from './reductions.js'
import { resampling } from './resampling.js'
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
  convolutions,
  pooling,
  normalization,
  resampling,
  dropouts,
  embeddings,
  attention,
  recurrent,
  losses,
  margins,
}

/** What the expressions of a room call beyond libtorch: headers in cpp/tensor. */
export const headers: Readonly<Record<string, readonly string[]>> = {
  creation: ['creation.h', 'random.h'],
  views: ['shapes.h'],
  joining: ['shapes.h'],
  arithmetic: ['arithmetic.h', 'clamp.h'],
  comparisons: ['bits.h'],
  elementwise: ['rounding.h'],
  assignments: ['arithmetic.h', 'clamp.h', 'mask.h', 'rounding.h'],
  reductions: ['reductions.h'],
  sorting: ['counting.h'],
  indexing: ['indexing.h', 'mask.h'],
  matrices: ['linear.h'],
  linearAlgebra: ['decompositions.h'],
  activations: ['activations.h', 'autocast.h'],
  convolutions: ['autocast.h', 'convolution.h', 'positive.h'],
  pooling: ['pooling.h', 'positive.h'],
  normalization: ['normalization.h'],
  resampling: ['resampling.h'],
  dropouts: ['dropout.h'],
  embeddings: ['embedding.h'],
  attention: ['attention.h', 'autocast.h'],
  recurrent: ['autocast.h', 'recurrent.h'],
  losses: ['losses.h', 'likelihoods.h'],
  margins: ['likelihoods.h'],
}

/** Every operation of the library. To add one, add a row and run `npm run generate`. */
export const table: readonly Row[] = Object.values(rooms).flat()
