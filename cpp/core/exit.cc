#include "core/exit.h"

#include <signal.h>
#include <sys/prctl.h>
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

/// dieWithParent(pid): from here on the kernel kills this process as soon as the thread that started it ends,
/// be this process busy, stopped or hung. Where the process `pid` is gone already, and somebody else has
/// become the parent, there is nobody to report to: this one ends here.
napi_value die_with_parent(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  int64_t parent = 0;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_int64(env, value, &parent);
  // Ask first, then look: in the other order a parent that ends in between is never noticed.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  return nullptr;
}

void add(napi_env env, napi_value exports, const char* name, napi_callback call) {
  napi_value function;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

void register_exit(napi_env env, napi_value exports) {
  add(env, exports, "exitNow", exit_now);
  add(env, exports, "dieWithParent", die_with_parent);
}

}  // namespace troupe
