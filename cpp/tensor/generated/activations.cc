// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/activations.h"
#include "tensor/autocast.h"

namespace troupe::tensor {
namespace {

napi_value op_relu(napi_env env, napi_callback_info info) {
  Call call(env, info, "relu", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::relu(input));
  });
}

napi_value op_sigmoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "sigmoid", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::sigmoid(input));
  });
}

napi_value op_tanh(napi_env env, napi_callback_info info) {
  Call call(env, info, "tanh", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::tanh(input));
  });
}

napi_value op_relu6(napi_env env, napi_callback_info info) {
  Call call(env, info, "relu6", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::relu6(input));
  });
}

napi_value op_selu(napi_env env, napi_callback_info info) {
  Call call(env, info, "selu", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::selu(input));
  });
}

napi_value op_silu(napi_env env, napi_callback_info info) {
  Call call(env, info, "silu", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::silu(input));
  });
}

napi_value op_mish(napi_env env, napi_callback_info info) {
  Call call(env, info, "mish", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(mish_of(input));
  });
}

napi_value op_softsign(napi_env env, napi_callback_info info) {
  Call call(env, info, "softsign", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input / (1 + at::abs(input)));
  });
}

napi_value op_hardswish(napi_env env, napi_callback_info info) {
  Call call(env, info, "hardswish", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::hardswish(input));
  });
}

napi_value op_hardsigmoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "hardsigmoid", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::hardsigmoid(input));
  });
}

napi_value op_log_sigmoid(napi_env env, napi_callback_info info) {
  Call call(env, info, "logSigmoid", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::log_sigmoid(input));
  });
}

napi_value op_tanhshrink(napi_env env, napi_callback_info info) {
  Call call(env, info, "tanhshrink", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input - at::tanh(input));
  });
}

napi_value op_gelu(napi_env env, napi_callback_info info) {
  Call call(env, info, "gelu", "t.", "input approximate");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const std::string approximate = call.choice(1, {"none", "tanh"});
    return call.result(at::gelu(input, approximate));
  });
}

napi_value op_leaky_relu(napi_env env, napi_callback_info info) {
  Call call(env, info, "leakyRelu", "t.", "input negativeSlope");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar negativeSlope = call.scalar(1);
    return call.result(at::leaky_relu(input, negativeSlope));
  });
}

napi_value op_prelu(napi_env env, napi_callback_info info) {
  Call call(env, info, "prelu", "tt", "input weight");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    return call.result(checked_prelu(lowered(input), lowered(weight)));
  });
}

napi_value op_rrelu(napi_env env, napi_callback_info info) {
  Call call(env, info, "rrelu", "t........", "input lower upper training stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const double lower = call.number(1);
    const double upper = call.number(2);
    const bool training = call.boolean(3);
    const Stream stream = call.stream(4);
    return call.result(randomized_relu(input, lower, upper, training, stream));
  });
}

napi_value op_elu(napi_env env, napi_callback_info info) {
  Call call(env, info, "elu", "t.", "input alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar alpha = call.scalar(1);
    return call.result(at::elu(input, alpha));
  });
}

napi_value op_celu(napi_env env, napi_callback_info info) {
  Call call(env, info, "celu", "t.", "input alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar alpha = call.scalar(1);
    return call.result(at::celu(input, alpha));
  });
}

napi_value op_softplus(napi_env env, napi_callback_info info) {
  Call call(env, info, "softplus", "t..", "input beta threshold");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar beta = call.scalar(1);
    const at::Scalar threshold = call.scalar(2);
    return call.result(at::softplus(input, beta, threshold));
  });
}

napi_value op_hardtanh(napi_env env, napi_callback_info info) {
  Call call(env, info, "hardtanh", "t..", "input minVal maxVal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar minVal = call.scalar(1);
    const at::Scalar maxVal = call.scalar(2);
    return call.result(at::hardtanh(input, minVal, maxVal));
  });
}

napi_value op_softshrink(napi_env env, napi_callback_info info) {
  Call call(env, info, "softshrink", "t.", "input lambda");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar lambda = call.scalar(1);
    return call.result(at::softshrink(input, lambda));
  });
}

napi_value op_hardshrink(napi_env env, napi_callback_info info) {
  Call call(env, info, "hardshrink", "t.", "input lambda");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar lambda = call.scalar(1);
    return call.result(at::hardshrink(input, lambda));
  });
}

napi_value op_threshold(napi_env env, napi_callback_info info) {
  Call call(env, info, "threshold", "t..", "input threshold value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const at::Scalar threshold = call.scalar(1);
    const at::Scalar value = call.scalar(2);
    return call.result(at::threshold(input, threshold, value));
  });
}

napi_value op_glu(napi_env env, napi_callback_info info) {
  Call call(env, info, "glu", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::glu(input, dim));
  });
}

napi_value op_softmin(napi_env env, napi_callback_info info) {
  Call call(env, info, "softmin", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::softmax(-input, dim));
  });
}

napi_value op_gumbel_softmax(napi_env env, napi_callback_info info) {
  Call call(env, info, "gumbelSoftmax", "t........", "logits tau hard dim stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& logits = call.tensor(0);
    const double tau = call.number(1);
    const bool hard = call.boolean(2);
    const int64_t dim = call.integer(3);
    const Stream stream = call.stream(4);
    return call.result(gumbel_softmax(logits, tau, hard, dim, stream));
  });
}

constexpr Entry kOperations[] = {
    {"relu", op_relu},
    {"sigmoid", op_sigmoid},
    {"tanh", op_tanh},
    {"relu6", op_relu6},
    {"selu", op_selu},
    {"silu", op_silu},
    {"mish", op_mish},
    {"softsign", op_softsign},
    {"hardswish", op_hardswish},
    {"hardsigmoid", op_hardsigmoid},
    {"logSigmoid", op_log_sigmoid},
    {"tanhshrink", op_tanhshrink},
    {"gelu", op_gelu},
    {"leakyRelu", op_leaky_relu},
    {"prelu", op_prelu},
    {"rrelu", op_rrelu},
    {"elu", op_elu},
    {"celu", op_celu},
    {"softplus", op_softplus},
    {"hardtanh", op_hardtanh},
    {"softshrink", op_softshrink},
    {"hardshrink", op_hardshrink},
    {"threshold", op_threshold},
    {"glu", op_glu},
    {"softmin", op_softmin},
    {"gumbelSoftmax", op_gumbel_softmax},
};

}  // namespace

void register_activations(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
