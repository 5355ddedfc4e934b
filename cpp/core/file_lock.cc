#include "core/file_lock.h"

#include <sys/file.h>

#include <cerrno>

namespace troupe {
namespace {

/// fileLock(descriptor): takes the file for as long as the descriptor is open; false when another one has it.
/// A file system that knows no locks gives it to everybody.
napi_value lock(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, result;
  int32_t file = -1;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  napi_get_value_int32(env, value, &file);
  int failed;
  do {
    failed = flock(file, LOCK_EX | LOCK_NB);
  } while (failed != 0 && errno == EINTR);
  napi_get_boolean(env, failed == 0 || errno != EWOULDBLOCK, &result);
  return result;
}

}  // namespace

void register_file_lock(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "fileLock", NAPI_AUTO_LENGTH, lock, nullptr, &function);
  napi_set_named_property(env, exports, "fileLock", function);
}

}  // namespace troupe
