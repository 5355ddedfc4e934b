// core.node: what needs no libtorch.
#include <node_api.h>

#include "core/agent_watch_binding.h"
#include "core/doorbell.h"
#include "core/exit.h"
#include "core/file_lock.h"
#include "core/frame_binding.h"
#include "core/gather.h"
#include "core/ledger_binding.h"
#include "core/loaded.h"
#include "core/memory_file_binding.h"
#include "core/preload.h"
#include "core/snapshot_binding.h"
#include "core/watchdog_binding.h"

NAPI_MODULE_INIT() {
  troupe::register_loaded(env, exports);
  troupe::register_preload(env, exports);
  troupe::register_ledger(env, exports);
  troupe::register_gather(env, exports);
  troupe::register_snapshot(env, exports);
  troupe::register_memory_file(env, exports);
  troupe::register_frame(env, exports);
  troupe::register_doorbell(env, exports);
  troupe::register_watchdog(env, exports);
  troupe::register_agent_watch(env, exports);
  troupe::register_exit(env, exports);
  troupe::register_file_lock(env, exports);
  return exports;
}
