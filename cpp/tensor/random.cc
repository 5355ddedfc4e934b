#include "tensor/random.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <cstring>
#include <numbers>

#include "tensor/philox.h"

namespace troupe::tensor {
namespace {

Block block_at(const Stream& stream, uint64_t index) noexcept {
  return philox({static_cast<uint32_t>(index), stream.call, stream.upper0, stream.upper1}, stream.key0,
                stream.key1);
}

double unit(uint32_t word) noexcept { return (word >> 8) * 0x1p-24; }

// The counter's first word numbers the blocks of one draw.
void check_length(int64_t n) {
  if (n > int64_t{4} << 32)
    throw Failure{Failure::kArgument, "one draw gives at most 2^34 numbers; draw in parts"};
}

// Calls make(block, values[4]) per block and stores the values that the tensor has room for.
template <typename Make>
void fill(at::Tensor& target, const Stream& stream, Make make) {
  const int64_t n = target.numel();
  check_length(n);
  if (!target.device().is_cpu()) {
    // The same numbers on every device.
    at::Tensor wide = at::empty(target.sizes(), target.options().device(at::kCPU));
    fill(wide, stream, make);
    const at::NoGradGuard none;
    target.copy_(wide);
    return;
  }
  at::Tensor flat =
      target.is_contiguous() ? target.detach() : at::empty_like(target, at::MemoryFormat::Contiguous);
  AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, target.scalar_type(), "random fill", [&] {
    scalar_t* out = flat.data_ptr<scalar_t>();
    double values[4];
    for (int64_t i = 0; i < n; i += 4) {
      make(block_at(stream, static_cast<uint64_t>(i) / 4), values);
      const int64_t room = std::min<int64_t>(4, n - i);
      for (int64_t k = 0; k < room; k++) out[i + k] = static_cast<scalar_t>(values[k]);
    }
  });
  const at::NoGradGuard none;
  if (!target.is_contiguous()) target.copy_(flat);
}

}  // namespace

at::Tensor uniform_(at::Tensor target, const Stream& stream, double low, double high) {
  const double span = high - low;
  fill(target, stream, [&](const Block& block, double* values) {
    for (int k = 0; k < 4; k++) values[k] = low + span * unit(block[k]);
  });
  return target;
}

at::Tensor normal_(at::Tensor target, const Stream& stream, double mean, double deviation) {
  fill(target, stream, [&](const Block& block, double* values) {
    for (int k = 0; k < 4; k += 2) {
      // (word + 1) / 2^32 is never 0, so the logarithm is finite.
      const double radius = deviation * std::sqrt(-2 * std::log((block[k] + 1.0) * 0x1p-32));
      const double angle = 2 * std::numbers::pi * (block[k + 1] * 0x1p-32);
      values[k] = mean + radius * std::cos(angle);
      values[k + 1] = mean + radius * std::sin(angle);
    }
  });
  return target;
}

at::Tensor bernoulli_(at::Tensor target, const Stream& stream, double p) {
  fill(target, stream, [&](const Block& block, double* values) {
    for (int k = 0; k < 4; k++) values[k] = unit(block[k]) < p ? 1 : 0;
  });
  return target;
}

at::Tensor dropout_mask(const at::Tensor& like, const Stream& stream, double p) {
  if (!(p >= 0 && p <= 1)) throw Failure{Failure::kArgument, "p must be between 0 and 1"};
  at::Tensor mask = at::empty(like.sizes(), like.options().requires_grad(false));
  // A table instead of a branch, which would be guessed wrong every other time (5 times slower).
  const double values_of[2] = {0, p == 1 ? 0 : 1 / (1 - p)};
  const double threshold = p * 0x1p24;
  fill(mask, stream, [&](const Block& block, double* values) {
    for (int k = 0; k < 4; k++) values[k] = values_of[(block[k] >> 8) >= threshold];
  });
  return mask;
}

at::Tensor permutation(int64_t count, const Stream& stream) {
  if (count < 0) throw Failure{Failure::kArgument, "count must not be negative"};
  check_length(count);
  at::Tensor order = at::arange(count, at::kLong);
  int64_t* out = order.data_ptr<int64_t>();
  // A 64-bit product's upper half instead of a remainder: bias below count / 2^64.
  for (int64_t i = count - 1; i > 0; i--) {
    const Block block = block_at(stream, static_cast<uint64_t>(i));
    const uint64_t word = uint64_t{block[0]} << 32 | block[1];
    const auto place =
        static_cast<int64_t>((static_cast<unsigned __int128>(word) * static_cast<uint64_t>(i + 1)) >> 64);
    std::swap(out[i], out[place]);
  }
  return order;
}

at::Tensor random_integers(at::IntArrayRef shape, const Stream& stream, int64_t low, int64_t high) {
  if (high <= low) throw Failure{Failure::kArgument, "high must be above low"};
  at::Tensor target = at::empty(shape, at::kLong);
  int64_t* out = target.data_ptr<int64_t>();
  const int64_t n = target.numel();
  check_length(n);
  for (int64_t i = 0; i < n; i++) {
    const Block block = block_at(stream, static_cast<uint64_t>(i));
    const uint64_t word = uint64_t{block[0]} << 32 | block[1];
    out[i] = low + static_cast<int64_t>(
                       (static_cast<unsigned __int128>(word) * static_cast<uint64_t>(high - low)) >> 64);
  }
  return target;
}

namespace {

napi_value fill_uniform(napi_env env, napi_callback_info info) {
  Call call(env, info, "uniform", "t");
  return call.run([&] {
    uniform_(call.tensor(0), call.stream(1), call.number(6), call.number(7));
    return call.nothing();
  });
}

napi_value fill_normal(napi_env env, napi_callback_info info) {
  Call call(env, info, "normal", "t");
  return call.run([&] {
    normal_(call.tensor(0), call.stream(1), call.number(6), call.number(7));
    return call.nothing();
  });
}

// By the inverse of the distribution function: one number each, however far out the bounds lie.
napi_value fill_trunc_normal(napi_env env, napi_callback_info info) {
  Call call(env, info, "truncNormal", "t");
  return call.run([&] {
    at::Tensor& target = call.tensor(0);
    const double mean = call.number(6), deviation = call.number(7), low = call.number(8),
                 high = call.number(9);
    const auto share_below = [&](double x) {
      return (1 + std::erf((x - mean) / (deviation * std::numbers::sqrt2))) / 2;
    };
    at::Tensor values = at::empty(target.sizes(), at::kDouble);
    uniform_(values, call.stream(1), 2 * share_below(low) - 1, 2 * share_below(high) - 1);
    values.erfinv_().mul_(deviation * std::numbers::sqrt2).add_(mean).clamp_(low, high);
    const at::NoGradGuard none;
    target.copy_(values);
    return call.nothing();
  });
}

// Rows, or columns if there are fewer, of a random rotation (arXiv 1312.6120).
napi_value fill_orthogonal(napi_env env, napi_callback_info info) {
  Call call(env, info, "orthogonal", "t");
  return call.run([&] {
    at::Tensor& target = call.tensor(0);
    if (target.dim() < 2) throw Failure{Failure::kArgument, "needs at least two dimensions"};
    const int64_t rows = target.size(0), columns = target.numel() / std::max<int64_t>(rows, 1);
    if (target.numel() == 0) return call.nothing();
    const at::Tensor random = normal_(
        at::empty({std::max(rows, columns), std::min(rows, columns)}, at::kDouble), call.stream(1), 0, 1);
    const auto [q, r] = at::linalg_qr(random);
    // Of all factorizations the one with a positive diagonal: only then is every rotation as likely as any
    // other.
    const at::Tensor upright = q * r.diagonal().sign();
    const at::NoGradGuard none;
    target.copy_((rows < columns ? upright.t() : upright).mul(call.number(6)).reshape(target.sizes()));
    return call.nothing();
  });
}

napi_value fill_bernoulli(napi_env env, napi_callback_info info) {
  Call call(env, info, "bernoulli", "t");
  return call.run([&] {
    const double p = call.number(6);
    if (!(p >= 0 && p <= 1)) throw Failure{Failure::kArgument, "p must be between 0 and 1"};
    bernoulli_(call.tensor(0), call.stream(1), p);
    return call.nothing();
  });
}

// The raw words of a stream, for the test that compares both twins.
napi_value philox_words(napi_env env, napi_callback_info info) {
  Call call(env, info, "philoxWords", "");
  return call.run([&] {
    const auto bytes = call.typed_array(0);
    if (bytes.type != napi_uint32_array)
      throw Failure{Failure::kArgument, "the target must be a Uint32Array"};
    const Stream stream = call.stream(1);
    auto* out = static_cast<uint32_t*>(bytes.data);
    for (size_t i = 0; i < bytes.length; i++) out[i] = block_at(stream, i / 4)[i % 4];
    return call.nothing();
  });
}

napi_value default_generator_mark_entry(napi_env env, napi_callback_info info) {
  Call call(env, info, "defaultGeneratorMark", "");
  return call.run([&] { return call.result(static_cast<double>(default_generator_mark() >> 11)); });
}

// Draws one number from libtorch's default generator, as an operation with hidden randomness would.
napi_value move_default_generator(napi_env env, napi_callback_info info) {
  Call call(env, info, "moveDefaultGenerator", "");
  return call.run([&] { return call.result(at::rand({1}).item<double>()); });
}

}  // namespace

// The engine keeps its position and state in a plain struct of mt19937. Hashing (FNV-1a) its few words that
// move with every draw costs a tenth of a microsecond; the whole state would be 2.5 KB.
uint64_t default_generator_mark() {
  auto* generator = at::check_generator<at::CPUGeneratorImpl>(at::detail::getDefaultCPUGenerator());
  const std::lock_guard<std::mutex> lock(generator->mutex_);
  const at::mt19937_data_pod state = generator->engine().data();
  uint64_t mark = 0xcbf29ce484222325;
  const auto mix = [&](uint64_t word) { mark = (mark ^ word) * 0x100000001b3; };
  mix(state.seed_);
  mix(static_cast<uint64_t>(state.left_));
  mix(state.next_);
  for (size_t i = 0; i < 4; i++) mix(state.state_[i]);
  // Normal draws keep a second value for the next call.
  const auto next_float = generator->next_float_normal_sample();
  const auto next_double = generator->next_double_normal_sample();
  mix(next_float ? 2 : 1);
  mix(next_double ? 2 : 1);
  return mark;
}

void register_random(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"fillUniform", fill_uniform},
                                       {"fillNormal", fill_normal},
                                       {"fillTruncNormal", fill_trunc_normal},
                                       {"fillOrthogonal", fill_orthogonal},
                                       {"fillBernoulli", fill_bernoulli},
                                       {"philoxWords", philox_words},
                                       {"defaultGeneratorMark", default_generator_mark_entry},
                                       {"moveDefaultGenerator", move_default_generator}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor
