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
void register_network(napi_env env, napi_value exports);
void register_losses(napi_env env, napi_value exports);

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
  register_network(env, exports);
  register_losses(env, exports);
}

}  // namespace troupe::tensor
