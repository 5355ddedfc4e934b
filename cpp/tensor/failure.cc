#include "tensor/failure.h"

#include <c10/util/Logging.h>

#include <functional>
#include <mutex>

#include "tensor/handles.h"

namespace troupe::tensor {

void throw_error(napi_env env, Failure::Kind kind, const char* operation, const std::string& text,
                 const std::string& arguments) noexcept {
  bool pending = true;
  if (napi_is_exception_pending(env, &pending) != napi_ok || pending) return;
  napi_value factory = nullptr, error = nullptr;
  const napi_ref reference = handles_of(env).error_factory;
  if (reference != nullptr) napi_get_reference_value(env, reference, &factory);
  if (factory == nullptr) {
    napi_throw_error(env, "ERR_TENSOR_OPERATION", text.c_str());
    return;
  }
  napi_value undefined, argv[4];
  napi_get_undefined(env, &undefined);
  napi_create_int32(env, kind, &argv[0]);
  napi_create_string_utf8(env, operation, NAPI_AUTO_LENGTH, &argv[1]);
  napi_create_string_utf8(env, text.c_str(), text.size(), &argv[2]);
  napi_create_string_utf8(env, arguments.c_str(), arguments.size(), &argv[3]);
  // The factory throws only when the thread is being terminated: then that exception is pending, and enough.
  if (napi_call_function(env, undefined, factory, 4, argv, &error) == napi_ok) napi_throw(env, error);
}

void without_stack_traces() {
  static std::once_flag once;
  std::call_once(
      once, [] { c10::SetStackTraceFetcher(std::function<std::string()>([] { return std::string(); })); });
}

}  // namespace troupe::tensor
