/**
 * What the compiler follows of shapes (src/tensor/shape.ts), by the names of operations. All others give a tensor of any
 * shape.
 */

/** The result has the shape of the first operand. */
export const sameShape: ReadonlySet<string> = new Set(
  `zerosLike onesLike contiguous clone detach flip neg exp expm1 log log1p sqrt rsqrt reciprocal square abs sign
  floor ceil round sin cos tanh sigmoid erf relu gelu silu leakyRelu elu softplus clamp isnan isfinite logicalNot
  exp2 log2 log10 trunc frac tan asin acos atan sinh cosh asinh acosh atanh sinc erfc isinf
  cumsum cumprod softmax logSoftmax tril triu dropout`.split(/\s+/),
)

/** The result has the shape that both operands broadcast to. */
export const elementwise: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div'])
