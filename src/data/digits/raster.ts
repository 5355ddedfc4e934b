import type { Words } from '../random.js'
import type { Glyph, Stroke } from './glyphs.js'

/** Height and width of an image in pixels. */
export const SIDE = 28

/** Corners of the grid whose random displacements bend a glyph: GRID × GRID over the unit square. */
const GRID = 4

/** How far images are distorted; lengths in parts of the glyph's box unless said otherwise. */
export interface Distortion {
  /** Half-angle tangent of the largest rotation. */
  readonly rotation: number
  readonly shear: number
  readonly minScale: number
  readonly maxScale: number
  /** Largest shift of the glyph's middle, in pixels. */
  readonly shift: number
  /** Largest displacement of a grid corner. */
  readonly elastic: number
  /** Half the pen's width, in pixels. */
  readonly minPen: number
  readonly maxPen: number
  /** Largest amplitude of the pixel noise, in parts of full ink. */
  readonly noise: number
}

/**
 * Chosen so that a linear model stays near 90 % and a small CNN passes 98 % (docs/data.md has the figures).
 */
export const distortion: Distortion = {
  rotation: 0.15,
  shear: 0.24,
  minScale: 16.2,
  maxScale: 21,
  shift: 1.85,
  elastic: 0.085,
  minPen: 0.75,
  maxPen: 1.5,
  noise: 0.2,
}

/** Points of a Catmull–Rom spline through the stroke's points, `per` to a piece: x0, y0, x1, y1, … */
export function flatten(stroke: Stroke, per = 5): Float64Array {
  const points: number[] = []
  const at = (i: number) => stroke[Math.max(0, Math.min(stroke.length - 1, i))]!
  for (let i = 0; i + 1 < stroke.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    for (let k = 0; k < per; k++) {
      const t = k / per
      for (const axis of [0, 1] as const) {
        const [p, q, r, s] = [a[axis], b[axis], c[axis], d[axis]]
        points.push(q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))))
      }
    }
  }
  points.push(...at(stroke.length - 1))
  return Float64Array.from(points)
}

/** A glyph whose strokes are flattened. */
export type FlatGlyph = readonly Float64Array[]

export function flattenGlyph(glyph: Glyph): FlatGlyph {
  return glyph.map((stroke) => flatten(stroke))
}

/**
 * Draws glyphs into 28×28 images. One per thread: it reuses its scratch memory.
 *
 * Arithmetic is +, −, ×, ÷ and square roots only, whose results IEEE 754 fixes: no sine, no exponential, which differ in
 * their last bits between versions of V8. So a seed gives the same bytes under every Node.
 */
export class Rasteriser {
  readonly #grid = new Float64Array(GRID * GRID * 2)
  readonly #ink = new Float64Array(SIDE * SIDE)
  readonly #points = new Float64Array(256)

  /** Writes SIDE·SIDE bytes (0 paper, 255 ink) to `out`, drawing every random number from `random`. */
  draw(glyph: FlatGlyph, random: Words, out: Uint8Array, by: Distortion = distortion): void {
    const spread = (amount: number) => (random.float() * 2 - 1) * amount
    const between = (low: number, high: number) => low + random.float() * (high - low)
    // Rotation by the half-angle's tangent: cosine and sine as fractions.
    const t = spread(by.rotation)
    const cos = (1 - t * t) / (1 + t * t)
    const sin = (2 * t) / (1 + t * t)
    const shear = spread(by.shear)
    const scale = between(by.minScale, by.maxScale)
    const width = scale * between(0.75, 1.05)
    const left = SIDE / 2 + spread(by.shift)
    const top = SIDE / 2 + spread(by.shift)
    const pen = between(by.minPen, by.maxPen)
    const full = between(0.65, 1)
    for (let i = 0; i < this.#grid.length; i++) this.#grid[i] = spread(by.elastic)

    this.#ink.fill(0)
    for (const stroke of glyph) {
      const points = this.#points
      for (let i = 0; i < stroke.length; i += 2) {
        const x = stroke[i]! + this.#bend(stroke[i]!, stroke[i + 1]!, 0) - 0.5
        const y = stroke[i + 1]! + this.#bend(stroke[i]!, stroke[i + 1]!, 1) - 0.5
        const u = (x + shear * y) * width
        const v = y * scale
        points[i] = left + cos * u - sin * v
        points[i + 1] = top + sin * u + cos * v
      }
      for (let i = 0; i + 3 < stroke.length; i += 2) {
        this.#segment(points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!, pen)
      }
    }
    this.#develop(random, full, random.float() * by.noise, out)
  }

  /** Displacement at (x, y): the grid's, with smoothed bilinear weights. */
  #bend(x: number, y: number, axis: 0 | 1): number {
    const gx = Math.max(0, Math.min(0.9999, x)) * (GRID - 1)
    const gy = Math.max(0, Math.min(0.9999, y)) * (GRID - 1)
    const column = Math.floor(gx)
    const row = Math.floor(gy)
    const fx = gx - column
    const fy = gy - row
    const wx = fx * fx * (3 - 2 * fx)
    const wy = fy * fy * (3 - 2 * fy)
    const at = (row * GRID + column) * 2 + axis
    const upper = this.#grid[at]! * (1 - wx) + this.#grid[at + 2]! * wx
    const lower = this.#grid[at + GRID * 2]! * (1 - wx) + this.#grid[at + GRID * 2 + 2]! * wx
    return upper * (1 - wy) + lower * wy
  }

  /** Ink of one straight piece: 1 inside the pen's radius, falling to 0 over one pixel. Pieces don't add up. */
  #segment(x0: number, y0: number, x1: number, y1: number, pen: number): void {
    const reach = pen + 0.5
    const fromX = Math.max(0, Math.floor(Math.min(x0, x1) - reach))
    const toX = Math.min(SIDE - 1, Math.ceil(Math.max(x0, x1) + reach))
    const fromY = Math.max(0, Math.floor(Math.min(y0, y1) - reach))
    const toY = Math.min(SIDE - 1, Math.ceil(Math.max(y0, y1) + reach))
    const dx = x1 - x0
    const dy = y1 - y0
    const inverse = 1 / Math.max(dx * dx + dy * dy, 1e-12)
    for (let y = fromY; y <= toY; y++) {
      for (let x = fromX; x <= toX; x++) {
        const px = x + 0.5 - x0
        const py = y + 0.5 - y0
        const along = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse))
        const ex = px - along * dx
        const ey = py - along * dy
        const square = ex * ex + ey * ey
        if (square >= reach * reach) continue
        const ink = Math.min(1, reach - Math.sqrt(square))
        const at = y * SIDE + x
        if (ink > this.#ink[at]!) this.#ink[at] = ink
      }
    }
  }

  /** Contrast and noise, then bytes. Noise is triangular: the sum of two bytes of the stream, about zero. */
  #develop(random: Words, full: number, noise: number, out: Uint8Array): void {
    for (let at = 0; at < SIDE * SIDE; at += 2) {
      const bits = random.next()
      const one = ((bits & 0xff) + ((bits >>> 8) & 0xff)) / 255 - 1
      const two = (((bits >>> 16) & 0xff) + (bits >>> 24)) / 255 - 1
      out[at] = level(this.#ink[at]! * full + one * noise)
      out[at + 1] = level(this.#ink[at + 1]! * full + two * noise)
    }
  }
}

function level(ink: number): number {
  return Math.floor(Math.max(0, Math.min(1, ink)) * 255 + 0.5)
}
