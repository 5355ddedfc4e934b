#include "core/exit.h"

#include <unistd.h>

#include <cstdio>

namespace troupe {
namespace {

/// exitNow(code): ends the process without waiting for anything: no thread is joined, no handler of `exit`
/// runs. process.exit() waits for every worker, and a thread that hangs in native code never ends.
napi_value exit_now(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  int32_t code = 1;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_int32(env, value, &code);
  std::fflush(stdout);
  std::fflush(stderr);
  _exit(code);
}

}  // namespace

void register_exit(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "exitNow", NAPI_AUTO_LENGTH, exit_now, nullptr, &function);
  napi_set_named_property(env, exports, "exitNow", function);
}

}  // namespace troupe
