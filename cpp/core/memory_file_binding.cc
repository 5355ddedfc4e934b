#include "core/memory_file_binding.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "core/holds.h"
#include "core/ledger_view.h"
#include "core/memory_bank.h"
#include "core/memory_writer.h"
#include "core/state_view.h"
#include "core/values.h"

namespace troupe {
namespace {

using namespace core;

/// A file descriptor; -1, which no call takes, for what is none.
int descriptor(const Arguments<7>&) = delete;
/// The system's name for what went wrong is the message.
napi_value fail(napi_env env, int error) {
  napi_throw_error(env, "ERR_MEMORY_FILE", std::generic_category().message(error).c_str());
  return nullptr;
}

/// memoryFileCreate(): the descriptor of a memory file without content; closed when another program is
/// started.
napi_value create(napi_env env, napi_callback_info) {
  const int file = memfd_create("troupe-state", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  return file < 0 ? fail(env, errno) : number(env, file);
}

/// memoryFileIs(descriptor): whether it is one, and may get larger.
napi_value is_memory_file(napi_env env, napi_callback_info info) {
  const Arguments<1> args(env, info);
  const int seals = fcntl(args.descriptor(0), F_GET_SEALS);
  return boolean(env, seals >= 0 && (seals & (F_SEAL_SEAL | F_SEAL_GROW | F_SEAL_WRITE)) == 0);
}

/// All of it, or false: a file that is too short, or cannot be read.
bool read_all(int file, void* into, size_t bytes, uint64_t from) {
  auto* next = static_cast<std::byte*>(into);
  while (bytes > 0) {
    const ssize_t count = pread(file, next, bytes, static_cast<off_t>(from));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    next += count, from += static_cast<uint64_t>(count), bytes -= static_cast<size_t>(count);
  }
  return true;
}

/// memoryBankRead(descriptor, index): { sequence, step, body, manifestBytes, imageOffset, imageBytes } of a
/// bank that is whole, else `never sealed` or `damaged`. `body` begins with the manifest; imageOffset counts
/// from there. Read, not mapped: a file that is cut meanwhile gives an error, not a signal.
napi_value read_bank(napi_env env, napi_callback_info info) {
  const Arguments<2> args(env, info);
  const int file = args.descriptor(0);
  struct stat found;
  if (fstat(file, &found) != 0) return fail(env, errno);
  const uint64_t share = bank_share(static_cast<uint64_t>(found.st_size));
  const uint64_t at = share * uint64_t{args.word(1)};
  if (share < sizeof(Seal)) return text(env, "never sealed");
  Seal seal;
  if (!read_all(file, &seal, sizeof seal, at)) return text(env, "damaged");
  const BankFault fault = check_seal(seal, share);
  if (fault != BankFault::kNone)
    return text(env, fault == BankFault::kNeverSealed ? "never sealed" : "damaged");
  napi_value body;
  void* bytes = nullptr;
  if (napi_create_arraybuffer(env, body_bytes(seal), &bytes, &body) != napi_ok) return nullptr;
  if (!read_all(file, bytes, body_bytes(seal), at + sizeof seal) ||
      check_body(seal, static_cast<std::byte*>(bytes)) != BankFault::kNone)
    return text(env, "damaged");
  napi_value bank;
  napi_create_object(env, &bank);
  set(env, bank, "body", body);
  const auto put = [&](const char* name, uint64_t value) {
    set(env, bank, name, number(env, static_cast<double>(value)));
  };
  put("sequence", seal.sequence);
  put("step", seal.step);
  put("manifestBytes", seal.manifest_bytes);
  put("imageOffset", image_offset(seal.manifest_bytes) - sizeof seal);
  put("imageBytes", seal.image_bytes);
  return bank;
}

using Writers = Holds<std::unique_ptr<MemoryWriter>>;

/// memoryWriterStart(ledger, shape, live, staging, descriptor, manifest, imageBytes): a number for the
/// others. Keeps the memory of all views.
napi_value start(napi_env env, napi_callback_info info) {
  const Arguments<7> args(env, info);
  Ledger ledger;
  if (!attach(env, args.values[0], ledger)) return nullptr;
  StateShape shape;
  const double image_bytes = args.number(6);
  size_t manifest_bytes = 0;
  const std::byte* manifest = bytes_of(env, args.values[5], &manifest_bytes);
  if (!shape_of(env, args.values[1], shape) || shape.chunks != ledger.shape.chunks || manifest == nullptr ||
      manifest_bytes > kMostManifestBytes || !(image_bytes > 0 && image_bytes <= double(kMostImageBytes))) {
    napi_throw_range_error(env, "ERR_MEMORY_FILE", "the state does not fit its ledger");
    return nullptr;
  }
  const StateImage live = live_of(env, args.values[2], shape);
  const StateImage staged = StateImage::at(bytes_of(env, args.values[3]), shape);
  const auto bytes = static_cast<uint64_t>(image_bytes);
  try {
    auto banks = std::make_unique<MappedBanks>(args.descriptor(4), manifest_bytes, bytes);
    auto writer = std::make_unique<MemoryWriter>(ledger, shape, live, staged, std::move(banks),
                                                 std::vector(manifest, manifest + manifest_bytes), bytes);
    napi_value views;
    napi_create_array(env, &views);
    for (uint32_t k = 0; k < 4; k++) napi_set_element(env, views, k, args.values[k]);
    return number(env, Writers::one().hold(env, views, std::move(writer)));
  } catch (const std::system_error& error) {
    return fail(env, error.code().value());
  }
}

/// memoryWriterState(writer): { sealed, step, redoneMs, promisedMs }; all 0 before the first seal.
napi_value state_of(napi_env env, napi_callback_info info) {
  MemoryWriterState now;
  Writers::one().with(env, Arguments<1>(env, info).word(0), [&](auto& writer) { now = writer->state(); });
  napi_value result;
  napi_create_object(env, &result);
  set(env, result, "sealed", number(env, static_cast<double>(now.sealed)));
  set(env, result, "step", number(env, static_cast<double>(now.step)));
  set(env, result, "redoneMs", number(env, static_cast<double>(now.redone_ns) / 1e6));
  set(env, result, "promisedMs", number(env, static_cast<double>(now.promised_ns) / 1e6));
  return result;
}

/// memoryWriterStop(writer). Afterwards nothing is written, and no view is touched.
napi_value stop(napi_env env, napi_callback_info info) {
  Writers::one().end(env, Arguments<1>(env, info).word(0));
  return nullptr;
}

}  // namespace

void register_memory_file(napi_env env, napi_value exports) {
  static constexpr Function kFunctions[] = {{"memoryFileCreate", create},    {"memoryFileIs", is_memory_file},
                                            {"memoryBankRead", read_bank},   {"memoryWriterStart", start},
                                            {"memoryWriterState", state_of}, {"memoryWriterStop", stop}};
  define(env, exports, kFunctions);
}

}  // namespace troupe
