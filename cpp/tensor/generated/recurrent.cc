// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/autocast.h"
#include "tensor/recurrent.h"

namespace troupe::tensor {
namespace {

napi_value op_lstm(napi_env env, napi_callback_info info) {
  Call call(env, info, "lstm", "tll....", "input hidden weights hasBiases numLayers bidirectional batchFirst");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto hidden = call.tensors(1);
    const auto weights = call.tensors(2);
    const bool hasBiases = call.boolean(3);
    const int64_t numLayers = call.integer(4);
    const bool bidirectional = call.boolean(5);
    const bool batchFirst = call.boolean(6);
    return call.result(at::lstm(lowered(input), lowered(hidden), lowered(weights), hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst));
  });
}

napi_value op_gru(napi_env env, napi_callback_info info) {
  Call call(env, info, "gru", "ttl....", "input hidden weights hasBiases numLayers bidirectional batchFirst");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    const auto weights = call.tensors(2);
    const bool hasBiases = call.boolean(3);
    const int64_t numLayers = call.integer(4);
    const bool bidirectional = call.boolean(5);
    const bool batchFirst = call.boolean(6);
    return call.result(at::gru(input, hidden, weights, hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst));
  });
}

napi_value op_rnn_tanh(napi_env env, napi_callback_info info) {
  Call call(env, info, "rnnTanh", "ttl....", "input hidden weights hasBiases numLayers bidirectional batchFirst");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    const auto weights = call.tensors(2);
    const bool hasBiases = call.boolean(3);
    const int64_t numLayers = call.integer(4);
    const bool bidirectional = call.boolean(5);
    const bool batchFirst = call.boolean(6);
    return call.result(at::rnn_tanh(input, hidden, weights, hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst));
  });
}

napi_value op_rnn_relu(napi_env env, napi_callback_info info) {
  Call call(env, info, "rnnRelu", "ttl....", "input hidden weights hasBiases numLayers bidirectional batchFirst");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    const auto weights = call.tensors(2);
    const bool hasBiases = call.boolean(3);
    const int64_t numLayers = call.integer(4);
    const bool bidirectional = call.boolean(5);
    const bool batchFirst = call.boolean(6);
    return call.result(at::rnn_relu(input, hidden, weights, hasBiases, counted(numLayers, weights), 0, false, bidirectional, batchFirst));
  });
}

napi_value op_lstm_cell(napi_env env, napi_callback_info info) {
  Call call(env, info, "lstmCell", "tlttoo", "input hidden weightIh weightHh biasIh biasHh");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto hidden = call.tensors(1);
    at::Tensor& weightIh = call.tensor(2);
    at::Tensor& weightHh = call.tensor(3);
    const auto biasIh = call.maybe_tensor(4);
    const auto biasHh = call.maybe_tensor(5);
    return call.result(at::lstm_cell(input, hidden, weightIh, weightHh, biasIh, biasHh));
  });
}

napi_value op_gru_cell(napi_env env, napi_callback_info info) {
  Call call(env, info, "gruCell", "ttttoo", "input hidden weightIh weightHh biasIh biasHh");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    at::Tensor& weightIh = call.tensor(2);
    at::Tensor& weightHh = call.tensor(3);
    const auto biasIh = call.maybe_tensor(4);
    const auto biasHh = call.maybe_tensor(5);
    return call.result(at::gru_cell(input, hidden, weightIh, weightHh, biasIh, biasHh));
  });
}

napi_value op_rnn_tanh_cell(napi_env env, napi_callback_info info) {
  Call call(env, info, "rnnTanhCell", "ttttoo", "input hidden weightIh weightHh biasIh biasHh");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    at::Tensor& weightIh = call.tensor(2);
    at::Tensor& weightHh = call.tensor(3);
    const auto biasIh = call.maybe_tensor(4);
    const auto biasHh = call.maybe_tensor(5);
    return call.result(at::rnn_tanh_cell(input, hidden, weightIh, weightHh, biasIh, biasHh));
  });
}

napi_value op_rnn_relu_cell(napi_env env, napi_callback_info info) {
  Call call(env, info, "rnnReluCell", "ttttoo", "input hidden weightIh weightHh biasIh biasHh");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& hidden = call.tensor(1);
    at::Tensor& weightIh = call.tensor(2);
    at::Tensor& weightHh = call.tensor(3);
    const auto biasIh = call.maybe_tensor(4);
    const auto biasHh = call.maybe_tensor(5);
    return call.result(at::rnn_relu_cell(input, hidden, weightIh, weightHh, biasIh, biasHh));
  });
}

constexpr Entry kOperations[] = {
    {"lstm", op_lstm},
    {"gru", op_gru},
    {"rnnTanh", op_rnn_tanh},
    {"rnnRelu", op_rnn_relu},
    {"lstmCell", op_lstm_cell},
    {"gruCell", op_gru_cell},
    {"rnnTanhCell", op_rnn_tanh_cell},
    {"rnnReluCell", op_rnn_relu_cell},
};

}  // namespace

void register_recurrent(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
