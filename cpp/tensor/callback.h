// JavaScript functions that autograd's graph calls: hooks on gradients and backwards written in TypeScript.
//
// The graph holds a number, never a reference to JavaScript: nodes may be freed by any thread, and after the
// environment is gone. JavaScript keeps the functions by number in a table of its own and asks now and then
// which numbers are free (src/tensor/autograd/callbacks.ts).
#pragma once
#include <node_api.h>

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tensor/precompiled.h"

namespace troupe::tensor {

/// Thrown when a JavaScript function threw: its exception is pending, and stays so until the outermost native
/// call returns.
struct JavaScriptThrew : std::exception {
  const char* what() const noexcept override { return "a JavaScript function called by autograd threw"; }
};

/// What the callbacks of one thread share.
struct CallbackTable {
  const std::thread::id thread = std::this_thread::get_id();
  napi_env env = nullptr;         ///< null once the environment is torn down
  napi_ref dispatcher = nullptr;  ///< (number, tensors, more tensors, flags) => handles
  std::mutex mutex;
  std::vector<uint32_t> unused;  ///< numbers whose function nobody calls any more; guarded by mutex
};

class Callback {
 public:
  explicit Callback(uint32_t number);
  ~Callback();
  Callback(const Callback&) = delete;

  /// Calls the function in the thread that made it, with denormals as JavaScript knows them. Undefined
  /// tensors are passed, and come back, as 0.
  ///
  /// Throws JavaScriptThrew, or Failure in any other thread: libtorch runs the backward of a CUDA operation
  /// in threads of its own, where there is no JavaScript.
  std::vector<at::Tensor> operator()(const std::vector<at::Tensor>& tensors,
                                     const std::vector<at::Tensor>& more = {},
                                     const std::vector<bool>& flags = {}) const;

 private:
  std::shared_ptr<CallbackTable> table_;
  uint32_t number_;
};

void register_callbacks(napi_env env, napi_value exports);

}  // namespace troupe::tensor
