import { ArenaLayoutError } from './errors.js'

/** Elements that one statistic covers; the same number stands in cpp/arena/tree_sum.h. */
export const BLOCK = 4096
/** The tail begins with the loss and its weight; the floating buffers follow. See cpp/arena/plan.h. */
const TAIL_BUFFERS = 16
/** Parameters start on 64 bytes. */
const ALIGN = 16
/** Enough chunks to share among agents and to balance them, each at most 1 MiB so that it stays in a cache. */
const CHUNKS = 16
const MAX_CHUNK_BLOCKS = 64

export interface NamedShape {
  readonly name: string
  readonly shape: readonly number[]
}

export interface Segment extends NamedShape {
  /** In float32 elements from the start of the parameters, or of the buffers. */
  readonly offset: number
  readonly length: number
}

/** A run of elements updated with the same scalars; padding belongs to the one before it. */
export interface Span {
  readonly begin: number
  readonly end: number
  readonly group: number
  /** Place of the first parameter in it. */
  readonly parameter: number
}

/**
 * Where everything lies. A function of the model alone: block and chunk borders, and with them every bit of the
 * result, never depend on who computes.
 */
export interface Layout {
  readonly parameters: readonly Segment[]
  readonly buffers: readonly Segment[]
  readonly spans: readonly Span[]
  /** Elements of the parameters with padding, a multiple of {@link BLOCK}. */
  readonly elements: number
  /** Elements of the tail of a slot: loss, weight, buffers, padding. */
  readonly tail: number
  /** Elements of the buffers region. */
  readonly bufferElements: number
  readonly chunkElements: number
  /** Chunks of parameters plus one for the tail. */
  readonly chunks: number
}

const upTo = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple

function place(entries: readonly NamedShape[]): { segments: Segment[]; end: number } {
  let end = 0
  const segments = entries.map(({ name, shape }) => {
    const length = shape.reduce((product, size) => product * size, 1)
    const segment = { name, shape: [...shape], offset: end, length }
    end = upTo(end + length, ALIGN)
    return segment
  })
  return { segments, end }
}

/**
 * Lays out a model's parameters (float32, in the order given) and floating buffers.
 *
 * @param groupOf the optimizer's parameter group of each parameter, by position
 * @param apart whether each parameter is a span of its own, because it has a scalar of its own
 * @throws ArenaLayoutError when there is nothing to train
 */
export function planLayout(
  parameters: readonly NamedShape[],
  buffers: readonly NamedShape[],
  groupOf: (parameter: number) => number = () => 0,
  apart = false,
): Layout {
  const { segments, end } = place(parameters)
  if (end === 0) throw new ArenaLayoutError('it has no parameters to train')
  const elements = upTo(end, BLOCK)
  const blocks = elements / BLOCK
  const chunkBlocks = Math.min(MAX_CHUNK_BLOCKS, Math.ceil(blocks / CHUNKS))
  const placed = place(buffers)
  const spans: Span[] = []
  segments.forEach((_segment, i) => {
    const next = segments[i + 1]?.offset ?? elements
    const group = groupOf(i)
    const last = spans.at(-1)
    if (last !== undefined && last.group === group && !apart) spans[spans.length - 1] = { ...last, end: next }
    else spans.push({ begin: last?.end ?? 0, end: next, group, parameter: i })
  })
  return {
    parameters: segments,
    buffers: placed.segments,
    spans,
    elements,
    tail: TAIL_BUFFERS + placed.end,
    bufferElements: placed.end,
    chunkElements: chunkBlocks * BLOCK,
    chunks: Math.ceil(blocks / chunkBlocks) + 1,
  }
}

/** Bytes of one seat's memory: slots, a result region, statistics, evaluation metrics; see cpp/arena/plan.h. */
export function seatBytes(layout: Layout, slots: number, evaluations: number, metrics: number): number {
  const stride = (layout.elements + layout.tail) * 4
  const squares = upTo(layout.elements / BLOCK, 8) * 8
  return (slots + 1) * stride + squares + evaluations * (metrics + 1) * 8 + 64
}
