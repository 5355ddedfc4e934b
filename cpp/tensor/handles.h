// What JavaScript holds of a tensor: an integer.
//
// Every thread (Node-API environment) has one table; its handles mean nothing on another thread. A handle is
//
//     bit 31        0, so that V8 keeps it as a small integer
//     bits 30..20   generation of the place, 1..2047: a handle kept after its release no longer matches
//     bits 19..0    place in the table
//
// so 0 is never a handle and stands for "no tensor". References into the table stay valid while other handles
// come and go (places live in chunks that never move), until their own handle is released.
#pragma once
#include <node_api.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "tensor/precompiled.h"

namespace troupe::tensor {

class Handles {
 public:
  static constexpr uint32_t kPlaceBits = 20, kPlaceMask = (1u << kPlaceBits) - 1, kGenerations = 2048;

  /// Throws Failure{disposed} when the handle was released or never existed.
  at::Tensor& at(uint32_t handle) {
    Place* place = find(handle);
    if (place == nullptr) gone(handle);
    return place->tensor;
  }

  /// The same, but null when it is gone.
  const at::Tensor* look(uint32_t handle) noexcept {
    Place* place = find(handle);
    return place == nullptr ? nullptr : &place->tensor;
  }

  /// Takes the tensor in and returns its handle. Throws Failure when a million tensors are alive.
  uint32_t keep(at::Tensor tensor);

  /// Drops the tensor; false when the handle was gone already.
  bool release(uint32_t handle) noexcept;

  uint32_t live() const noexcept { return live_; }

  /// Calls visit(handle, tensor) for every live tensor.
  template <typename Visit>
  void each(Visit visit) {
    for (uint32_t i = 0; i < used_; i++) {
      Place& place = place_at(i);
      if (place.tensor.defined()) visit(place.generation << kPlaceBits | i, place.tensor);
    }
  }

  /// Makes the typed JavaScript error of a failure (see src/tensor/errors.ts); set once per thread.
  napi_ref error_factory = nullptr;

 private:
  static constexpr uint32_t kChunkBits = 10, kChunk = 1u << kChunkBits;
  struct Place {
    at::Tensor tensor;
    uint32_t generation = 1;
    uint32_t next_free = 0;
  };

  Place& place_at(uint32_t index) { return chunks_[index >> kChunkBits][index & (kChunk - 1)]; }
  Place* find(uint32_t handle) noexcept {
    const uint32_t index = handle & kPlaceMask;
    if (index >= used_) return nullptr;
    Place& place = place_at(index);
    return place.generation == handle >> kPlaceBits && place.tensor.defined() ? &place : nullptr;
  }
  [[noreturn]] static void gone(uint32_t handle);

  std::vector<std::unique_ptr<Place[]>> chunks_;
  uint32_t used_ = 0, live_ = 0;
  uint32_t free_ = UINT32_MAX;  ///< head of the list of free places, chained by next_free
};

/// This thread's table. register_handles must have run in this environment.
Handles& handles_of(napi_env env);

/// The tensor of a handle, for other parts of the addon. Throws Failure (a std::exception) when it is gone.
at::Tensor& tensor_of(napi_env env, uint32_t handle);

/// Takes a tensor into this thread's table; JavaScript must release the handle.
uint32_t keep(napi_env env, at::Tensor tensor);

/// Makes this environment's table; must run before any other part of the addon registers.
void register_handles(napi_env env, napi_value exports);

}  // namespace troupe::tensor
