import { BLOCK, type Layout } from './layout.js'

/** Sizes of a state in float32 elements (`running` in doubles); the same numbers stand in cpp/core/state_image.h. */
export interface StateShape {
  /** Parameters with padding. */
  readonly elements: number
  readonly chunkElements: number
  readonly buffers: number
  readonly chunks: number
  readonly moments: number
  readonly running: number
  readonly best: boolean
}

/** The parts of a state: views of the arena itself, or of an image of it. */
export interface StateViews {
  readonly parameters: Float32Array
  readonly moments: readonly Float32Array[]
  readonly buffers: Float32Array
  /** Parameters, then buffers, of the best evaluation. */
  readonly best: Float32Array | null
  readonly running: Float64Array
}

export function stateShape(layout: Layout, moments: number, running: number, best: boolean): StateShape {
  const { elements, chunkElements, bufferElements: buffers, chunks } = layout
  return { elements, chunkElements, buffers, chunks, moments, running, best }
}

/** As native code takes it. */
export function shapeNumbers(shape: StateShape): Float64Array {
  const { elements, chunkElements, buffers, chunks, moments, running, best } = shape
  return Float64Array.of(elements, chunkElements, buffers, chunks, moments, running, Number(best))
}

/** Each part of an image starts with a block: cpp/core/image_sum.h copies and sums whole ones. */
const inBlocks = (elements: number): number => Math.ceil(elements / BLOCK) * BLOCK

/** Bytes of an image; it must start on a 64-byte line. */
export function imageBytes({ elements, moments, buffers, best, running }: StateShape): number {
  const floats =
    inBlocks(elements) * (1 + moments) + inBlocks(buffers) + (best ? inBlocks(elements + buffers) : 0)
  return floats * 4 + Math.max(1, running) * 8
}

/**
 * The parts of an image.
 *
 *     | parameters | moments … | buffers | best parameters | best buffers | running (double) |
 */
export function viewImage(image: Uint8Array, shape: StateShape): StateViews {
  let at = image.byteOffset
  const take = (elements: number) => {
    const view = new Float32Array(image.buffer, at, elements)
    at += inBlocks(elements) * 4
    return view
  }
  return {
    parameters: take(shape.elements),
    moments: Array.from({ length: shape.moments }, () => take(shape.elements)),
    buffers: take(shape.buffers),
    best: shape.best ? take(shape.elements + shape.buffers) : null,
    running: new Float64Array(image.buffer, at, shape.running),
  }
}

/** The arena's own state: whole and still only while nobody trains. */
export function viewLive({ parameters, moments, buffers, best, running }: StateViews): StateViews {
  return { parameters, moments, buffers, best, running }
}
