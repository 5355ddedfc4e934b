// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/linear.h"

namespace troupe::tensor {
namespace {

napi_value op_matmul(napi_env env, napi_callback_info info) {
  Call call(env, info, "matmul", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::matmul(input, other));
  });
}

napi_value op_mm(napi_env env, napi_callback_info info) {
  Call call(env, info, "mm", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::mm(input, other));
  });
}

napi_value op_bmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "bmm", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::bmm(input, other));
  });
}

napi_value op_mv(napi_env env, napi_callback_info info) {
  Call call(env, info, "mv", "tt", "input vector");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& vector = call.tensor(1);
    return call.result(at::mv(input, vector));
  });
}

napi_value op_dot(napi_env env, napi_callback_info info) {
  Call call(env, info, "dot", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::dot(input, other));
  });
}

napi_value op_vdot(napi_env env, napi_callback_info info) {
  Call call(env, info, "vdot", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::vdot(input, other));
  });
}

napi_value op_inner(napi_env env, napi_callback_info info) {
  Call call(env, info, "inner", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::inner(input, other));
  });
}

napi_value op_outer(napi_env env, napi_callback_info info) {
  Call call(env, info, "outer", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::outer(input, other));
  });
}

napi_value op_kron(napi_env env, napi_callback_info info) {
  Call call(env, info, "kron", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::kron(input, other));
  });
}

napi_value op_cross(napi_env env, napi_callback_info info) {
  Call call(env, info, "cross", "tt.", "input other dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const int64_t dim = call.integer(2);
    return call.result(at::linalg_cross(input, other, dim));
  });
}

napi_value op_addmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "addmm", "ttt..", "input mat1 mat2 beta alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mat1 = call.tensor(1);
    at::Tensor& mat2 = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::addmm(input, mat1, mat2, beta, alpha));
  });
}

napi_value op_addmv(napi_env env, napi_callback_info info) {
  Call call(env, info, "addmv", "ttt..", "input matrix vector beta alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& matrix = call.tensor(1);
    at::Tensor& vector = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::addmv(input, matrix, vector, beta, alpha));
  });
}

napi_value op_addr(napi_env env, napi_callback_info info) {
  Call call(env, info, "addr", "ttt..", "input vector1 vector2 beta alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& vector1 = call.tensor(1);
    at::Tensor& vector2 = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::addr(input, vector1, vector2, beta, alpha));
  });
}

napi_value op_baddbmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "baddbmm", "ttt..", "input batch1 batch2 beta alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& batch1 = call.tensor(1);
    at::Tensor& batch2 = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::baddbmm(input, batch1, batch2, beta, alpha));
  });
}

napi_value op_addbmm(napi_env env, napi_callback_info info) {
  Call call(env, info, "addbmm", "ttt..", "input batch1 batch2 beta alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& batch1 = call.tensor(1);
    at::Tensor& batch2 = call.tensor(2);
    const at::Scalar beta = call.scalar(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::addbmm(input, batch1, batch2, beta, alpha));
  });
}

napi_value op_einsum(napi_env env, napi_callback_info info) {
  Call call(env, info, "einsum", ".l", "equation tensors");
  return call.run([&] {
    const std::string equation = call.text(0);
    const auto tensors = call.tensors(1);
    return call.result(at::einsum(equation, tensors));
  });
}

napi_value op_tensordot(napi_env env, napi_callback_info info) {
  Call call(env, info, "tensordot", "tt..", "input other dimsInput dimsOther");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const Ints dimsInput = call.integers(2);
    const Ints dimsOther = call.integers(3);
    return call.result(at::tensordot(input, other, dimsInput, dimsOther));
  });
}

napi_value op_bilinear(napi_env env, napi_callback_info info) {
  Call call(env, info, "bilinear", "ttto", "input1 input2 weight bias");
  return call.run([&] {
    at::Tensor& input1 = call.tensor(0);
    at::Tensor& input2 = call.tensor(1);
    at::Tensor& weight = call.tensor(2);
    const auto bias = call.maybe_tensor(3);
    return call.result(bilinear_of(input1, input2, weight, bias));
  });
}

napi_value op_linear(napi_env env, napi_callback_info info) {
  Call call(env, info, "linear", "tto", "input weight bias");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto bias = call.maybe_tensor(2);
    return call.result(placed_linear(input, weight, bias));
  });
}

napi_value op_trace(napi_env env, napi_callback_info info) {
  Call call(env, info, "trace", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::trace(input));
  });
}

napi_value op_cdist(napi_env env, napi_callback_info info) {
  Call call(env, info, "cdist", "tt.", "input other p");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const double p = call.number(2);
    return call.result(at::cdist(input, other, p));
  });
}

constexpr Entry kOperations[] = {
    {"matmul", op_matmul},
    {"mm", op_mm},
    {"bmm", op_bmm},
    {"mv", op_mv},
    {"dot", op_dot},
    {"vdot", op_vdot},
    {"inner", op_inner},
    {"outer", op_outer},
    {"kron", op_kron},
    {"cross", op_cross},
    {"addmm", op_addmm},
    {"addmv", op_addmv},
    {"addr", op_addr},
    {"baddbmm", op_baddbmm},
    {"addbmm", op_addbmm},
    {"einsum", op_einsum},
    {"tensordot", op_tensordot},
    {"bilinear", op_bilinear},
    {"linear", op_linear},
    {"trace", op_trace},
    {"cdist", op_cdist},
};

}  // namespace

void register_matrices(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
