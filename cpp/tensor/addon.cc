// torch.node: tensors, and the arithmetic of the arena.
#include <node_api.h>

#include "tensor/precompiled.h"
NAPI_MODULE_INIT() { return exports; }
