// core.node: what needs no libtorch.
#include <node_api.h>
NAPI_MODULE_INIT() { return exports; }
