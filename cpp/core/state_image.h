// The state of a step in one piece of memory: what is put aside for a snapshot, and what it is copied to.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/image_sum.h"

namespace troupe::core {

/// Sizes of the state in float32 elements; the same numbers stand in src/arena/image.ts.
struct StateShape {
  int64_t elements;        ///< parameters with padding
  int64_t chunk_elements;  ///< of every chunk but the last, which is the buffers'
  int64_t buffers;
  uint32_t chunks, moments, running;
  bool best;
};

constexpr uint32_t kMostMoments = 4;

/// Where the parts of a state lie: in the arena, or in an image.
///
///     | parameters | moments … | buffers | best parameters | best buffers | running (double) |
///
/// In an image each of them starts with a block of the sum (the two best ones together).
struct StateImage {
  float* parameters;
  float* moments[kMostMoments];
  float* buffers;
  float* best;  ///< parameters, then buffers; null without keepBest
  double* running;

  static StateImage at(std::byte* base, const StateShape& shape) {
    auto* next = reinterpret_cast<float*>(base);
    StateImage image{};
    const auto take = [&](int64_t elements) {
      constexpr int64_t kFloats = ImageSum::kBlock / sizeof(float);
      float* start = next;
      next += (elements + kFloats - 1) / kFloats * kFloats;
      return start;
    };
    image.parameters = take(shape.elements);
    for (uint32_t i = 0; i < shape.moments; i++) image.moments[i] = take(shape.elements);
    image.buffers = take(shape.buffers);
    if (shape.best) image.best = take(shape.elements + shape.buffers);
    image.running = reinterpret_cast<double*>(next);
    return image;
  }
};

/// Calls `copy(into, values, bytes)` for all that an update of `chunk` changes: its part of the parameters,
/// of the moments and of the best ones; the running scalars with chunk 0, the buffers with the last chunk.
/// May race with an update when the caller finds out afterwards and drops the copy.
template <class Copy>
void copy_state(const StateImage& to, const StateImage& from, const StateShape& shape, uint32_t chunk,
                Copy copy_bytes) noexcept {
  const auto copy = [&](float* into, const float* values, int64_t count) {
    if (count > 0) copy_bytes(into, values, static_cast<size_t>(count) * sizeof(float));
  };
  if (chunk + 1 == shape.chunks) {
    copy(to.buffers, from.buffers, shape.buffers);
    if (shape.best) copy(to.best + shape.elements, from.best + shape.elements, shape.buffers);
    return;
  }
  const int64_t begin = chunk * shape.chunk_elements;
  const int64_t count = std::min(shape.chunk_elements, shape.elements - begin);
  copy(to.parameters + begin, from.parameters + begin, count);
  for (uint32_t i = 0; i < shape.moments; i++) copy(to.moments[i] + begin, from.moments[i] + begin, count);
  if (shape.best) copy(to.best + begin, from.best + begin, count);
  if (chunk == 0 && shape.running > 0) copy_bytes(to.running, from.running, shape.running * sizeof(double));
}

inline void copy_state(const StateImage& to, const StateImage& from, const StateShape& shape,
                       uint32_t chunk) noexcept {
  copy_state(to, from, shape, chunk,
             [](void* into, const void* values, size_t bytes) { std::memcpy(into, values, bytes); });
}

}  // namespace troupe::core
