import type { Transferable } from '../../transport/envelope.js'

/** A reply with the buffers and ports in it that move instead of being copied; see `ctx.transfer`. */
export class Handover<T> {
  readonly value: T
  readonly transfer: readonly Transferable[]

  /** Made by the runtime: use `ctx.transfer()`. */
  constructor(value: T, transfer: readonly Transferable[]) {
    this.value = value
    this.transfer = transfer
  }
}
