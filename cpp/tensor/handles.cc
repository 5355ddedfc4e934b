#include "tensor/handles.h"

#include "tensor/failure.h"

namespace troupe::tensor {

uint32_t Handles::keep(at::Tensor tensor) {
  uint32_t index = free_;
  if (index != UINT32_MAX) {
    free_ = place_at(index).next_free;
  } else {
    if (used_ > kPlaceMask)
      throw Failure{
          Failure::kMemory,
          "1,048,576 tensors are alive on this thread. Free them: wrap the loop's body in tidy(), or "
          "dispose() what is no longer needed"};
    if ((used_ & (kChunk - 1)) == 0) chunks_.push_back(std::make_unique<Place[]>(kChunk));
    index = used_++;
  }
  Place& place = place_at(index);
  place.tensor = std::move(tensor);
  live_++;
  return place.generation << kPlaceBits | index;
}

bool Handles::release(uint32_t handle) noexcept {
  Place* place = find(handle);
  if (place == nullptr) return false;
  place->tensor.reset();
  place->generation = place->generation + 1 == kGenerations ? 1 : place->generation + 1;
  place->next_free = free_;
  free_ = handle & kPlaceMask;
  live_--;
  return true;
}

void Handles::gone(uint32_t handle) {
  throw Failure{Failure::kDisposed,
                handle == 0 ? "the tensor was disposed" : "the tensor's handle was released"};
}

Handles& handles_of(napi_env env) {
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  return *static_cast<Handles*>(data);
}

at::Tensor& tensor_of(napi_env env, uint32_t handle) { return handles_of(env).at(handle); }

uint32_t keep(napi_env env, at::Tensor tensor) { return handles_of(env).keep(std::move(tensor)); }

void register_handles(napi_env env, napi_value) {
  // The finalizer runs when the environment is torn down (worker exit, terminate). It only frees native
  // memory: no JavaScript may run then, and the reference to the error factory goes with the environment.
  napi_set_instance_data(
      env, new Handles(), [](napi_env, void* data, void*) { delete static_cast<Handles*>(data); }, nullptr);
}

}  // namespace troupe::tensor
