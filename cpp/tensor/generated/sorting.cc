// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/counting.h"

namespace troupe::tensor {
namespace {

napi_value op_sort(napi_env env, napi_callback_info info) {
  Call call(env, info, "sort", "t...", "input dim descending stable");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool descending = call.boolean(2);
    const bool stable = call.boolean(3);
    return call.result(at::sort(input, stable, dim, descending));
  });
}

napi_value op_argsort(napi_env env, napi_callback_info info) {
  Call call(env, info, "argsort", "t...", "input dim descending stable");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const bool descending = call.boolean(2);
    const bool stable = call.boolean(3);
    return call.result(at::argsort(input, stable, dim, descending));
  });
}

napi_value op_topk(napi_env env, napi_callback_info info) {
  Call call(env, info, "topk", "t....", "input k dim largest sorted");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t k = call.integer(1);
    const int64_t dim = call.integer(2);
    const bool largest = call.boolean(3);
    const bool sorted = call.boolean(4);
    return call.result(at::topk(input, k, dim, largest, sorted));
  });
}

napi_value op_kthvalue(napi_env env, napi_callback_info info) {
  Call call(env, info, "kthvalue", "t...", "input k dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t k = call.integer(1);
    const int64_t dim = call.integer(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::kthvalue(input, k, dim, keepdim));
  });
}

napi_value op_unique(napi_env env, napi_callback_info info) {
  Call call(env, info, "unique", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(std::get<0>(distinct(input)));
  });
}

napi_value op_unique_counts(napi_env env, napi_callback_info info) {
  Call call(env, info, "uniqueCounts", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(distinct(input));
  });
}

napi_value op_unique_consecutive(napi_env env, napi_callback_info info) {
  Call call(env, info, "uniqueConsecutive", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(std::get<0>(at::unique_consecutive(input)));
  });
}

napi_value op_searchsorted(napi_env env, napi_callback_info info) {
  Call call(env, info, "searchsorted", "tt.", "sorted values right");
  return call.run([&] {
    at::Tensor& sorted = call.tensor(0);
    at::Tensor& values = call.tensor(1);
    const bool right = call.boolean(2);
    return call.result(at::searchsorted(sorted, values, false, right));
  });
}

napi_value op_bucketize(napi_env env, napi_callback_info info) {
  Call call(env, info, "bucketize", "tt.", "input boundaries right");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& boundaries = call.tensor(1);
    const bool right = call.boolean(2);
    return call.result(at::bucketize(input, boundaries, false, right));
  });
}

napi_value op_bincount(napi_env env, napi_callback_info info) {
  Call call(env, info, "bincount", "to.", "input weights minlength");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto weights = call.maybe_tensor(1);
    const int64_t minlength = call.integer(2);
    return call.result(occurrences(input, weights, minlength));
  });
}

napi_value op_histc(napi_env env, napi_callback_info info) {
  Call call(env, info, "histc", "t...", "input bins min max");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t bins = call.integer(1);
    const at::Scalar min = call.scalar(2);
    const at::Scalar max = call.scalar(3);
    return call.result(histogram(input, bins, min, max));
  });
}

napi_value op_isin(napi_env env, napi_callback_info info) {
  Call call(env, info, "isin", "tt", "elements testElements");
  return call.run([&] {
    at::Tensor& elements = call.tensor(0);
    at::Tensor& testElements = call.tensor(1);
    return call.result(at::isin(elements, testElements));
  });
}

constexpr Entry kOperations[] = {
    {"sort", op_sort},
    {"argsort", op_argsort},
    {"topk", op_topk},
    {"kthvalue", op_kthvalue},
    {"unique", op_unique},
    {"uniqueCounts", op_unique_counts},
    {"uniqueConsecutive", op_unique_consecutive},
    {"searchsorted", op_searchsorted},
    {"bucketize", op_bucketize},
    {"bincount", op_bincount},
    {"histc", op_histc},
    {"isin", op_isin},
};

}  // namespace

void register_sorting(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
