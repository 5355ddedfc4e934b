#include "core/frame_binding.h"

#include "core/frame.h"
#include "core/frame_payload.h"
#include "core/ledger_view.h"

namespace troupe {
namespace {

/// verifyFrame(bytes, maxBytes, maxDepth, maxObjects): what is wrong with a frame and its payload, or
/// undefined.
napi_value verify_frame(napi_env env, napi_callback_info info) {
  size_t count = 4;
  napi_value values[4];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  size_t length = 0;
  const auto* bytes = reinterpret_cast<const uint8_t*>(core::bytes_of(env, values[0], &length));
  core::PayloadLimits limits;
  int64_t most = 0;
  napi_get_value_int64(env, values[1], &most);
  limits.bytes = static_cast<size_t>(most < 0 ? 0 : most);
  napi_get_value_uint32(env, values[2], &limits.depth);
  napi_get_value_uint32(env, values[3], &limits.objects);

  core::Envelope envelope;
  const char* wrong = bytes == nullptr ? "no bytes" : core::read_frame({bytes, length}, envelope);
  if (wrong == nullptr && !envelope.payload.empty()) wrong = core::verify_payload(envelope.payload, limits);
  napi_value result;
  if (wrong == nullptr) {
    napi_get_undefined(env, &result);
  } else {
    napi_create_string_utf8(env, wrong, NAPI_AUTO_LENGTH, &result);
  }
  return result;
}

}  // namespace

void register_frame(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "verifyFrame", NAPI_AUTO_LENGTH, verify_frame, nullptr, &function);
  napi_set_named_property(env, exports, "verifyFrame", function);
}

}  // namespace troupe
