// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/decompositions.h"

namespace troupe::tensor {
namespace {

napi_value op_inv(napi_env env, napi_callback_info info) {
  Call call(env, info, "inv", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_inv(input));
  });
}

napi_value op_pinv(napi_env env, napi_callback_info info) {
  Call call(env, info, "pinv", "t.", "input rcond");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double rcond = call.number(1);
    return call.result(at::linalg_pinv(finite(input), rcond, false));
  });
}

napi_value op_solve(napi_env env, napi_callback_info info) {
  Call call(env, info, "solve", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::linalg_solve(input, other));
  });
}

napi_value op_solve_triangular(napi_env env, napi_callback_info info) {
  Call call(env, info, "solveTriangular", "tt...", "input other upper left unitriangular");
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
  Call call(env, info, "lstsq", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(std::get<0>(at::linalg_lstsq(finite(input), finite(other))));
  });
}

napi_value op_det(napi_env env, napi_callback_info info) {
  Call call(env, info, "det", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_det(input));
  });
}

napi_value op_slogdet(napi_env env, napi_callback_info info) {
  Call call(env, info, "slogdet", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_slogdet(input));
  });
}

napi_value op_cholesky(napi_env env, napi_callback_info info) {
  Call call(env, info, "cholesky", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_cholesky(input));
  });
}

napi_value op_cholesky_solve(napi_env env, napi_callback_info info) {
  Call call(env, info, "choleskySolve", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(at::cholesky_solve(other, input));
  });
}

napi_value op_qr(napi_env env, napi_callback_info info) {
  Call call(env, info, "qr", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_qr(input));
  });
}

napi_value op_svd(napi_env env, napi_callback_info info) {
  Call call(env, info, "svd", "t.", "input fullMatrices");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const bool fullMatrices = call.boolean(1);
    return call.result(at::linalg_svd(finite(input), fullMatrices));
  });
}

napi_value op_svdvals(napi_env env, napi_callback_info info) {
  Call call(env, info, "svdvals", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_svdvals(finite(input)));
  });
}

napi_value op_eigh(napi_env env, napi_callback_info info) {
  Call call(env, info, "eigh", "t.", "input upLo");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string upLo = call.choice(1, {"L", "U"});
    return call.result(at::linalg_eigh(finite(input), upLo));
  });
}

napi_value op_eigvalsh(napi_env env, napi_callback_info info) {
  Call call(env, info, "eigvalsh", "t.", "input upLo");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string upLo = call.choice(1, {"L", "U"});
    return call.result(at::linalg_eigvalsh(finite(input), upLo));
  });
}

napi_value op_matrix_power(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixPower", "t.", "input n");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t n = call.integer(1);
    return call.result(at::linalg_matrix_power(input, n));
  });
}

napi_value op_matrix_exp(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixExp", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::matrix_exp(input));
  });
}

napi_value op_matrix_rank(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixRank", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::linalg_matrix_rank(finite(input), c10::optional<double>(), c10::optional<double>(), false));
  });
}

napi_value op_matrix_norm(napi_env env, napi_callback_info info) {
  Call call(env, info, "matrixNorm", "t...", "input ord dim keepdim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string ord = call.choice(1, {"fro", "nuc"});
    const Ints dim = call.integers(2);
    const bool keepdim = call.boolean(3);
    return call.result(at::linalg_matrix_norm(ord == "nuc" ? finite(input) : input, ord, dim, keepdim));
  });
}

napi_value op_multi_dot(napi_env env, napi_callback_info info) {
  Call call(env, info, "multiDot", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::linalg_multi_dot(tensors));
  });
}

napi_value op_vander(napi_env env, napi_callback_info info) {
  Call call(env, info, "vander", "t.", "input n");
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
