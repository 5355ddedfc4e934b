// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"

namespace troupe::tensor {
namespace {

napi_value op_cumsum(napi_env env, napi_callback_info info) {
  Call call(env, info, "cumsum", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cumsum(input, dim));
  });
}

napi_value op_cumprod(napi_env env, napi_callback_info info) {
  Call call(env, info, "cumprod", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cumprod(input, dim));
  });
}

napi_value op_logcumsumexp(napi_env env, napi_callback_info info) {
  Call call(env, info, "logcumsumexp", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::logcumsumexp(input, dim));
  });
}

napi_value op_cummax(napi_env env, napi_callback_info info) {
  Call call(env, info, "cummax", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cummax(input, dim));
  });
}

napi_value op_cummin(napi_env env, napi_callback_info info) {
  Call call(env, info, "cummin", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cummin(input, dim));
  });
}

napi_value op_diff(napi_env env, napi_callback_info info) {
  Call call(env, info, "diff", "t..", "input n dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t n = call.integer(1);
    const int64_t dim = call.integer(2);
    return call.result(at::diff(input, n, dim));
  });
}

napi_value op_trapezoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "trapezoid", "t..", "input dx dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar dx = call.scalar(1);
    const int64_t dim = call.integer(2);
    return call.result(at::trapezoid(input, dx, dim));
  });
}

napi_value op_cumulative_trapezoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "cumulativeTrapezoid", "t..", "input dx dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar dx = call.scalar(1);
    const int64_t dim = call.integer(2);
    return call.result(at::cumulative_trapezoid(input, dx, dim));
  });
}

napi_value op_softmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "softmax", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::softmax(input, dim));
  });
}

napi_value op_log_softmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "logSoftmax", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::log_softmax(input, dim));
  });
}

napi_value op_renorm(napi_env env, napi_callback_info info) {
  Call call(env, info, "renorm", "t...", "input p dim maxnorm");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar p = call.scalar(1);
    const int64_t dim = call.integer(2);
    const at::Scalar maxnorm = call.scalar(3);
    return call.result(at::renorm(input, p, dim, maxnorm));
  });
}

constexpr Entry kOperations[] = {
    {"cumsum", op_cumsum},
    {"cumprod", op_cumprod},
    {"logcumsumexp", op_logcumsumexp},
    {"cummax", op_cummax},
    {"cummin", op_cummin},
    {"diff", op_diff},
    {"trapezoid", op_trapezoid},
    {"cumulativeTrapezoid", op_cumulative_trapezoid},
    {"softmax", op_softmax},
    {"logSoftmax", op_log_softmax},
    {"renorm", op_renorm},
};

}  // namespace

void register_scans(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
