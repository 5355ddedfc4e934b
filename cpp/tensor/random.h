// Fills tensors from counter-based streams. Element i takes word i%4 of block i/4, so any part of a tensor
// can be computed apart, and the result depends on nothing but the stream and the shape.
#pragma once
#include <node_api.h>

#include "tensor/call.h"

namespace troupe::tensor {

/// Uniform in [low, high): 24 random bits a number, as PyTorch's float32 generator.
at::Tensor uniform_(at::Tensor target, const Stream& stream, double low, double high);

/// Normal by Box-Muller, computed in double, rounded once.
at::Tensor normal_(at::Tensor target, const Stream& stream, double mean, double deviation);

/// 1/(1-p) with probability 1-p, else 0, in the shape and dtype of `like`: what dropout multiplies by.
at::Tensor dropout_mask(const at::Tensor& like, const Stream& stream, double p);

/// Sets each element to 1 with probability p, else 0.
at::Tensor bernoulli_(at::Tensor target, const Stream& stream, double p);

/// 0..count-1 in random order (Fisher-Yates), int64.
at::Tensor permutation(int64_t count, const Stream& stream);

/// Integers in [low, high), int64.
at::Tensor random_integers(at::IntArrayRef shape, const Stream& stream, int64_t low, int64_t high);

/// A number that changes whenever anybody draws from libtorch's default CPU generator, which is one for the
/// whole process: what it gives depends on which thread was first.
uint64_t default_generator_mark();

void register_random(napi_env env, napi_value exports);

}  // namespace troupe::tensor
