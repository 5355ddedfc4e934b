// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/operations.h"

namespace troupe::tensor {

void register_creation(napi_env env, napi_value exports);
void register_views(napi_env env, napi_value exports);
void register_joining(napi_env env, napi_value exports);
void register_arithmetic(napi_env env, napi_value exports);
void register_comparisons(napi_env env, napi_value exports);
void register_elementwise(napi_env env, napi_value exports);
void register_assignments(napi_env env, napi_value exports);
void register_reductions(napi_env env, napi_value exports);
void register_scans(napi_env env, napi_value exports);
void register_sorting(napi_env env, napi_value exports);
void register_indexing(napi_env env, napi_value exports);
void register_matrices(napi_env env, napi_value exports);
void register_linear_algebra(napi_env env, napi_value exports);
void register_activations(napi_env env, napi_value exports);
void register_convolutions(napi_env env, napi_value exports);
void register_pooling(napi_env env, napi_value exports);
void register_normalization(napi_env env, napi_value exports);
void register_resampling(napi_env env, napi_value exports);
void register_dropouts(napi_env env, napi_value exports);
void register_embeddings(napi_env env, napi_value exports);
void register_attention(napi_env env, napi_value exports);
void register_recurrent(napi_env env, napi_value exports);
void register_losses(napi_env env, napi_value exports);
void register_margins(napi_env env, napi_value exports);

void register_operations(napi_env env, napi_value exports) {
  register_creation(env, exports);
  register_views(env, exports);
  register_joining(env, exports);
  register_arithmetic(env, exports);
  register_comparisons(env, exports);
  register_elementwise(env, exports);
  register_assignments(env, exports);
  register_reductions(env, exports);
  register_scans(env, exports);
  register_sorting(env, exports);
  register_indexing(env, exports);
  register_matrices(env, exports);
  register_linear_algebra(env, exports);
  register_activations(env, exports);
  register_convolutions(env, exports);
  register_pooling(env, exports);
  register_normalization(env, exports);
  register_resampling(env, exports);
  register_dropouts(env, exports);
  register_embeddings(env, exports);
  register_attention(env, exports);
  register_recurrent(env, exports);
  register_losses(env, exports);
  register_margins(env, exports);
}

}  // namespace troupe::tensor
