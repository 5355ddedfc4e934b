// Finding a state behind typed arrays.
#pragma once
#include <node_api.h>

#include "core/ledger_view.h"
#include "core/state_image.h"

namespace troupe::core {

/// The numbers of src/arena/image.ts: elements, chunkElements, buffers, chunks, moments, running, best.
inline bool shape_of(napi_env env, napi_value value, StateShape& shape) {
  size_t length = 0;
  const auto* numbers = reinterpret_cast<const double*>(bytes_of(env, value, &length));
  if (numbers == nullptr || length != 7 * sizeof(double)) return false;
  shape = {static_cast<int64_t>(numbers[0]),
           static_cast<int64_t>(numbers[1]),
           static_cast<int64_t>(numbers[2]),
           static_cast<uint32_t>(numbers[3]),
           static_cast<uint32_t>(numbers[4]),
           static_cast<uint32_t>(numbers[5]),
           numbers[6] != 0};
  constexpr int64_t kFloats = ImageSum::kBlock / sizeof(float);
  return shape.moments <= kMostMoments && shape.elements > 0 && shape.elements % kFloats == 0 &&
         shape.chunk_elements > 0 && shape.chunk_elements % kFloats == 0;
}

/// The arena's own state: [parameters, buffers, running, best or null, ...moments].
inline StateImage live_of(napi_env env, napi_value list, const StateShape& shape) {
  StateImage image{};
  for (uint32_t k = 0; k < 4 + shape.moments; k++) {
    napi_value view;
    napi_get_element(env, list, k, &view);
    auto* floats = reinterpret_cast<float*>(bytes_of(env, view));
    if (k == 0) image.parameters = floats;
    if (k == 1) image.buffers = floats;
    if (k == 2) image.running = reinterpret_cast<double*>(floats);
    if (k == 3) image.best = floats;
    if (k > 3) image.moments[k - 4] = floats;
  }
  return image;
}

}  // namespace troupe::core
