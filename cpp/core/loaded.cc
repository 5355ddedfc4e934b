// Which libraries this process really runs with: the half of a run's identity that no file on disk can tell.
#include "core/loaded.h"

#include <elf.h>
#include <link.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/values.h"

namespace troupe {
namespace {

struct Library {
  std::string path;
  std::string build;  // the linker's hash over its contents, hexadecimal; empty when it was linked without
};

// Reads NT_GNU_BUILD_ID from a loaded library: hashing half a gigabyte of libtorch at each start would take a
// second.
std::string build_of(const dl_phdr_info& object) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const auto& segment = object.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* at = reinterpret_cast<const char*>(object.dlpi_addr + segment.p_vaddr);
    const auto* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof(note));
      // Names and contents are padded to four bytes.
      const auto* name = at + sizeof(note);
      const auto* body = name + ((note.n_namesz + 3U) & ~3U);
      const auto* next = body + ((note.n_descsz + 3U) & ~3U);
      if (next > end) break;
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0) {
        std::string build;
        for (std::uint32_t byte = 0; byte < note.n_descsz; ++byte) {
          const auto value = static_cast<unsigned char>(body[byte]);
          build += kDigits[value >> 4];
          build += kDigits[value & 15];
        }
        return build;
      }
      at = next;
    }
  }
  return {};
}

// libraries(): { path, build }[], what is really loaded in this process, in load order.
napi_value libraries(napi_env env, napi_callback_info) {
  std::vector<Library> loaded;
  dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* into) {
        if (object->dlpi_name != nullptr && object->dlpi_name[0] != '\0') {
          static_cast<std::vector<Library>*>(into)->push_back({object->dlpi_name, build_of(*object)});
        }
        return 0;
      },
      &loaded);
  napi_value result = nullptr;
  napi_create_array(env, &result);
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    napi_value entry = nullptr;
    napi_create_object(env, &entry);
    core::set(env, entry, "path", core::text(env, loaded[i].path));
    core::set(env, entry, "build", core::text(env, loaded[i].build));
    napi_set_element(env, result, static_cast<std::uint32_t>(i), entry);
  }
  return result;
}

}  // namespace

void register_loaded(napi_env env, napi_value exports) {
  static constexpr core::Function kFunctions[] = {{"libraries", libraries}};
  core::define(env, exports, kFunctions);
}

}  // namespace troupe
