// Nodes of autograd's graph, of libtorch's own kind. torch::autograd::Function would do the same with a map
// of named values, the description of every input and output and two sets at each call, which costs as much
// as a small layer.
#pragma once
#include <torch/csrc/autograd/functions/utils.h>

#include <type_traits>

#include "tensor/precompiled.h"

namespace troupe::tensor {

using torch::autograd::Node;
using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

/// libtorch 1.13 counts references to nodes from outside, 2.x inside them.
template <typename T>
auto make_node() {
  if constexpr (std::is_same_v<decltype(torch::autograd::Edge::function), std::shared_ptr<Node>>)
    return std::shared_ptr<T>(new T(), [](T* node) { deleteNode(node); });
  else
    return c10::make_intrusive<T>();
}

/// A node's own pointer, as saved outputs want it.
template <typename T, typename Pointer = decltype(torch::autograd::Edge::function)>
Pointer pointer_to(T* node) {
  if constexpr (std::is_same_v<Pointer, std::shared_ptr<Node>>)
    return node->shared_from_this();
  else
    return Pointer::unsafe_reclaim_from_nonowning(static_cast<Node*>(node));
}

}  // namespace troupe::tensor
