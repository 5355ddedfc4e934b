// Finding a ledger behind a typed array; shared by both addons.
#pragma once
#include <node_api.h>

#include <cstring>

#include "core/ledger.h"

namespace troupe::core {

/// Another number whenever the meaning of a word changes: the two addons must come from the same sources.
constexpr uint64_t kLedgerMagic = 0x7472'6f75'7065'3032;  // "troupe02"

/// The bytes of a typed array, or null. A view, never a buffer: Node 20 cannot look into a SharedArrayBuffer.
inline std::byte* bytes_of(napi_env env, napi_value value, size_t* length = nullptr) {
  napi_typedarray_type type;
  size_t elements = 0;
  void* data = nullptr;
  if (napi_get_typedarray_info(env, value, &type, &elements, &data, nullptr, nullptr) != napi_ok)
    return nullptr;
  static constexpr uint8_t kWidths[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  if (length != nullptr) *length = elements * kWidths[type];
  return static_cast<std::byte*>(data);
}

/// Writes the shape into the head of zeroed memory.
inline void stamp(std::byte* base, const LedgerShape& shape) {
  std::memcpy(base + Ledger::kShapeOffset, &shape, sizeof shape);
  std::memcpy(base + Ledger::kShapeOffset + 56, &kLedgerMagic, 8);
}

/// False, with a TypeError pending, when `value` is not a view of a whole ledger.
inline bool attach(napi_env env, napi_value value, Ledger& ledger) {
  size_t length = 0;
  std::byte* base = bytes_of(env, value, &length);
  LedgerShape shape;
  uint64_t magic = 0;
  if (base != nullptr && length >= Ledger::kShapeOffset + 64) {
    std::memcpy(&magic, base + Ledger::kShapeOffset + 56, 8);
    std::memcpy(&shape, base + Ledger::kShapeOffset, sizeof shape);
  }
  if (magic != kLedgerMagic || ledger.lay(base, shape) > length) {
    napi_throw_type_error(
        env, "ERR_NOT_A_LEDGER",
        "expected the view of a ledger made by Arena.create and by the same build: npx troupe build");
    return false;
  }
  return true;
}

}  // namespace troupe::core
