#include "core/frame_binding.h"

#include "core/frame.h"
#include "core/frame_payload.h"
#include "core/values.h"

namespace troupe {
namespace {

/// verifyFrame(bytes, maxBytes, maxDepth, maxObjects): what is wrong with a frame and its payload, or
/// undefined.
napi_value verify_frame(napi_env env, napi_callback_info info) {
  const core::Arguments<4> args(env, info);
  size_t length = 0;
  const auto* bytes = reinterpret_cast<const uint8_t*>(core::bytes_of(env, args.values[0], &length));
  core::PayloadLimits limits;
  limits.bytes = args.integer(1);
  limits.depth = args.word(2);
  limits.objects = args.word(3);

  core::Envelope envelope;
  const char* wrong = bytes == nullptr ? "no bytes" : core::read_frame({bytes, length}, envelope);
  if (wrong == nullptr && !envelope.payload.empty()) wrong = core::verify_payload(envelope.payload, limits);
  // Nothing is undefined.
  return wrong == nullptr ? nullptr : core::text(env, wrong);
}

}  // namespace

void register_frame(napi_env env, napi_value exports) {
  static constexpr core::Function kFunctions[] = {{"verifyFrame", verify_frame}};
  core::define(env, exports, kFunctions);
}

}  // namespace troupe
