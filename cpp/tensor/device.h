// Threads and devices: what a worker sets up before it computes, and what `troupe doctor` measures.
#pragma once
#include <node_api.h>

namespace troupe::tensor {

/// Adds `prepareThread`, `threads`, `cudaDevices`, `measureMatmul` and `libtorch` (src/native/addon.ts has
/// their types).
void register_device(napi_env env, napi_value exports);

}  // namespace troupe::tensor
