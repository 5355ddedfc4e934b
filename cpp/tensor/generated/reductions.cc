// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/reductions.h"

namespace troupe::tensor {
namespace {

napi_value op_sum(napi_env env, napi_callback_info info) {
  Call call(env, info, "sum", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::sum(input, dim, keepdim));
  });
}

napi_value op_nansum(napi_env env, napi_callback_info info) {
  Call call(env, info, "nansum", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::nansum(input, dim, keepdim));
  });
}

napi_value op_mean(napi_env env, napi_callback_info info) {
  Call call(env, info, "mean", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::mean(input, dim, keepdim));
  });
}

napi_value op_nanmean(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanmean", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::nanmean(input, dim, keepdim));
  });
}

napi_value op_prod(napi_env env, napi_callback_info info) {
  Call call(env, info, "prod", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result((dim ? at::prod(input, *dim, keepdim) : at::prod(input)));
  });
}

napi_value op_var(napi_env env, napi_callback_info info) {
  Call call(env, info, "var", "t...", "input dim correction keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const int64_t correction = call.integer(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::var(input, dim, c10::optional<int64_t>(correction), keepdim));
  });
}

napi_value op_std(napi_env env, napi_callback_info info) {
  Call call(env, info, "std", "t...", "input dim correction keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const int64_t correction = call.integer(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::std(input, dim, c10::optional<int64_t>(correction), keepdim));
  });
}

napi_value op_var_mean(napi_env env, napi_callback_info info) {
  Call call(env, info, "varMean", "t...", "input dim correction keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const int64_t correction = call.integer(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::var_mean(input, dim, c10::optional<int64_t>(correction), keepdim));
  });
}

napi_value op_std_mean(napi_env env, napi_callback_info info) {
  Call call(env, info, "stdMean", "t...", "input dim correction keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const int64_t correction = call.integer(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::std_mean(input, dim, c10::optional<int64_t>(correction), keepdim));
  });
}

napi_value op_amax(napi_env env, napi_callback_info info) {
  Call call(env, info, "amax", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::amax(input, dim.values, keepdim));
  });
}

napi_value op_amin(napi_env env, napi_callback_info info) {
  Call call(env, info, "amin", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::amin(input, dim.values, keepdim));
  });
}

napi_value op_aminmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "aminmax", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(std::tuple(dim ? at::amin(input, *dim, keepdim) : at::amin(input, {}, keepdim), dim ? at::amax(input, *dim, keepdim) : at::amax(input, {}, keepdim)));
  });
}

napi_value op_max_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "max", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::max(input));
  });
}

napi_value op_min_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "min", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::min(input));
  });
}

napi_value op_max_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "max", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::max(input, dim, keepdim));
  });
}

napi_value op_min_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "min", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::min(input, dim, keepdim));
  });
}

napi_value op_mode(napi_env env, napi_callback_info info) {
  Call call(env, info, "mode", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::mode(input, dim, keepdim));
  });
}

napi_value op_median_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "median", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::median(input));
  });
}

napi_value op_median_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "median", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::median(input, dim, keepdim));
  });
}

napi_value op_nanmedian_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanmedian", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::nanmedian(input));
  });
}

napi_value op_nanmedian_along(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanmedian", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::nanmedian(input, dim, keepdim));
  });
}

napi_value op_quantile(napi_env env, napi_callback_info info) {
  Call call(env, info, "quantile", "tt...", "input q dim keepdim interpolation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& q = call.tensor(1);
    const auto dim = call.maybe_integer(2);
    const bool keepdim = call.boolean(3);
    const std::string interpolation = call.choice(4, {"linear", "lower", "higher", "nearest", "midpoint"});
    return call.result(at::quantile(input, level(q), dim, keepdim, interpolation));
  });
}

napi_value op_quantile_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "quantile", "t....", "input q dim keepdim interpolation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar q = call.scalar(1);
    const auto dim = call.maybe_integer(2);
    const bool keepdim = call.boolean(3);
    const std::string interpolation = call.choice(4, {"linear", "lower", "higher", "nearest", "midpoint"});
    return call.result(at::quantile(input, level(q), dim, keepdim, interpolation));
  });
}

napi_value op_nanquantile(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanquantile", "tt...", "input q dim keepdim interpolation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& q = call.tensor(1);
    const auto dim = call.maybe_integer(2);
    const bool keepdim = call.boolean(3);
    const std::string interpolation = call.choice(4, {"linear", "lower", "higher", "nearest", "midpoint"});
    return call.result(at::nanquantile(input, level(q), dim, keepdim, interpolation));
  });
}

napi_value op_nanquantile_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "nanquantile", "t....", "input q dim keepdim interpolation");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar q = call.scalar(1);
    const auto dim = call.maybe_integer(2);
    const bool keepdim = call.boolean(3);
    const std::string interpolation = call.choice(4, {"linear", "lower", "higher", "nearest", "midpoint"});
    return call.result(at::nanquantile(input, level(q), dim, keepdim, interpolation));
  });
}

napi_value op_argmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "argmax", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::argmax(input, dim, keepdim));
  });
}

napi_value op_argmin(napi_env env, napi_callback_info info) {
  Call call(env, info, "argmin", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dim = call.maybe_integer(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::argmin(input, dim, keepdim));
  });
}

napi_value op_logsumexp(napi_env env, napi_callback_info info) {
  Call call(env, info, "logsumexp", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dim = call.integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(at::logsumexp(input, dim, keepdim));
  });
}

napi_value op_all(napi_env env, napi_callback_info info) {
  Call call(env, info, "all", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(all_over(input, dim, keepdim));
  });
}

napi_value op_any(napi_env env, napi_callback_info info) {
  Call call(env, info, "any", "t..", "input dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    const bool keepdim = call.boolean(2);
    return call.result(any_over(input, dim, keepdim));
  });
}

napi_value op_count_nonzero(napi_env env, napi_callback_info info) {
  Call call(env, info, "countNonzero", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    return call.result((dim.present ? at::count_nonzero(input, dim.values) : at::count_nonzero(input)));
  });
}

napi_value op_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "norm", "t...", "input p dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar p = call.scalar(1);
    const OptionalInts dim = call.maybe_integers(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::linalg_vector_norm(input, p, dim, keepdim));
  });
}

napi_value op_dist(napi_env env, napi_callback_info info) {
  Call call(env, info, "dist", "tt.", "input other p");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const at::Scalar p = call.scalar(2);
    return call.result(at::dist(input, other, p));
  });
}

constexpr Entry kOperations[] = {
    {"sum", op_sum},
    {"nansum", op_nansum},
    {"mean", op_mean},
    {"nanmean", op_nanmean},
    {"prod", op_prod},
    {"var", op_var},
    {"std", op_std},
    {"varMean", op_var_mean},
    {"stdMean", op_std_mean},
    {"amax", op_amax},
    {"amin", op_amin},
    {"aminmax", op_aminmax},
    {"maxAll", op_max_all},
    {"minAll", op_min_all},
    {"maxAlong", op_max_along},
    {"minAlong", op_min_along},
    {"mode", op_mode},
    {"medianAll", op_median_all},
    {"medianAlong", op_median_along},
    {"nanmedianAll", op_nanmedian_all},
    {"nanmedianAlong", op_nanmedian_along},
    {"quantile", op_quantile},
    {"quantileScalar", op_quantile_scalar},
    {"nanquantile", op_nanquantile},
    {"nanquantileScalar", op_nanquantile_scalar},
    {"argmax", op_argmax},
    {"argmin", op_argmin},
    {"logsumexp", op_logsumexp},
    {"all", op_all},
    {"any", op_any},
    {"countNonzero", op_count_nonzero},
    {"norm", op_norm},
    {"dist", op_dist},
};

}  // namespace

void register_reductions(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
