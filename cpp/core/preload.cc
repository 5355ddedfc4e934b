// What must happen once in the process before libtorch is loaded: environment, allocator, BLAS.
//
// libtorch, OpenBLAS, MKL and oneDNN read their settings with getenv while they load or at their first call.
// A worker's `process.env` is a copy that setenv never sees, so the settings are made here, natively, for the
// process.
#include "core/preload.h"

#include <dlfcn.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

#include "core/values.h"

namespace troupe {
namespace {

std::string text_of(napi_env env, napi_value value) {
  std::size_t length = 0;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return {};
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

std::vector<std::string> texts_of(napi_env env, napi_value array) {
  std::vector<std::string> texts;
  std::uint32_t length = 0;
  if (napi_get_array_length(env, array, &length) != napi_ok) return texts;
  for (std::uint32_t i = 0; i < length; ++i) {
    napi_value element;
    if (napi_get_element(env, array, i, &element) == napi_ok) texts.push_back(text_of(env, element));
  }
  return texts;
}

// A training step allocates and frees the same large blocks over and over. glibc's defaults give each back to
// the kernel, which then clears the pages again: 17 % of a CNN's time was page faults.
void tune_allocator() {
#if defined(__GLIBC__)
  constexpr int kMiB = 1 << 20;
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_THRESHOLD, 32 * kMiB);
  mallopt(M_TRIM_THRESHOLD, 512 * kMiB);
  mallopt(M_TOP_PAD, 64 * kMiB);
#endif
}

// trim(): gives back what malloc holds free. Wanted once, after main has computed a shard to see that it can:
// the agents never use that memory, and nothing else would return it.
napi_value trim(napi_env, napi_callback_info) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
  return nullptr;
}

// untouched(view: Uint8Array): gives back the pages inside memory that is all zeros, and stays so.
//
// A large shared buffer comes from calloc, which clears what it takes from freed memory: its pages would be
// there before anybody uses them.
napi_value untouched(napi_env env, napi_callback_info info) {
  std::size_t count = 1, length = 0;
  napi_value view;
  void* data = nullptr;
  napi_get_cb_info(env, info, &count, &view, nullptr, nullptr);
  if (napi_get_typedarray_info(env, view, nullptr, &length, &data, nullptr, nullptr) != napi_ok) {
    napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", "untouched takes a Uint8Array");
    return nullptr;
  }
#if defined(__linux__)
  // Elsewhere the pages that come back need not be zeros.
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto first = (reinterpret_cast<std::uintptr_t>(data) + page - 1) & ~(page - 1);
  const auto end = (reinterpret_cast<std::uintptr_t>(data) + length) & ~(page - 1);
  if (first < end) madvise(reinterpret_cast<void*>(first), end - first, MADV_DONTNEED);
#endif
  return nullptr;
}

// What happens once in the process. Leaked, like whatever a thread may still use while the process exits.
struct Once {
  std::mutex mutex;
  bool begun = false;
  std::thread ahead;
  std::vector<std::string> failures;
};

Once& once() {
  static auto* const all = new Once;
  return *all;
}

void configure(const std::vector<std::string>& settings) {
  tune_allocator();
  for (const auto& setting : settings) {
    const auto equals = setting.find('=');
    // What the user set stands: it is recorded in the run's identity like the default would be.
    if (equals != std::string::npos)
      setenv(setting.substr(0, equals).c_str(), setting.c_str() + equals + 1, 0);
  }
}

void load_libraries(const std::vector<std::string>& libraries) {
  for (const auto& library : libraries) {
    // RTLD_GLOBAL, and loaded first: libtorch asks for `libblas.so.3` by that name and gets the one that is
    // there.
    if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE) == nullptr) {
      const char* reason = dlerror();
      once().failures.push_back(reason != nullptr ? reason : library);
    }
  }
}

// preload(environment: string[] of NAME=VALUE, libraries: string[], addon?: string): string[], the failures
// as dlopen tells them.
//
// Only the first call of the process does anything: later workers find it done. Callers of other threads wait
// on the mutex, so nobody goes on to load libtorch before it is complete.
//
// With `addon` the call returns undefined at once, and a thread loads the libraries and then the addon, with
// the libtorch that it needs. The next call waits for it: that takes half a second, in which the caller can
// do other things.
napi_value preload(napi_env env, napi_callback_info info) {
  std::size_t count = 3;
  napi_value arguments[3];
  napi_value result = nullptr;
  if (napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr) != napi_ok || count < 2) {
    napi_throw_type_error(env, "ERR_INVALID_ARG_TYPE", "preload takes two arrays of strings");
    return nullptr;
  }
  const auto libraries = texts_of(env, arguments[1]);
  auto& [mutex, begun, ahead, failures] = once();
  const std::lock_guard lock(mutex);
  if (begun) {
    if (ahead.joinable()) ahead.join();
  } else {
    begun = true;
    configure(texts_of(env, arguments[0]));
    if (count < 3) {
      load_libraries(libraries);
    } else {
      ahead = std::thread([libraries, addon = text_of(env, arguments[2])] {
        load_libraries(libraries);
        // What is wrong with it is told to whoever loads it for use.
        dlopen(addon.c_str(), RTLD_LAZY | RTLD_NODELETE);
      });
      return nullptr;
    }
  }
  napi_create_array(env, &result);
  for (std::size_t i = 0; i < failures.size(); ++i) {
    napi_set_element(env, result, static_cast<std::uint32_t>(i), core::text(env, failures[i]));
  }
  return result;
}

// environment(names: string[]): (string | null)[], as native code sees them (process.env of a worker may
// differ).
napi_value environment(napi_env env, napi_callback_info info) {
  std::size_t count = 1;
  napi_value names;
  napi_value result = nullptr;
  if (napi_get_cb_info(env, info, &count, &names, nullptr, nullptr) != napi_ok || count < 1) return nullptr;
  napi_create_array(env, &result);
  std::uint32_t index = 0;
  for (const auto& name : texts_of(env, names)) {
    const char* value = std::getenv(name.c_str());
    napi_value element = nullptr;
    if (value == nullptr) {
      napi_get_null(env, &element);
    } else {
      element = core::text(env, value);
    }
    napi_set_element(env, result, index++, element);
  }
  return result;
}

napi_value libc(napi_env env, napi_callback_info) {
#if defined(__GLIBC__)
  return core::text(env, std::string("glibc ") + gnu_get_libc_version());
#else
  return core::text(env, "unknown libc");
#endif
}

}  // namespace

void register_preload(napi_env env, napi_value exports) {
  static constexpr core::Function kFunctions[] = {{"preload", preload},
                                                  {"trim", trim},
                                                  {"untouched", untouched},
                                                  {"environment", environment},
                                                  {"libc", libc}};
  core::define(env, exports, kFunctions);
}

}  // namespace troupe
