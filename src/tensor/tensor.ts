import { inspect } from 'node:util'
import { native } from './addon.js'
import { check, flag, integer, optionsOf, size } from './arguments.js'
import { type HookHandle, registerHook } from './autograd/hooks.js'
import { type Dtype, dtypeCode, dtypes, elementSize, type TypedArray, typedArrayFor } from './dtype.js'
import { TensorArgumentError, TensorDisposedError } from './errors.js'
import { TensorMethods } from './generated/methods.js'
import { maybeHandleOf, type Placement, placementOf } from './passing.js'
import { track } from './scope.js'
import type {
  Broadcast,
  Broadcasts,
  Multiplies,
  Permuted,
  Product,
  Reshaped,
  Shape,
  Sizes,
  Transposed,
} from './shape.js'
import { noteSite } from './sites.js'

/** Numbers (booleans for bool), nested by dimension; a plain one for a scalar. */
export type Nested = number | boolean | Nested[]

/**
 * An n-dimensional array in native memory, with PyTorch's methods in camelCase.
 *
 * A tensor is freed by dispose(), by `using`, or by the scope it was made in (tidy()); the garbage collector
 * frees what was forgotten, late. Use after that throws TensorDisposedError. A tensor belongs to its thread.
 *
 * `Tensor<[2, 3]>` is one whose shape the compiler knows and checks where it can; plain `Tensor` has any.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below narrows methods of TensorMethods.
export class Tensor<S extends Shape = any> extends TensorMethods<Tensor, Tensor<S>> {
  handle: number
  #shape: readonly number[] | undefined
  #dtype: Dtype | undefined
  #registered = false

  /** @internal Make tensors with tensor(), zeros() and their like. */
  constructor(handle: number) {
    super()
    this.handle = handle
    track(this)
    noteSite(handle)
  }

  protected override wrap(handle: number): Tensor<S> {
    return new Tensor(handle)
  }

  /** Sizes by dimension; frozen. */
  get shape(): Sizes<S> {
    this.#shape ??= Object.freeze(native().shape(this.handle))
    return this.#shape as Sizes<S>
  }

  /** Number of dimensions. */
  get dim(): number {
    return this.shape.length
  }

  /** Number of elements. */
  get numel(): number {
    return this.shape.reduce((product, size) => product * size, 1)
  }

  /** Size along one dimension; negative counts from the end. */
  size(dim: number): number {
    check('size', { dim }, integer)
    const size = this.shape.at(dim)
    if (size === undefined)
      throw new TensorArgumentError('size', `there is no dimension ${dim} among ${this.dim}`)
    return size
  }

  get dtype(): Dtype {
    this.#dtype ??= dtypes[native().dtype(this.handle)]!
    return this.#dtype
  }

  /** `cpu` or `cuda:N`. */
  get device(): string {
    return native().device(this.handle)
  }

  get disposed(): boolean {
    return this.handle === 0
  }

  /** Whether gradients are computed for it. Settable on leaf tensors of floating dtype. */
  get requiresGrad(): boolean {
    return native().requiresGrad(this.handle)
  }

  set requiresGrad(value: boolean) {
    if (value === false && !this.isLeaf)
      throw new TensorArgumentError(
        'requiresGrad',
        'only a leaf can be told that it needs no gradient, and this tensor was computed; use detach()',
      )
    native().setRequiresGrad(this.handle, value)
  }

  /** Whether it was made by the user rather than by an operation that autograd recorded. */
  get isLeaf(): boolean {
    return native().isLeaf(this.handle)
  }

  /** The accumulated gradient of a leaf; null before the first backward(). An alias, freed like any tensor. */
  get grad(): Tensor | null {
    const handle = native().grad(this.handle)
    return handle === 0 ? null : new Tensor(handle)
  }

  set grad(gradient: Tensor | null) {
    native().setGrad(this.handle, maybeHandleOf(gradient))
  }

  /**
   * Adds the gradients of this scalar to `.grad` of every leaf it was computed from.
   *
   * @param gradient start value in this tensor's shape; needed when it has more than one element
   * @param options.retainGraph keep the history for another backward()
   */
  backward(gradient: Tensor | null = null, options?: { readonly retainGraph?: boolean | undefined }): void {
    const { retainGraph } = optionsOf('backward', options, { retainGraph: [flag, false] })
    native().backward(this.handle, maybeHandleOf(gradient), retainGraph)
  }

  /**
   * Calls a function with this tensor's gradient when backward() has computed it (for a leaf: before it is added to
   * `.grad`), in the thread that called backward(). What it returns, if anything, takes the gradient's place; it must
   * not change it. The gradient is freed after the call.
   *
   * @throws TensorOperationError when the tensor requires no gradient
   */
  registerHook(hook: ((gradient: Tensor) => Tensor | null) | ((gradient: Tensor) => void)): HookHandle {
    return registerHook<Tensor>(this, hook, (handle) => new Tensor(handle))
  }

  /** Largest element; with `dim` the largest along it and their indices. Gradients go to the chosen element. */
  max(): Tensor
  max(dim: number, keepdim?: boolean): { values: Tensor; indices: Tensor }
  max(dim?: number, keepdim = false): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return new Tensor(native().maxAll(this.handle))
    const [values, indices] = native().maxAlong(this.handle, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
  }

  /** Smallest element; with `dim` the smallest along it and their indices. */
  min(): Tensor
  min(dim: number, keepdim?: boolean): { values: Tensor; indices: Tensor }
  min(dim?: number, keepdim = false): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return new Tensor(native().minAll(this.handle))
    const [values, indices] = native().minAlong(this.handle, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
  }

  /** The middle element, the lower one of two; with `dim` those along it and their indices. */
  median(): Tensor
  median(dim: number, keepdim?: boolean): { values: Tensor; indices: Tensor }
  median(dim?: number, keepdim = false): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return new Tensor(native().medianAll(this.handle))
    const [values, indices] = native().medianAlong(this.handle, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
  }

  /** The same of the elements that are not NaN. */
  nanmedian(): Tensor
  nanmedian(dim: number, keepdim?: boolean): { values: Tensor; indices: Tensor }
  nanmedian(dim?: number, keepdim = false): Tensor | { values: Tensor; indices: Tensor } {
    if (dim === undefined) return new Tensor(native().nanmedianAll(this.handle))
    const [values, indices] = native().nanmedianAlong(this.handle, dim, keepdim)
    return { values: new Tensor(values!), indices: new Tensor(indices!) }
  }

  /**
   * The elements in another dtype, on another device, or both: `to('int64')`, `to('cuda:0')`,
   * `to({ device: 'cuda:1', dtype: 'bfloat16' })`. The tensor itself shared, if it is that already. Gradients flow back
   * through it.
   *
   * @throws TensorArgumentError when there is no such dtype, or no such device on this machine or in this build
   */
  to(target: Placement): Tensor<S> {
    const { dtype, device } = placementOf(target)
    return this.wrap(native().toOf(this.handle, dtype === null ? null : dtypeCode(dtype), device))
  }

  /** to('cpu'). */
  cpu(): Tensor<S> {
    return this.to('cpu')
  }

  /** `to('cuda:<index>')`. */
  cuda(index = 0): Tensor<S> {
    check('cuda', { index }, size)
    return this.to(`cuda:${index}`)
  }

  /** The transpose of a matrix: {@link t}. */
  get T(): Tensor<Transposed<S, 0, 1>> {
    return this.t() as Tensor<Transposed<S, 0, 1>>
  }

  /** Each matrix of a stack transposed: the last two dimensions swapped. */
  get mT(): Tensor {
    return this.transpose(-2, -1)
  }

  /** The value of a tensor of one element (0 or 1 for bool). int64 beyond 2^53 is rounded. */
  item(): number {
    return native().item(this.handle)
  }

  /** A copy of the elements in row-major order; int64 as BigInt64Array, bool as Uint8Array. */
  toTypedArray(): TypedArray {
    const target = typedArrayFor(this.dtype, this.numel)
    native().copyOut(this.handle, target)
    return target
  }

  /** The elements as nested arrays of numbers (booleans for bool); a number for a scalar. */
  toArray(): Nested {
    if (this.handle === 0) throw new TensorDisposedError('toArray')
    const wide = this.dtype === 'float16' || this.dtype === 'bfloat16'
    const flat = wide ? this.#asFloat32() : this.toTypedArray()
    const one = this.dtype === 'bool' ? (k: number) => flat[k] !== 0 : (k: number) => Number(flat[k])
    let at = 0
    const nest = (d: number): Nested =>
      d === this.dim ? one(at++) : Array.from({ length: this.shape[d]! }, () => nest(d + 1))
    return nest(0)
  }

  #asFloat32(): TypedArray {
    const wide = this.to('float32')
    const flat = wide.toTypedArray()
    wide.dispose()
    return flat
  }

  /**
   * Overwrites the elements with those of a typed array of the same length and dtype, past autograd: for
   * loading weights and refilling inputs.
   */
  copyFrom(source: TypedArray): this {
    native().copyIn(this.handle, source)
    return this
  }

  /** Bytes of the elements (a view's too, although it shares them). */
  get nbytes(): number {
    return this.numel * elementSize(this.dtype)
  }

  /** Frees the native tensor. Safe to call twice. Memory goes when the last alias and history let go of it. */
  dispose(): void {
    const handle = this.handle
    if (handle === 0) return
    this.handle = 0
    // Or the finalizer would release a later tensor that happens to get the same handle.
    if (this.#registered) registry.unregister(this)
    native().release(handle)
  }

  [Symbol.dispose](): void {
    this.dispose()
  }

  /** @internal Leaves it to the garbage collector, if nobody disposes it before. */
  registerFinalizer(): void {
    if (this.#registered) return
    this.#registered = true
    registry.register(this, this.handle, this)
  }

  /** @internal After native code has given the handle another tensor. */
  refresh(): void {
    this.#shape = undefined
    this.#dtype = undefined
  }

  override toString(): string {
    if (this.handle === 0) return 'Tensor(disposed)'
    const values = this.numel <= 1000 ? inspect(this.toArray(), { breakLength: 100, compact: 6 }) : '…'
    return `Tensor ${this.dtype}[${this.shape.join(', ')}] ${values}`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

// The methods whose results have shapes that follow from those of their operands. Each names its own shape by `this`, so
// that tensors of different shapes stay comparable to the compiler.
// biome-ignore lint/correctness/noUnusedVariables: an interface merged with a class has the class's parameters.
export interface Tensor<S extends Shape = any> {
  add<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: (Tensor<B> & Broadcasts<A, B>) | number | bigint,
    alpha?: number | bigint | boolean,
  ): Tensor<Broadcast<A, B>>
  sub<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: (Tensor<B> & Broadcasts<A, B>) | number | bigint,
    alpha?: number | bigint | boolean,
  ): Tensor<Broadcast<A, B>>
  mul<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: (Tensor<B> & Broadcasts<A, B>) | number | bigint,
  ): Tensor<Broadcast<A, B>>
  div<A extends Shape, B extends Shape = []>(
    this: Tensor<A>,
    other: (Tensor<B> & Broadcasts<A, B>) | number | bigint,
  ): Tensor<Broadcast<A, B>>
  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Tensor<B> & Multiplies<A, B>,
  ): Tensor<Product<A, B>>
  t<A extends Shape>(this: Tensor<A>): Tensor<Transposed<A, 0, 1>>
  transpose<A extends Shape, const I extends number, const J extends number>(
    this: Tensor<A>,
    dim0: I,
    dim1: J,
  ): Tensor<Transposed<A, I, J>>
  permute<A extends Shape, const D extends Shape>(
    this: Tensor<A>,
    dims: readonly [...D],
  ): Tensor<Permuted<A, D>>
  permute<A extends Shape, const D extends Shape>(this: Tensor<A>, ...dims: D): Tensor<Permuted<A, D>>
  reshape<const N extends Shape>(shape: readonly [...N]): Tensor<Reshaped<N>>
  reshape<const N extends Shape>(...shape: N): Tensor<Reshaped<N>>
  view<const N extends Shape>(shape: readonly [...N]): Tensor<Reshaped<N>>
  view<const N extends Shape>(...shape: N): Tensor<Reshaped<N>>
}

const registry = new FinalizationRegistry<number>((handle) => native().release(handle))
