// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/attention.h"
#include "tensor/autocast.h"

namespace troupe::tensor {
namespace {

napi_value op_scaled_dot_product_attention(napi_env env, napi_callback_info info) {
  Call call(env, info, "scaledDotProductAttention", "ttto.........", "query key value attnMask dropoutP isCausal scale enableGqa stream stream stream stream stream");
  return call.run([&] {
    at::Tensor& query = call.tensor(0);
    at::Tensor& key = call.tensor(1);
    at::Tensor& value = call.tensor(2);
    const auto attnMask = call.maybe_tensor(3);
    const double dropoutP = call.number(4);
    const bool isCausal = call.boolean(5);
    const auto scale = call.maybe_number(6);
    const bool enableGqa = call.boolean(7);
    const Stream stream = call.stream(8);
    return call.result(attention(lowered(query), lowered(key), lowered(value), lowered(attnMask), dropoutP, isCausal, scale, enableGqa, stream));
  });
}

constexpr Entry kOperations[] = {
    {"scaledDotProductAttention", op_scaled_dot_product_attention},
};

}  // namespace

void register_attention(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
