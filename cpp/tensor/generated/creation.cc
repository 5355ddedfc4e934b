// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/creation.h"
#include "tensor/random.h"

namespace troupe::tensor {
namespace {

napi_value op_zeros_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "zeros", "..", "shape dtype");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    return call.result(at::zeros(shape, as(dtype)));
  });
}

napi_value op_full_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "full", "...", "shape value dtype");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::Scalar value = call.scalar(1);
    const at::ScalarType dtype = call.dtype(2);
    return call.result(at::full(shape, value, as(dtype)));
  });
}

napi_value op_arange_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "arange", "....", "start end step dtype");
  return call.run([&] {
    const double start = call.number(0);
    const double end = call.number(1);
    const double step = call.number(2);
    const at::ScalarType dtype = call.dtype(3);
    return call.result(arange(start, end, step, dtype));
  });
}

napi_value op_linspace_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "linspace", "....", "start end steps dtype");
  return call.run([&] {
    const double start = call.number(0);
    const double end = call.number(1);
    const int64_t steps = call.integer(2);
    const at::ScalarType dtype = call.dtype(3);
    return call.result(at::linspace(start, end, steps, as(dtype)));
  });
}

napi_value op_logspace_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "logspace", ".....", "start end steps base dtype");
  return call.run([&] {
    const double start = call.number(0);
    const double end = call.number(1);
    const int64_t steps = call.integer(2);
    const double base = call.number(3);
    const at::ScalarType dtype = call.dtype(4);
    return call.result(at::logspace(start, end, steps, base, as(dtype)));
  });
}

napi_value op_eye_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "eye", "...", "rows columns dtype");
  return call.run([&] {
    const int64_t rows = call.integer(0);
    const int64_t columns = call.integer(1);
    const at::ScalarType dtype = call.dtype(2);
    return call.result(at::eye(rows, columns, as(dtype)));
  });
}

napi_value op_zeros_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "zerosLike", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::zeros_like(input));
  });
}

napi_value op_ones_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "onesLike", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::ones_like(input));
  });
}

napi_value op_full_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "fullLike", "t.", "input value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar value = call.scalar(1);
    return call.result(at::full_like(input, value));
  });
}

napi_value op_tril_indices(napi_env env, napi_callback_info info) {
  Call call(env, info, "trilIndices", "...", "rows columns offset");
  return call.run([&] {
    const int64_t rows = call.integer(0);
    const int64_t columns = call.integer(1);
    const int64_t offset = call.integer(2);
    return call.result(at::tril_indices(rows, columns, offset));
  });
}

napi_value op_triu_indices(napi_env env, napi_callback_info info) {
  Call call(env, info, "triuIndices", "...", "rows columns offset");
  return call.run([&] {
    const int64_t rows = call.integer(0);
    const int64_t columns = call.integer(1);
    const int64_t offset = call.integer(2);
    return call.result(at::triu_indices(rows, columns, offset));
  });
}

napi_value op_hann_window(napi_env env, napi_callback_info info) {
  Call call(env, info, "hannWindow", "..", "length periodic");
  return call.run([&] {
    const int64_t length = call.integer(0);
    const bool periodic = call.boolean(1);
    return call.result(at::hann_window(length, periodic));
  });
}

napi_value op_hamming_window(napi_env env, napi_callback_info info) {
  Call call(env, info, "hammingWindow", "..", "length periodic");
  return call.run([&] {
    const int64_t length = call.integer(0);
    const bool periodic = call.boolean(1);
    return call.result(at::hamming_window(length, periodic));
  });
}

napi_value op_blackman_window(napi_env env, napi_callback_info info) {
  Call call(env, info, "blackmanWindow", "..", "length periodic");
  return call.run([&] {
    const int64_t length = call.integer(0);
    const bool periodic = call.boolean(1);
    return call.result(at::blackman_window(length, periodic));
  });
}

napi_value op_bartlett_window(napi_env env, napi_callback_info info) {
  Call call(env, info, "bartlettWindow", "..", "length periodic");
  return call.run([&] {
    const int64_t length = call.integer(0);
    const bool periodic = call.boolean(1);
    return call.result(at::bartlett_window(length, periodic));
  });
}

napi_value op_rand_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "rand", ".......", "shape dtype stream stream stream stream stream");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    const Stream stream = call.stream(2);
    return call.result(uniform_(at::empty(shape, as(dtype)), stream, 0, 1));
  });
}

napi_value op_randn_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randn", ".......", "shape dtype stream stream stream stream stream");
  return call.run([&] {
    const Ints shape = call.integers(0);
    const at::ScalarType dtype = call.dtype(1);
    const Stream stream = call.stream(2);
    return call.result(normal_(at::empty(shape, as(dtype)), stream, 0, 1));
  });
}

napi_value op_randint_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randint", "........", "low high shape stream stream stream stream stream");
  return call.run([&] {
    const int64_t low = call.integer(0);
    const int64_t high = call.integer(1);
    const Ints shape = call.integers(2);
    const Stream stream = call.stream(3);
    return call.result(random_integers(shape, stream, low, high));
  });
}

napi_value op_randperm_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "randperm", "......", "count stream stream stream stream stream");
  return call.run([&] {
    const int64_t count = call.integer(0);
    const Stream stream = call.stream(1);
    return call.result(permutation(count, stream));
  });
}

napi_value op_rand_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "randLike", "t.....", "input stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Stream stream = call.stream(1);
    return call.result(uniform_(at::empty(input.sizes(), input.options()), stream, 0, 1));
  });
}

napi_value op_randn_like(napi_env env, napi_callback_info info) {
  Call call(env, info, "randnLike", "t.....", "input stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Stream stream = call.stream(1);
    return call.result(normal_(at::empty(input.sizes(), input.options()), stream, 0, 1));
  });
}

constexpr Entry kOperations[] = {
    {"zerosOf", op_zeros_of},
    {"fullOf", op_full_of},
    {"arangeOf", op_arange_of},
    {"linspaceOf", op_linspace_of},
    {"logspaceOf", op_logspace_of},
    {"eyeOf", op_eye_of},
    {"zerosLike", op_zeros_like},
    {"onesLike", op_ones_like},
    {"fullLike", op_full_like},
    {"trilIndices", op_tril_indices},
    {"triuIndices", op_triu_indices},
    {"hannWindow", op_hann_window},
    {"hammingWindow", op_hamming_window},
    {"blackmanWindow", op_blackman_window},
    {"bartlettWindow", op_bartlett_window},
    {"randOf", op_rand_of},
    {"randnOf", op_randn_of},
    {"randintOf", op_randint_of},
    {"randpermOf", op_randperm_of},
    {"randLike", op_rand_like},
    {"randnLike", op_randn_like},
};

}  // namespace

void register_creation(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
