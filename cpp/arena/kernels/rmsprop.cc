// RMSprop (Hinton, lecture 6e) as torch.optim.RMSprop, with and without its two further arrays.
#include "arena/kernels/kernels.h"

namespace troupe::arena::kernels {
namespace {

// s = alpha*s + (1-alpha)*g²; centred: less the square of a mean gradient kept alike; b = momentum*b +
// g/root; p -= lr*b. A group without momentum, or not centred, beside others that are leaves their array
// alone. scalars: gradScale, gradLimit, lr, alpha, eps, weightDecay, momentum, centered
template <bool Centered, bool Momentum>
inline __attribute__((always_inline)) void step(float* __restrict p, const float* __restrict g,
                                                float* __restrict s, float* __restrict mean,
                                                float* __restrict b, int64_t n, const double* scalars) {
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]), lr = narrow(scalars[2]);
  const float alpha = narrow(scalars[3]), fresh = narrow(1 - scalars[3]);
  const float eps = narrow(scalars[4]), decay = narrow(scalars[5]), momentum = narrow(scalars[6]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit) + decay * p[i];
    s[i] = alpha * s[i] + fresh * grad * grad;
    float variance = s[i];
    if constexpr (Centered) {
      mean[i] = mean[i] + fresh * (grad - mean[i]);
      variance -= mean[i] * mean[i];
    }
    const float part = grad / (__builtin_sqrtf(variance) + eps);
    if constexpr (Momentum) {
      b[i] = momentum * b[i] + part;
      p[i] -= lr * b[i];
    } else {
      p[i] -= lr * part;
    }
  }
}

}  // namespace

TROUPE_SIMD void rmsprop(float* p, const float* g, float* const* state, int64_t n,
                         const double* scalars) noexcept {
  step<false, false>(p, g, state[0], nullptr, nullptr, n, scalars);
}

TROUPE_SIMD void rmsprop_momentum(float* p, const float* g, float* const* state, int64_t n,
                                  const double* scalars) noexcept {
  if (scalars[6] == 0)
    step<false, false>(p, g, state[0], nullptr, nullptr, n, scalars);
  else
    step<false, true>(p, g, state[0], nullptr, state[1], n, scalars);
}

TROUPE_SIMD void rmsprop_centered(float* p, const float* g, float* const* state, int64_t n,
                                  const double* scalars) noexcept {
  if (scalars[7] == 0)
    step<false, false>(p, g, state[0], nullptr, nullptr, n, scalars);
  else
    step<true, false>(p, g, state[0], state[1], nullptr, n, scalars);
}

TROUPE_SIMD void rmsprop_centered_momentum(float* p, const float* g, float* const* state, int64_t n,
                                           const double* scalars) noexcept {
  const bool momentum = scalars[6] != 0, centered = scalars[7] != 0;
  if (momentum && centered)
    step<true, true>(p, g, state[0], state[1], state[2], n, scalars);
  else if (centered)
    step<true, false>(p, g, state[0], state[1], nullptr, n, scalars);
  else if (momentum)
    step<false, true>(p, g, state[0], nullptr, state[2], n, scalars);
  else
    step<false, false>(p, g, state[0], nullptr, nullptr, n, scalars);
}

}  // namespace troupe::arena::kernels
