// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/embedding.h"

namespace troupe::tensor {
namespace {

napi_value op_embedding(napi_env env, napi_callback_info info) {
  Call call(env, info, "embedding", "tt..", "input weight paddingIdx scaleGradByFreq");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto paddingIdx = call.maybe_integer(2);
    const bool scaleGradByFreq = call.boolean(3);
    return call.result(embedding(input, weight, paddingIdx, scaleGradByFreq));
  });
}

napi_value op_embedding_bag(napi_env env, napi_callback_info info) {
  Call call(env, info, "embeddingBag", "tto.o...", "input weight offsets mode perSampleWeights paddingIdx includeLastOffset scaleGradByFreq");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& weight = call.tensor(1);
    const auto offsets = call.maybe_tensor(2);
    const std::string mode = call.choice(3, {"sum", "mean", "max"});
    const auto perSampleWeights = call.maybe_tensor(4);
    const auto paddingIdx = call.maybe_integer(5);
    const bool includeLastOffset = call.boolean(6);
    const bool scaleGradByFreq = call.boolean(7);
    return call.result(embedding_bag(input, weight, offsets, mode, perSampleWeights, paddingIdx, includeLastOffset, scaleGradByFreq));
  });
}

constexpr Entry kOperations[] = {
    {"embedding", op_embedding},
    {"embeddingBag", op_embedding_bag},
};

}  // namespace

void register_embeddings(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
