#include "arena/optimizers.h"

#include <cmath>

#include "arena/simd.h"

namespace troupe::arena {
namespace {

// PyTorch's SGD: g += wd*p; v = momentum*v + (1-dampening)*g (v = g at the first step);
// g = nesterov ? g + momentum*v : v; p -= lr*g.
// scalars: gradScale, lr, momentum, dampening, weightDecay, nesterov, first
TROUPE_SIMD void sgd(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                     const double* scalars) noexcept {
  const float scale = static_cast<float>(scalars[0]), lr = static_cast<float>(scalars[1]);
  const float momentum = static_cast<float>(scalars[2]), keep = static_cast<float>(1 - scalars[3]);
  const float decay = static_cast<float>(scalars[4]);
  const bool nesterov = scalars[5] != 0, first = scalars[6] != 0;
  if (momentum == 0) {
    for (int64_t i = 0; i < n; i++) p[i] -= lr * (g[i] * scale + decay * p[i]);
    return;
  }
  float* __restrict v = state[0];
  const float old = first ? 0.0f : momentum, fresh = first ? 1.0f : keep;
  if (nesterov) {
    for (int64_t i = 0; i < n; i++) {
      const float grad = g[i] * scale + decay * p[i];
      v[i] = old * v[i] + fresh * grad;
      p[i] -= lr * (grad + momentum * v[i]);
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      v[i] = old * v[i] + fresh * (g[i] * scale + decay * p[i]);
      p[i] -= lr * v[i];
    }
  }
}

// Adam (Kingma and Ba, arXiv 1412.6980) in the order that the end of its section 2 gives: both bias
// corrections go into the step size and epsilon, so that an element costs one division, not PyTorch's two.
// scalars: gradScale, lr, beta1, beta2, eps, weightDecay, biasCorrection1, biasCorrection2
TROUPE_SIMD void adam(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                      const double* scalars) noexcept {
  float* __restrict m = state[0];
  float* __restrict v = state[1];
  const float scale = static_cast<float>(scalars[0]);
  const float beta1 = static_cast<float>(scalars[2]), fresh1 = static_cast<float>(1 - scalars[2]);
  const float beta2 = static_cast<float>(scalars[3]), fresh2 = static_cast<float>(1 - scalars[3]);
  const double root = std::sqrt(scalars[7]);
  const float step = static_cast<float>(scalars[1] / scalars[6] * root);
  const float eps = static_cast<float>(scalars[4] * root), decay = static_cast<float>(scalars[5]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = g[i] * scale + decay * p[i];
    m[i] = beta1 * m[i] + fresh1 * grad;
    v[i] = beta2 * v[i] + fresh2 * grad * grad;
    p[i] -= step * m[i] / (__builtin_sqrtf(v[i]) + eps);
  }
}

constexpr Optimizer kOptimizers[] = {{"sgd", 1, 7, sgd}, {"adam", 2, 8, adam}};

}  // namespace

const Optimizer* find_optimizer(std::string_view name) noexcept {
  for (const Optimizer& optimizer : kOptimizers)
    if (optimizer.name == name) return &optimizer;
  return nullptr;
}

}  // namespace troupe::arena
