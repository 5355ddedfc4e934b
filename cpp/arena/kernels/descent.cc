// Steps along the gradient, its velocity, or its sign.
#include "arena/kernels/kernels.h"

namespace troupe::arena::kernels {

// PyTorch's SGD: g += wd*p; v = momentum*v + (1-dampening)*g (v = g at the first step);
// g = nesterov ? g + momentum*v : v; p -= lr*g.
// scalars: gradScale, gradLimit, lr, momentum, dampening, weightDecay, nesterov, first
TROUPE_SIMD void sgd(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                     const double* scalars) noexcept {
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]), lr = narrow(scalars[2]);
  const float momentum = narrow(scalars[3]), keep = narrow(1 - scalars[4]), decay = narrow(scalars[5]);
  const bool nesterov = scalars[6] != 0, first = scalars[7] != 0;
  if (momentum == 0) {
    for (int64_t i = 0; i < n; i++) p[i] -= lr * (taken(g[i], scale, limit) + decay * p[i]);
    return;
  }
  float* __restrict v = state[0];
  const float old = first ? 0.0f : momentum, fresh = first ? 1.0f : keep;
  if (nesterov) {
    for (int64_t i = 0; i < n; i++) {
      const float grad = taken(g[i], scale, limit) + decay * p[i];
      v[i] = old * v[i] + fresh * grad;
      p[i] -= lr * (grad + momentum * v[i]);
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      v[i] = old * v[i] + fresh * (taken(g[i], scale, limit) + decay * p[i]);
      p[i] -= lr * v[i];
    }
  }
}

// Lion (Chen et al., arXiv 2302.06675, program 1): the sign of a mean that leans further towards the new
// gradient than the one that is kept. The decay is decoupled.
// scalars: gradScale, gradLimit, lr, beta1, beta2, keep (1 - lr*weightDecay)
TROUPE_SIMD void lion(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                      const double* scalars) noexcept {
  float* __restrict m = state[0];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]), lr = narrow(scalars[2]);
  const float beta1 = narrow(scalars[3]), fresh1 = narrow(1 - scalars[3]);
  const float beta2 = narrow(scalars[4]), fresh2 = narrow(1 - scalars[4]), keep = narrow(scalars[5]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit);
    const float lean = beta1 * m[i] + fresh1 * grad;
    const float sign = (lean > 0 ? 1.0f : 0.0f) - (lean < 0 ? 1.0f : 0.0f);
    p[i] = p[i] * keep - lr * sign;
    m[i] = beta2 * m[i] + fresh2 * grad;
  }
}

}  // namespace troupe::arena::kernels
