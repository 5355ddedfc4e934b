// LAMB (You et al., arXiv 1904.00962, algorithm 2): Adam's direction with decoupled decay, scaled for each
// tensor by the ratio of the lengths of the tensor and of that direction.
#include "arena/kernels/kernels.h"

namespace troupe::arena::kernels {
namespace {

/// scalars: gradScale, gradLimit, lr, beta1, beta2, eps, weightDecay, biasCorrection1, biasCorrection2, ratio
struct Lamb {
  float scale, limit, beta1, fresh1, beta2, fresh2, eps, decay, correct1, correct2;

  explicit Lamb(const double* scalars)
      : scale(narrow(scalars[0])),
        limit(narrow(scalars[1])),
        beta1(narrow(scalars[3])),
        fresh1(narrow(1 - scalars[3])),
        beta2(narrow(scalars[4])),
        fresh2(narrow(1 - scalars[4])),
        eps(narrow(scalars[5])),
        decay(narrow(scalars[6])),
        correct1(narrow(1 / scalars[7])),
        correct2(narrow(1 / scalars[8])) {}

  /// Moves both moments on and gives the direction. Both loops below use it, so what is measured is what is
  /// done.
  inline __attribute__((always_inline)) float direction(float p, float g, float& m, float& v) const {
    const float grad = taken(g, scale, limit);
    m = beta1 * m + fresh1 * grad;
    v = beta2 * v + fresh2 * grad * grad;
    return m * correct1 / (__builtin_sqrtf(v * correct2) + eps) + decay * p;
  }
};

}  // namespace

TROUPE_SIMD void lamb(float* __restrict p, const float* __restrict g, float* const* state, int64_t n,
                      const double* scalars) noexcept {
  float* __restrict m = state[0];
  float* __restrict v = state[1];
  const Lamb lamb(scalars);
  const float rate = narrow(scalars[2] * scalars[9]);
  for (int64_t i = 0; i < n; i++) {
    float moment = m[i], square = v[i];
    p[i] -= rate * lamb.direction(p[i], g[i], moment, square);
    m[i] = moment;
    v[i] = square;
  }
}

TROUPE_SIMD void lamb_lengths(const float* __restrict p, const float* __restrict g, const float* const* state,
                              int64_t n, const double* scalars, Lengths& lengths) noexcept {
  const float* __restrict m = state[0];
  const float* __restrict v = state[1];
  const Lamb lamb(scalars);
  for (int64_t at = 0; at < n; at += 16) {
    const int64_t width = n - at < 16 ? n - at : 16;
    for (int64_t lane = 0; lane < width; lane++) {
      const int64_t i = at + lane;
      float moment = m[i], square = v[i];
      const double parameter = p[i], step = lamb.direction(p[i], g[i], moment, square);
      lengths.parameter[lane] += parameter * parameter;
      lengths.step[lane] += step * step;
    }
  }
}

}  // namespace troupe::arena::kernels
