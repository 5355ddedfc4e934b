// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"

namespace troupe::tensor {
namespace {

napi_value op_inv(napi_env env, napi_callback_info info) {
  Call call(env, info, "inv", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_inv(input));
  });
}

napi_value op_pinv(napi_env env, napi_callback_info info) {
  Call call(env, info, "pinv", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double rcond = call.number(1);
    return call.result(at::linalg_pinv(input, rcond, false));
  });
}

napi_value op_solve(napi_env env, napi_callback_info info) {
  Call call(env, info, "solve", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::linalg_solve(input, other));
  });
}

napi_value op_solve_triangular(napi_env env, napi_callback_info info) {
  Call call(env, info, "solveTriangular", "tt...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    const bool upper = call.boolean(2);
    const bool left = call.boolean(3);
    const bool unitriangular = call.boolean(4);
    return call.result(at::linalg_solve_triangular(input, other, upper, left, unitriangular));
  });
}

napi_value op_lstsq(napi_env env, napi_callback_info info) {
  Call call(env, info, "lstsq", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(std::get<0>(at::linalg_lstsq(input, other)));
  });
}

napi_value op_det(napi_env env, napi_callback_info info) {
  Call call(env, info, "det", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_det(input));
  });
}

napi_value op_slogdet(napi_env env, napi_callback_info info) {
  Call call(env, info, "slogdet", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_slogdet(input));
  });
}

napi_value op_cholesky(napi_env env, napi_callback_info info) {
  Call call(env, info, "cholesky", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_cholesky(input));
  });
}

napi_value op_cholesky_solve(napi_env env, napi_callback_info info) {
  Call call(env, info, "choleskySolve", "tt");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::cholesky_solve(other, input));
  });
}

napi_value op_qr(napi_env env, napi_callback_info info) {
  Call call(env, info, "qr", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_qr(input));
  });
}

napi_value op_svd(napi_env env, napi_callback_info info) {
  Call call(env, info, "svd", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const bool fullMatrices = call.boolean(1);
    return call.result(at::linalg_svd(input, fullMatrices));
  });
}

napi_value op_svdvals(napi_env env, napi_callback_info info) {
  Call call(env, info, "svdvals", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_svdvals(input));
  });
}

napi_value op_eigh(napi_env env, napi_callback_info info) {
  Call call(env, info, "eigh", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string upLo = call.choice(1, {"L", "U"});
    return call.result(at::linalg_eigh(input, upLo));
  });
}

napi_value op_eigvalsh(napi_env env, napi_callback_info info) {
  Call call(env, info, "eigvalsh", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string upLo = call.choice(1, {"L", "U"});
    return call.result(at::linalg_eigvalsh(input, upLo));
  });
}

napi_value op_matrix_power(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixPower", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t n = call.integer(1);
    return call.result(at::linalg_matrix_power(input, n));
  });
}

napi_value op_matrix_exp(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixExp", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::matrix_exp(input));
  });
}

napi_value op_matrix_rank(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixRank", "t");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_matrix_rank(input, c10::optional<double>(), c10::optional<double>(), false));
  });
}

napi_value op_matrix_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixNorm", "t...");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string ord = call.choice(1, {"fro", "nuc"});
    const Ints dim = call.integers(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::linalg_matrix_norm(input, ord, dim, keepdim));
  });
}

napi_value op_multi_dot(napi_env env, napi_callback_info info) {
  Call call(env, info, "multiDot", "l");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::linalg_multi_dot(tensors));
  });
}

napi_value op_vander(napi_env env, napi_callback_info info) {
  Call call(env, info, "vander", "t.");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto n = call.maybe_integer(1);
    return call.result(at::linalg_vander(input, n));
  });
}

constexpr Entry kOperations[] = {
    {"inv", op_inv},
    {"pinv", op_pinv},
    {"solve", op_solve},
    {"solveTriangular", op_solve_triangular},
    {"lstsq", op_lstsq},
    {"det", op_det},
    {"slogdet", op_slogdet},
    {"cholesky", op_cholesky},
    {"choleskySolve", op_cholesky_solve},
    {"qr", op_qr},
    {"svd", op_svd},
    {"svdvals", op_svdvals},
    {"eigh", op_eigh},
    {"eigvalsh", op_eigvalsh},
    {"matrixPower", op_matrix_power},
    {"matrixExp", op_matrix_exp},
    {"matrixRank", op_matrix_rank},
    {"matrixNorm", op_matrix_norm},
    {"multiDot", op_multi_dot},
    {"vander", op_vander},
};

}  // namespace

void register_linear_algebra(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
