// Adam and its relatives. Weight decay comes in two ways: `decay` adds to the gradient, `keep` shrinks the
// parameter first (decoupled, Loshchilov and Hutter, arXiv 1711.05101); whichever is not wanted is 0 or 1.
#include <cmath>

#include "arena/kernels/kernels.h"

namespace troupe::arena::kernels {

// Adam (Kingma and Ba, arXiv 1412.6980) in the order that the end of its section 2 gives: both bias
// corrections go into the step size and epsilon, so that an element costs one division, not PyTorch's two.
// scalars: gradScale, gradLimit, lr, beta1, beta2, eps, decay, keep, biasCorrection1, biasCorrection2
TROUPE_SIMD void adam(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                      const double* scalars) noexcept {
  float* __restrict m = state[0];
  float* __restrict v = state[1];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]);
  const float beta1 = narrow(scalars[3]), fresh1 = narrow(1 - scalars[3]);
  const float beta2 = narrow(scalars[4]), fresh2 = narrow(1 - scalars[4]);
  const double root = std::sqrt(scalars[9]);
  const float step = narrow(scalars[2] / scalars[8] * root), eps = narrow(scalars[5] * root);
  const float decay = narrow(scalars[6]), keep = narrow(scalars[7]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit) + decay * p[i];
    m[i] = beta1 * m[i] + fresh1 * grad;
    v[i] = beta2 * v[i] + fresh2 * grad * grad;
    p[i] = p[i] * keep - step * m[i] / (__builtin_sqrtf(v[i]) + eps);
  }
}

// The same, divided by the largest second moment so far (Reddi et al., ICLR 2018).
// scalars: as adam
TROUPE_SIMD void amsgrad(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                         const double* scalars) noexcept {
  float* __restrict m = state[0];
  float* __restrict v = state[1];
  float* __restrict most = state[2];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]);
  const float beta1 = narrow(scalars[3]), fresh1 = narrow(1 - scalars[3]);
  const float beta2 = narrow(scalars[4]), fresh2 = narrow(1 - scalars[4]);
  const double root = std::sqrt(scalars[9]);
  const float step = narrow(scalars[2] / scalars[8] * root), eps = narrow(scalars[5] * root);
  const float decay = narrow(scalars[6]), keep = narrow(scalars[7]);
  for (int64_t i = 0; i < n; i++) {
    const float grad = taken(g[i], scale, limit) + decay * p[i];
    m[i] = beta1 * m[i] + fresh1 * grad;
    v[i] = beta2 * v[i] + fresh2 * grad * grad;
    most[i] = most[i] < v[i] ? v[i] : most[i];
    p[i] = p[i] * keep - step * m[i] / (__builtin_sqrtf(most[i]) + eps);
  }
}

// NAdam (Dozat 2016) as torch.optim.NAdam: the step leans on the new gradient and on next step's momentum.
// scalars: gradScale, gradLimit, beta1, beta2, eps, decay, keep, biasCorrection2, ofGradient, ofMoment (the
// learning rate times what each of the two counts)
TROUPE_SIMD void nadam(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                       const double* scalars) noexcept {
  float* __restrict m = state[0];
  float* __restrict v = state[1];
  const float scale = narrow(scalars[0]), limit = narrow(scalars[1]);
  const float beta1 = narrow(scalars[2]), fresh1 = narrow(1 - scalars[2]);
  const float beta2 = narrow(scalars[3]), fresh2 = narrow(1 - scalars[3]);
  const double root = std::sqrt(scalars[7]);
  const float eps = narrow(scalars[4] * root), decay = narrow(scalars[5]), keep = narrow(scalars[6]);
  const float of_gradient = narrow(scalars[8] * root), of_moment = narrow(scalars[9] * root);
  for (int64_t i = 0; i < n; i++) {
    const float shrunk = p[i] * keep;
    const float grad = taken(g[i], scale, limit) + decay * shrunk;
    m[i] = beta1 * m[i] + fresh1 * grad;
    v[i] = beta2 * v[i] + fresh2 * grad * grad;
    p[i] = shrunk - (of_gradient * grad + of_moment * m[i]) / (__builtin_sqrtf(v[i]) + eps);
  }
}

}  // namespace troupe::arena::kernels
