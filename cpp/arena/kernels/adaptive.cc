// Steps sized by the sum, or by decaying means, of squares; and the moving average of weights.
#include "arena/kernels/kernels.h"

namespace troupe::arena {
namespace kernels {

// Adagrad (Duchi et al., 2011) as torch.optim.Adagrad: s += g²; p -= lr*g / (√s + eps).
// scalars: gradScale, gradLimit, lr (decayed), eps, weightDecay, start (added to s at the first step, else 0)
TROUPE_SIMD void adagrad(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                         const double* scalars) noexcept {
  float* __restrict s = state[0];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]), lr = narrow(scalars[2]);
  const float eps = narrow(scalars[3]), decay = narrow(scalars[4]), start = narrow(scalars[5]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit) + decay * p[i];
    s[i] = s[i] + start + grad * grad;
    p[i] -= lr * grad / (__builtin_sqrtf(s[i]) + eps);
  }
}

// Adadelta (Zeiler, arXiv 1212.5701) as torch.optim.Adadelta: the step is scaled by the size of past steps.
// scalars: gradScale, gradLimit, lr, rho, eps, weightDecay
TROUPE_SIMD void adadelta(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                          const double* scalars) noexcept {
  float* __restrict s = state[0];
  float* __restrict d = state[1];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]), lr = narrow(scalars[2]);
  const float rho = narrow(scalars[3]), fresh = narrow(1 - scalars[3]);
  const float eps = narrow(scalars[4]), decay = narrow(scalars[5]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit) + decay * p[i];
    s[i] = rho * s[i] + fresh * grad * grad;
    const float step = __builtin_sqrtf(d[i] + eps) / __builtin_sqrtf(s[i] + eps) * grad;
    d[i] = rho * d[i] + fresh * step * step;
    p[i] -= lr * step;
  }
}

}  // namespace kernels

TROUPE_SIMD void average(float* __restrict average, const float* __restrict parameters, int64_t n,
                         double keep) noexcept {
  const float old = kernels::narrow(keep), fresh = kernels::narrow(1 - keep);
  for (int64_t i = 0; i < n; i++) average[i] = old * average[i] + fresh * parameters[i];
}

}  // namespace troupe::arena
