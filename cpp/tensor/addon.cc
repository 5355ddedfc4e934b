// torch.node: tensors, and the arithmetic of the arena.
#include <node_api.h>

#include "arena/arena.h"
#include "tensor/allocator.h"
#include "tensor/autocast.h"
#include "tensor/autograd.h"
#include "tensor/callback.h"
#include "tensor/device.h"
#include "tensor/failure.h"
#include "tensor/files.h"
#include "tensor/handles.h"
#include "tensor/operations.h"
#include "tensor/optimizer.h"
#include "tensor/random.h"
#include "tensor/storage.h"
#include "tensor/torchscript.h"

NAPI_MODULE_INIT() {
  using namespace troupe::tensor;
  install_allocator();
  without_stack_traces();
  register_handles(env, exports);
  register_storage(env, exports);
  register_autograd(env, exports);
  register_callbacks(env, exports);
  register_autocast(env, exports);
  register_random(env, exports);
  register_optimizer(env, exports);
  register_device(env, exports);
  register_files(env, exports);
  register_operations(env, exports);
  register_torchscript(env, exports);
  troupe::arena::register_arena(env, exports);
  return exports;
}
