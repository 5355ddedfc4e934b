// The kernels by family, for the table in optimizers.cc. Each says which scalars it reads; the first two are
// those of every kernel (optimizers.h): gradScale, gradLimit.
#pragma once
#include "arena/optimizers.h"
#include "arena/simd.h"

namespace troupe::arena::kernels {

// descent.cc
void sgd(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void lion(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
// adam.cc
void adam(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void amsgrad(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void nadam(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
// rmsprop.cc
void rmsprop(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void rmsprop_momentum(float* p, const float* g, float* const* state, int64_t n,
                      const double* scalars) noexcept;
void rmsprop_centered(float* p, const float* g, float* const* state, int64_t n,
                      const double* scalars) noexcept;
void rmsprop_centered_momentum(float* p, const float* g, float* const* state, int64_t n,
                               const double* scalars) noexcept;
// adaptive.cc
void adagrad(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void adadelta(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
// lamb.cc
void lamb(float* p, const float* g, float* const* state, int64_t n, const double* scalars) noexcept;
void lamb_lengths(const float* p, const float* g, const float* const* state, int64_t n, const double* scalars,
                  Lengths& lengths) noexcept;

/// One element of the gradient as every kernel takes it in. NaN stays NaN.
inline float taken(float gradient, float scale, float limit) {
  const float value = gradient * scale;
  const float below = limit < value ? limit : value;
  return -limit > below ? -limit : below;
}

inline float narrow(double value) { return static_cast<float>(value); }

}  // namespace troupe::arena::kernels
