import { callable, check, tensorKind } from './arguments.js'
import { synchronous } from './synchronous.js'

/** A tensor, as far as its owner goes. */
export interface Owned {
  /** 0 once disposed. */
  readonly handle: number
  dispose(): void
  /** Leaves it to the garbage collector. */
  registerFinalizer(): void
}

/**
 * Owns the tensors made while it is the innermost open scope of its thread; dispose() frees them all.
 *
 * Scopes nest and must close in the opposite order. Parameters, buffers and optimizer state belong to no scope.
 */
export class Scope {
  /** @internal */
  readonly tensors: Owned[] = []
  readonly #outer: Scope | undefined
  #open = true

  constructor() {
    this.#outer = current
    current = this
  }

  /** Takes a tensor out of this scope: it lives on in the enclosing scope, or until it is disposed. */
  keep<T extends Owned>(tensor: T): T {
    check('keep', { tensor }, tensorKind)
    const place = this.tensors.lastIndexOf(tensor)
    if (place >= 0) {
      this.tensors[place] = this.tensors[this.tensors.length - 1]!
      this.tensors.pop()
      if (this.#outer !== undefined) this.#outer.tensors.push(tensor)
      else outside(tensor)
    }
    return tensor
  }

  /** Frees what the scope owns, and closes scopes left open inside it. Safe to call twice. */
  dispose(): void {
    if (!this.#open) return
    // An open scope is always on the chain from `current`.
    while (current !== this) current!.dispose()
    this.#open = false
    current = this.#outer
    for (let k = this.tensors.length - 1; k >= 0; k--) this.tensors[k]!.dispose()
    this.tensors.length = 0
  }

  [Symbol.dispose](): void {
    this.dispose()
  }
}

let current: Scope | undefined

// Outside every scope the finalization registry is the safety net. Registering costs as much as a small
// operation, so a tensor waits in this nursery first: most are disposed before it is full.
const nurserySize = 64
let nursery: Owned[] = []

/** @internal Called for each new tensor. */
export function track(tensor: Owned): void {
  if (current !== undefined) current.tensors.push(tensor)
  else outside(tensor)
}

function outside(tensor: Owned): void {
  nursery.push(tensor)
  if (nursery.length < nurserySize) return
  const grown = nursery
  nursery = []
  for (const each of grown) if (each.handle !== 0) each.registerFinalizer()
}

/** @internal A tensor that no scope may free: a parameter, a buffer, optimizer state. */
export function exempt<T extends Owned>(tensor: T): T {
  if (current !== undefined) {
    const place = current.tensors.lastIndexOf(tensor)
    if (place >= 0) current.tensors.splice(place, 1)
    outside(tensor)
  }
  return tensor
}

/** Runs `visit` on every tensor in nested arrays, plain objects and maps. */
function eachTensor(value: unknown, visit: (tensor: Owned) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (isOwned(value)) visit(value)
  else if (Array.isArray(value)) for (const each of value) eachTensor(each, visit)
  else if (value instanceof Map) for (const each of value.values()) eachTensor(each, visit)
  else if (Object.getPrototypeOf(value) === Object.prototype) {
    for (const each of Object.values(value)) eachTensor(each, visit)
  }
}

const isOwned = (value: object): value is Owned => 'handle' in value && 'registerFinalizer' in value

/**
 * Runs `fn` and frees every tensor it made, except those in its result (also in arrays, plain objects and maps).
 *
 * @throws AsyncScopeError when `fn` returns a promise
 */
export function tidy<Result>(fn: () => Result): Result {
  check('tidy', { fn }, callable)
  const scope = new Scope()
  try {
    const result = synchronous('tidy', fn())
    eachTensor(result, (tensor) => scope.keep(tensor))
    return result
  } finally {
    scope.dispose()
  }
}
