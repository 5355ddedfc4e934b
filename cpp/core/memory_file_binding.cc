#include "core/memory_file_binding.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>

#include "core/ledger_view.h"
#include "core/memory_bank.h"
#include "core/memory_writer.h"
#include "core/state_view.h"

namespace troupe {
namespace {

using namespace core;

template <size_t Most>
struct Arguments {
  napi_env env;
  size_t count = Most;
  napi_value values[Most];

  Arguments(napi_env env, napi_callback_info info) : env(env) {
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  }
  int32_t integer(size_t i) const {
    int32_t value = -1;
    napi_get_value_int32(env, values[i], &value);
    return value;
  }
};

napi_value number(napi_env env, double value) {
  napi_value result;
  napi_create_double(env, value, &result);
  return result;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

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
  const int seals = fcntl(args.integer(0), F_GET_SEALS);
  napi_value result;
  napi_get_boolean(env, seals >= 0 && (seals & (F_SEAL_SEAL | F_SEAL_GROW | F_SEAL_WRITE)) == 0, &result);
  return result;
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
  const int file = args.integer(0);
  const auto says = [env](const char* what) {
    napi_value text;
    napi_create_string_utf8(env, what, NAPI_AUTO_LENGTH, &text);
    return text;
  };
  struct stat found;
  if (fstat(file, &found) != 0) return fail(env, errno);
  const uint64_t share = bank_share(static_cast<uint64_t>(found.st_size));
  const uint64_t at = share * static_cast<uint64_t>(args.integer(1));
  if (share < sizeof(Seal)) return says("never sealed");
  Seal seal;
  if (!read_all(file, &seal, sizeof seal, at)) return says("damaged");
  const BankFault fault = check_seal(seal, share);
  if (fault != BankFault::kNone) return says(fault == BankFault::kNeverSealed ? "never sealed" : "damaged");
  napi_value body;
  void* bytes = nullptr;
  if (napi_create_arraybuffer(env, body_bytes(seal), &bytes, &body) != napi_ok) return nullptr;
  if (!read_all(file, bytes, body_bytes(seal), at + sizeof seal) ||
      check_body(seal, static_cast<std::byte*>(bytes)) != BankFault::kNone)
    return says("damaged");
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

/// A writer, with the views whose memory its thread touches.
struct Kept {
  napi_env env;
  napi_ref views;
  std::unique_ptr<MemoryWriter> writer;
};

struct State {
  std::mutex mutex;
  std::map<uint32_t, Kept> kept;
  uint32_t next = 1;
};

// Never destroyed: a thread may outlive static destruction.
State& state() {
  static auto* const one = new State();
  return *one;
}

/// Takes it out of the list; its thread has ended when the result is gone.
Kept take(uint32_t id) {
  const std::lock_guard lock(state().mutex);
  const auto found = state().kept.find(id);
  if (found == state().kept.end()) return {};
  Kept kept = std::move(found->second);
  state().kept.erase(found);
  return kept;
}

/// The environment ends without having stopped its writer: the memory is about to go.
void forget(void* data) { take(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(data))); }

void* hook_data(uint32_t id) { return reinterpret_cast<void*>(static_cast<uintptr_t>(id)); }

/// memoryWriterStart(ledger, shape, live, staging, descriptor, manifest, imageBytes): a number for the
/// others. Keeps the memory of all views.
napi_value start(napi_env env, napi_callback_info info) {
  const Arguments<7> args(env, info);
  Ledger ledger;
  if (!attach(env, args.values[0], ledger)) return nullptr;
  StateShape shape;
  double image_bytes = 0;
  size_t manifest_bytes = 0;
  const std::byte* manifest = bytes_of(env, args.values[5], &manifest_bytes);
  napi_get_value_double(env, args.values[6], &image_bytes);
  if (!shape_of(env, args.values[1], shape) || shape.chunks != ledger.shape.chunks || manifest == nullptr ||
      manifest_bytes > kMostManifestBytes || !(image_bytes > 0 && image_bytes <= double(kMostImageBytes))) {
    napi_throw_range_error(env, "ERR_MEMORY_FILE", "the state does not fit its ledger");
    return nullptr;
  }
  const StateImage live = live_of(env, args.values[2], shape);
  const StateImage staged = StateImage::at(bytes_of(env, args.values[3]), shape);
  const auto bytes = static_cast<uint64_t>(image_bytes);
  uint32_t id = 0;
  try {
    auto banks = std::make_unique<MappedBanks>(args.integer(4), manifest_bytes, bytes);
    auto writer = std::make_unique<MemoryWriter>(ledger, shape, live, staged, std::move(banks),
                                                 std::vector(manifest, manifest + manifest_bytes), bytes);
    napi_value views;
    napi_ref reference;
    napi_create_array(env, &views);
    for (uint32_t k = 0; k < 4; k++) napi_set_element(env, views, k, args.values[k]);
    napi_create_reference(env, views, 1, &reference);
    const std::lock_guard lock(state().mutex);
    id = state().next++;
    state().kept[id] = {env, reference, std::move(writer)};
  } catch (const std::system_error& error) {
    return fail(env, error.code().value());
  }
  napi_add_env_cleanup_hook(env, forget, hook_data(id));
  return number(env, id);
}

/// memoryWriterState(writer): { sealed, step, redoneMs, promisedMs }; all 0 before the first seal.
napi_value state_of(napi_env env, napi_callback_info info) {
  const Arguments<1> args(env, info);
  MemoryWriterState now;
  {
    const std::lock_guard lock(state().mutex);
    const auto found = state().kept.find(static_cast<uint32_t>(args.integer(0)));
    if (found != state().kept.end()) now = found->second.writer->state();
  }
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
  const Arguments<1> args(env, info);
  const auto id = static_cast<uint32_t>(args.integer(0));
  Kept kept = take(id);
  if (kept.writer == nullptr) return nullptr;
  kept.writer.reset();
  napi_remove_env_cleanup_hook(env, forget, hook_data(id));
  napi_delete_reference(env, kept.views);
  return nullptr;
}

}  // namespace

void register_memory_file(napi_env env, napi_value exports) {
  static constexpr struct {
    const char* name;
    napi_callback callback;
  } kEntries[] = {{"memoryFileCreate", create},    {"memoryFileIs", is_memory_file},
                  {"memoryBankRead", read_bank},   {"memoryWriterStart", start},
                  {"memoryWriterState", state_of}, {"memoryWriterStop", stop}};
  for (const auto& entry : kEntries) {
    napi_value function;
    napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.callback, nullptr, &function);
    napi_set_named_property(env, exports, entry.name, function);
  }
}

}  // namespace troupe
