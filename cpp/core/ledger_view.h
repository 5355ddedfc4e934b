// Finding a ledger behind a typed array; shared by both addons.
#pragma once
#include <node_api.h>

#include <cstring>

#include "core/ledger.h"
#include "core/values.h"

namespace troupe::core {

/// Another number whenever the meaning of a word changes: the two addons must come from the same sources.
constexpr uint64_t kLedgerMagic = 0x7472'6f75'7065'3033;  // "troupe03"

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

/// The arguments of a call whose first is a ledger.
template <size_t Most>
struct LedgerArguments : Arguments<Most> {
  Ledger ledger;
  /// Whether there is one; if not, a TypeError is pending.
  bool ok;

  LedgerArguments(napi_env env, napi_callback_info info) : Arguments<Most>(env, info) {
    ok = attach(env, this->values[0], ledger);
  }
  /// False, with a RangeError pending, when argument `i` is not below `bound`.
  bool below(size_t i, uint32_t bound) const {
    if (this->word(i) < bound) return true;
    napi_throw_range_error(this->env, "ERR_LEDGER_INDEX", "an index lies outside the ledger's tables");
    return false;
  }
};

}  // namespace troupe::core
