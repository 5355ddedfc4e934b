// What the bindings of core.node take from JavaScript, and give back.
#pragma once
#include <node_api.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace troupe::core {

/// The arguments of one call; those that are missing, or of another type, read as zero.
template <size_t Most>
struct Arguments {
  napi_env env;
  size_t count = Most;
  napi_value values[Most];

  Arguments(napi_env env, napi_callback_info info) : env(env) {
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  }
  uint32_t word(size_t i) const {
    uint32_t value = 0;
    napi_get_value_uint32(env, values[i], &value);
    return value;
  }
  /// Negative numbers are zero.
  uint64_t integer(size_t i) const {
    int64_t value = 0;
    napi_get_value_int64(env, values[i], &value);
    return static_cast<uint64_t>(value < 0 ? 0 : value);
  }
  /// A file descriptor; -1, which no call takes, where there is none.
  int32_t descriptor(size_t i) const {
    int32_t value = -1;
    napi_get_value_int32(env, values[i], &value);
    return value;
  }
  double number(size_t i) const {
    double value = 0;
    napi_get_value_double(env, values[i], &value);
    return value;
  }
  bool flag(size_t i) const {
    bool value = false;
    napi_get_value_bool(env, values[i], &value);
    return value;
  }
};

inline napi_value number(napi_env env, double value) {
  napi_value result = nullptr;
  napi_create_double(env, value, &result);
  return result;
}

inline napi_value boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  napi_get_boolean(env, value, &result);
  return result;
}

inline napi_value text(napi_env env, std::string_view value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value.data(), value.size(), &result);
  return result;
}

inline void set(napi_env env, napi_value object, const char* name, napi_value value) {
  napi_set_named_property(env, object, name, value);
}

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

struct Function {
  const char* name;
  napi_callback callback;
};

/// Puts functions onto the exports of the addon.
inline void define(napi_env env, napi_value exports, std::span<const Function> functions) {
  for (const auto& [name, callback] : functions) {
    napi_value function = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, nullptr, &function);
    set(env, exports, name, function);
  }
}

}  // namespace troupe::core
