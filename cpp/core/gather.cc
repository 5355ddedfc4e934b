// V8 copies between shared memories word by word, three times slower than memcpy: nobody may see half a word.
// Nobody looks here: datasets are never written to, and a batch is published after it was filled.
#include "core/gather.h"

#include <cstdio>
#include <cstring>

#include "core/checksum.h"
#include "core/values.h"

namespace troupe {
namespace {

/// gatherRows(from, rows: Uint32Array, into, rowBytes): row k of `into` becomes row rows[k] of `from`.
napi_value gather_rows(napi_env env, napi_callback_info info) {
  const core::Arguments<4> args(env, info);
  size_t from_bytes = 0, rows_bytes = 0, into_bytes = 0;
  const std::byte* from = core::bytes_of(env, args.values[0], &from_bytes);
  const auto* rows = reinterpret_cast<const uint32_t*>(core::bytes_of(env, args.values[1], &rows_bytes));
  std::byte* into = core::bytes_of(env, args.values[2], &into_bytes);
  const uint32_t width = args.word(3);
  const size_t wanted = rows_bytes / sizeof(uint32_t), present = width == 0 ? 0 : from_bytes / width;
  bool fits = wanted <= (width == 0 ? 0 : into_bytes / width);
  for (size_t k = 0; fits && k < wanted; k++) {
    fits = rows[k] < present;
    if (fits) std::memcpy(into + k * width, from + size_t{rows[k]} * width, width);
  }
  if (!fits)
    napi_throw_range_error(env, "ERR_GATHER", "a sample lies outside its column, or the batch is too small");
  return nullptr;
}

/// checksum(view): over its bytes, as 16 hexadecimal digits; see core/checksum.h.
napi_value checksum(napi_env env, napi_callback_info info) {
  size_t bytes = 0;
  const std::byte* data = core::bytes_of(env, core::Arguments<1>(env, info).values[0], &bytes);
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx",
                static_cast<unsigned long long>(core::Checksum::of(data, data == nullptr ? 0 : bytes)));
  return core::text(env, digits);
}

}  // namespace

void register_gather(napi_env env, napi_value exports) {
  static constexpr core::Function kFunctions[] = {{"gatherRows", gather_rows}, {"checksum", checksum}};
  core::define(env, exports, kFunctions);
}

}  // namespace troupe
