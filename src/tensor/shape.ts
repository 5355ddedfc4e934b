/**
 * Shapes as types, as far as they are known where the code is written: `Tensor<[2, 3]>`, `Tensor<[number, 784]>`. A
 * plain `Tensor` has any shape and goes wherever a known one is wanted, and the other way round; what is not known here is
 * checked when it runs.
 */

/** Sizes by dimension; `number` for one that is not known. */
export type Shape = number[]

/** Whether rank and sizes mean anything: not for `any`, nor for lists of any length. */
type IsKnown<S extends Shape> = 0 extends 1 & S ? false : number extends S['length'] ? false : true

/** The shape of a list of sizes: any, where its length is not known. */
export type Given<S extends Shape> = IsKnown<S> extends true ? S : any

/** What `shape` returns. */
export type Sizes<S extends Shape> = { readonly [K in keyof S]: 0 extends 1 & S[K] ? number : S[K] }

/** No type of any argument: its name is what the compiler says. */
interface Misfit<Reason extends string> {
  readonly 'the shapes do not fit': Reason
}

/** A size of two operands: equal, or 1 on one side. */
type Common<A, B> = A extends 1
  ? B
  : B extends 1
    ? A
    : number extends A
      ? B
      : number extends B
        ? A
        : A extends B
          ? A
          : never

/** From the last dimension on; `Misfit` for sizes that do not broadcast. */
type Align<A extends Shape, B extends Shape, Out extends Shape = []> = A extends [
  ...infer AFirst extends Shape,
  infer ALast extends number,
]
  ? B extends [...infer BFirst extends Shape, infer BLast extends number]
    ? [Common<ALast, BLast>] extends [never]
      ? Misfit<`sizes must be equal or 1, counted from the last dimension: ${ALast} and ${BLast}`>
      : Align<AFirst, BFirst, [Common<ALast, BLast>, ...Out]>
    : [...A, ...Out]
  : [...B, ...Out]

type Aligned<A extends Shape, B extends Shape> =
  IsKnown<A> extends true ? (IsKnown<B> extends true ? Align<A, B> : any) : any

/** The shape of an elementwise operation of two tensors. */
export type Broadcast<A extends Shape, B extends Shape> =
  Aligned<A, B> extends infer R extends Shape ? R : any

/** Asked of the second operand, besides being a tensor. */
export type Broadcasts<A extends Shape, B extends Shape> =
  Aligned<A, B> extends infer R ? (0 extends 1 & R ? unknown : R extends Misfit<string> ? R : unknown) : never

type MayEqual<A, B> = number extends A ? true : number extends B ? true : A extends B ? true : false

/** The shape of a matrix product: of two matrices, or of two stacks of them. */
export type Product<A extends Shape, B extends Shape> =
  IsKnown<A> extends true
    ? A extends [...infer ABatch extends Shape, infer N extends number, number]
      ? B extends [...infer BBatch extends Shape, number, infer M extends number]
        ? Broadcast<ABatch, BBatch> extends infer Batch extends Shape
          ? 0 extends 1 & Batch
            ? any
            : [...Batch, N, M]
          : any
        : any
      : any
    : any

/** Asked of the second factor: its second-last size (a vector's only one) is the last of the first. */
export type Multiplies<A extends Shape, B extends Shape> =
  IsKnown<A> extends true
    ? A extends [...any[], infer K extends number]
      ? B extends [...any[], infer L extends number, number] | [infer L extends number]
        ? MayEqual<K, L> extends true
          ? unknown
          : Misfit<`the last size of the first, ${K}, must be the second-last of the other, ${L}`>
        : unknown
      : unknown
    : unknown

/** Sizes given to reshape() and view(): -1 is worked out when it runs. */
export type Reshaped<N extends Shape> =
  IsKnown<N> extends true ? { [K in keyof N]: N[K] extends -1 ? number : N[K] } : any

/** The dimensions of `A` in the order `D`. */
export type Permuted<A extends Shape, D extends Shape> =
  IsKnown<A> extends true
    ? IsKnown<D> extends true
      ? { [K in keyof D]: `${D[K]}` extends keyof A ? A[`${D[K]}`] & number : number }
      : any
    : any

/** The first two or the last two dimensions swapped; of others only the rank is followed. */
export type Transposed<A extends Shape, I extends number, J extends number> =
  IsKnown<A> extends true
    ? [I, J] extends [0, 1] | [1, 0]
      ? A extends [infer N extends number, infer M extends number, ...infer Rest extends Shape]
        ? [M, N, ...Rest]
        : any
      : [I, J] extends [-1, -2] | [-2, -1]
        ? A extends [...infer Rest extends Shape, infer N extends number, infer M extends number]
          ? [...Rest, M, N]
          : any
        : { [K in keyof A]: number }
    : any
