// Where a parameter's gradient may be written at once, instead of into memory of its own that is copied
// after.
//
// The weight gradient of a linear layer is as large as the weight, whatever the batch: with small shards,
// copying it costs as much as a quarter of computing it. So the trainer says, before a shard, where in its
// slot each gradient belongs, and a backward that can write anywhere asks here.
#pragma once
#include <unordered_map>
#include <vector>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// One thread's places. Each is given out once per shard: a second use of the same weight gets ordinary
/// memory, which autograd adds to the first.
class GradientPlaces {
 public:
  static GradientPlaces& of_thread() {
    static thread_local GradientPlaces places;
    return places;
  }

  /// The parameters, and where each begins in a slot, in elements.
  void describe(const std::vector<at::Tensor>& parameters, const std::vector<int64_t>& offsets) {
    index_.clear();
    for (size_t i = 0; i < parameters.size(); i++) index_[parameters[i].unsafeGetTensorImpl()] = i;
    offsets_ = offsets;
    taken_.assign(parameters.size(), false);
    slot_ = nullptr;
  }

  /// For the shard that begins: its slot, or null when its gradients are to go into ordinary memory.
  void open(float* slot) {
    slot_ = slot;
    taken_.assign(taken_.size(), false);
  }
  void close() { slot_ = nullptr; }

  /// A tensor over the gradient's place, or ordinary memory of the same shape.
  at::Tensor empty_for(const at::TensorImpl* parameter, at::IntArrayRef sizes,
                       const at::TensorOptions& options) {
    if (slot_ != nullptr) {
      const auto found = index_.find(parameter);
      if (found != index_.end() && !taken_[found->second]) {
        taken_[found->second] = true;
        return at::from_blob(slot_ + offsets_[found->second], sizes, options);
      }
    }
    return at::empty(sizes, options);
  }

 private:
  std::unordered_map<const at::TensorImpl*, size_t> index_;
  std::vector<int64_t> offsets_;
  std::vector<bool> taken_;
  float* slot_ = nullptr;
};

}  // namespace troupe::tensor
