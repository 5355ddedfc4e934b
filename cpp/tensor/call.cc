#include "tensor/call.h"

#include <cmath>
#include <cstring>

namespace troupe::tensor {
namespace {

/// The word at place `i`; empty past the last.
std::string word_at(const char* words, size_t i) {
  for (; i > 0; i--) {
    words = std::strchr(words, ' ');
    if (words == nullptr) return {};
    words++;
  }
  const char* end = std::strchr(words, ' ');
  return end == nullptr ? std::string(words) : std::string(words, end);
}

/// A JavaScript value for a message: ", not 0.5"; nothing of one that says no more than its absence.
std::string shown(napi_env env, napi_value value) {
  constexpr size_t kMostShown = 40;
  napi_valuetype type;
  if (value == nullptr || napi_typeof(env, value, &type) != napi_ok) return {};
  napi_value text;
  switch (type) {
    case napi_null:
      return ", not null";
    case napi_undefined:
      return ", not undefined";
    case napi_string:
    case napi_number:
    case napi_boolean:
    case napi_bigint: {
      if (napi_coerce_to_string(env, value, &text) != napi_ok) return {};
      char bytes[4 * kMostShown + 1];
      size_t length = 0;
      if (napi_get_value_string_utf8(env, text, bytes, sizeof bytes, &length) != napi_ok) return {};
      std::string written(bytes, length);
      if (length > kMostShown) {
        // Not in the middle of a character.
        size_t end = kMostShown;
        while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) end--;
        written = written.substr(0, end) + "…";
      }
      return ", not " + (type == napi_string ? "'" + written + "'" : written);
    }
    default: {
      bool list = false;
      napi_is_array(env, value, &list);
      return type == napi_function ? ", not a function" : list ? ", not a list" : ", not an object";
    }
  }
}

}  // namespace

int dtype_code(at::ScalarType type) {
  for (size_t i = 0; i < std::size(kDtypes); i++)
    if (kDtypes[i] == type) return static_cast<int>(i);
  throw Failure{Failure::kArgument, std::string("dtype ") + c10::toString(type) + " is not supported"};
}

const char* dtype_name(at::ScalarType type) {
  static constexpr const char* kNames[] = {"float32", "float64", "int64",   "int32",
                                           "uint8",   "bool",    "float16", "bfloat16"};
  for (size_t i = 0; i < std::size(kDtypes); i++)
    if (kDtypes[i] == type) return kNames[i];
  return c10::toString(type);
}

void Call::wrong(size_t i, const char* wanted, napi_value given) {
  std::string name = word_at(names_, i);
  if (name.empty()) name = "argument " + std::to_string(i + 1);
  throw Failure{Failure::kArgument, name + " must be " + wanted + shown(env, given)};
}

bool Call::absent(size_t i) {
  napi_valuetype type;
  return i >= argc_ || napi_typeof(env, argv_[i], &type) != napi_ok || type == napi_undefined ||
         type == napi_null;
}

at::Scalar Call::scalar(size_t i) {
  double value;
  if (napi_get_value_double(env, argv_[i], &value) != napi_ok) {
    int64_t exact;
    bool flag;
    if (napi_get_value_bigint_int64(env, argv_[i], &exact, &flag) == napi_ok) {
      if (!flag) wrong(i, "a bigint of at most 64 bits");
      return exact;
    }
    if (napi_get_value_bool(env, argv_[i], &flag) != napi_ok) wrong(i, "a number, a bigint or a boolean");
    return flag;
  }
  if (value != std::floor(value)) return value;
  if (std::abs(value) <= 9007199254740991.0) return static_cast<int64_t>(value);
  // What no int64 holds can only be meant as a float; below that it may be an integer that has lost its last
  // digits.
  bool integers = false, floats = false;
  for (size_t k = 0; std::abs(value) < 0x1p63 && kinds_[k] != 0 && k < argc_; k++) {
    uint32_t handle = 0;
    if (kinds_[k] != 't' || napi_get_value_uint32(env, argv_[k], &handle) != napi_ok) continue;
    const at::ScalarType type = handles->at(handle).scalar_type();
    integers = integers || at::isIntegralType(type, /*includeBool=*/false);
    floats = floats || at::isFloatingType(type);
  }
  if (integers && !floats)
    wrong(i, "a bigint where it is an integer beyond 2^53, of which a number holds only the first digits");
  return value;
}

int64_t Call::to_integer(napi_value value, size_t i) {
  double number;
  // Node-API reads NaN as 0 and cuts fractions off: both would hide a mistake.
  if (napi_get_value_double(env, value, &number) != napi_ok || number != std::floor(number) ||
      std::abs(number) > 9007199254740991.0) {
    bool list = false;
    napi_is_array(env, argv_[i], &list);
    wrong(i, list ? "a list of integers" : "an integer", value);
  }
  return static_cast<int64_t>(number);
}

Ints Call::integers(size_t i) {
  Ints values;
  bool list = false;
  napi_is_array(env, argv_[i], &list);
  if (!list) {
    values.push_back(integer(i));
    return values;
  }
  each(i, "a list of integers", [&](napi_value element) { values.push_back(to_integer(element, i)); });
  return values;
}

std::vector<double> Call::numbers(size_t i) {
  bool list = false;
  napi_is_array(env, argv_[i], &list);
  if (!list) return {number(i)};
  std::vector<double> values;
  each(i, "a list of numbers", [&](napi_value element) {
    if (napi_get_value_double(env, element, &values.emplace_back()) != napi_ok)
      wrong(i, "a list of numbers", element);
  });
  return values;
}

std::vector<at::Tensor> Call::tensors(size_t i) {
  std::vector<at::Tensor> list;
  each(i, "a list of tensors", [&](napi_value element) {
    uint32_t handle = 0;
    if (napi_get_value_uint32(env, element, &handle) != napi_ok) wrong(i, "a list of tensors", element);
    list.push_back(handles->at(handle));
  });
  return list;
}

c10::List<c10::optional<at::Tensor>> Call::maybe_tensors(size_t i) {
  c10::List<c10::optional<at::Tensor>> list;
  each(i, "a list of tensors", [&](napi_value element) {
    uint32_t handle = 0;
    if (napi_get_value_uint32(env, element, &handle) != napi_ok) wrong(i, "a list of tensors", element);
    list.push_back(handle == 0 ? c10::optional<at::Tensor>()
                               : c10::optional<at::Tensor>(handles->at(handle)));
  });
  return list;
}

std::string Call::text(size_t i) {
  constexpr size_t kMostBytes = 4096;
  size_t length = 0;
  if (napi_get_value_string_utf8(env, argv_[i], nullptr, 0, &length) != napi_ok) wrong(i, "a string");
  if (length > kMostBytes) wrong(i, "a string of at most 4,096 bytes");
  std::string value(length + 1, 0);
  napi_get_value_string_utf8(env, argv_[i], value.data(), value.size(), &length);
  value.resize(length);
  return value;
}

std::string Call::choice(size_t i, std::initializer_list<const char*> choices) {
  const std::string value = text(i);
  std::string known;
  for (const char* each : choices) {
    if (value == each) return value;
    known += (known.empty() ? "'" : ", '") + std::string(each) + "'";
  }
  wrong(i, ("one of " + known).c_str());
}

at::ScalarType Call::dtype(size_t i) {
  double code = -1;
  napi_get_value_double(env, argv_[i], &code);
  for (size_t k = 0; k < std::size(kDtypes); k++)
    if (static_cast<double>(k) == code) return kDtypes[k];
  std::string known;
  for (const at::ScalarType each : kDtypes)
    known += std::string(known.empty() ? "" : ", ") + dtype_name(each);
  wrong(i, ("one of the dtypes " + known).c_str());
}

int64_t Call::reduction(size_t i) {
  double code = -1;
  napi_get_value_double(env, argv_[i], &code);
  for (const int64_t known : {at::Reduction::None, at::Reduction::Mean, at::Reduction::Sum})
    if (static_cast<double>(known) == code) return known;
  wrong(i, "'mean', 'sum' or 'none'");
}

c10::optional<at::Device> Call::device(size_t i) {
  const std::string name = text(i);
  if (name.empty()) return {};
  int64_t index = -1;
  if (name == "cpu") return at::Device(at::kCPU);
  if (name == "cuda") {
    index = 0;
  } else if (name.size() > 5 && name.size() < 9 && name.rfind("cuda:", 0) == 0 &&
             name.find_first_not_of("0123456789", 5) == std::string::npos) {
    index = std::stoi(name.substr(5));
  }
  if (index < 0) wrong(i, "a device: 'cpu', 'cuda' or 'cuda:N'");
  if (!at::hasCUDA())
    throw Failure{Failure::kArgument,
                  "there is no device " + name +
                      ": this libtorch has no CUDA, or finds no GPU; troupe doctor says which"};
  const int64_t count = c10::impl::getDeviceGuardImpl(at::kCUDA)->deviceCount();
  if (index >= count)
    throw Failure{Failure::kArgument, "there is no device " + name + ": this machine has " +
                                          std::to_string(count) + " of that kind, counted from cuda:0"};
  return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

Call::Bytes Call::typed_array(size_t i) {
  Bytes bytes{};
  if (napi_get_typedarray_info(env, argv_[i], &bytes.type, &bytes.length, &bytes.data, nullptr, nullptr) !=
      napi_ok)
    wrong(i, "a typed array");
  return bytes;
}

napi_value Call::result(const std::vector<at::Tensor>& tensors) {
  napi_value list;
  napi_create_array_with_length(env, tensors.size(), &list);
  for (size_t i = 0; i < tensors.size(); i++)
    napi_set_element(env, list, static_cast<uint32_t>(i), result(tensors[i]));
  return list;
}

// "float32[2, 3], none, disposed": what an error was about, so it must not fail itself.
std::string Call::describe() noexcept {
  std::string text;
  const auto one = [&](napi_value argument, bool optional) {
    if (!text.empty()) text += ", ";
    uint32_t handle = 0;
    if (napi_get_value_uint32(env, argument, &handle) != napi_ok) {
      text += "no tensor";
      return;
    }
    const at::Tensor* tensor = handles->look(handle);
    if (tensor == nullptr) {
      text += handle == 0 && optional ? "none" : "disposed";
      return;
    }
    text += dtype_name(tensor->scalar_type());
    text += '[';
    for (int64_t d = 0; d < tensor->dim(); d++) text += (d ? ", " : "") + std::to_string(tensor->size(d));
    text += ']';
  };
  for (size_t i = 0; kinds_[i] != 0 && i < argc_; i++) {
    if (kinds_[i] == 't' || kinds_[i] == 'o') one(argv_[i], kinds_[i] == 'o');
    if (kinds_[i] != 'l') continue;
    uint32_t length = 0;
    napi_get_array_length(env, argv_[i], &length);
    for (uint32_t k = 0; k < length; k++) {
      napi_value element;
      if (napi_get_element(env, argv_[i], k, &element) == napi_ok) one(element, true);
    }
  }
  return text;
}

void Call::fail(Failure::Kind kind, const std::string& text) noexcept {
  throw_error(env, kind, name_, text, describe());
}

void Call::fail_of_torch(const c10::Error& error) noexcept {
  std::string text = error.what_without_backtrace();
  const auto cut = [&](const char* from) {
    if (const size_t end = text.find(from); end != std::string::npos) text.resize(end);
  };
  // Some builds append the place in libtorch's source to the message itself.
  cut("\nException raised from");
  // An operation without a kernel for the dtype or device: the list of all others that it has follows.
  cut(" This could be because the operator doesn't exist");
  // INTERNAL ASSERT FAILED at "../aten/src/…", please report a bug to PyTorch: it did not foresee the
  // arguments.
  if (const size_t at = text.find("INTERNAL ASSERT FAILED"); at != std::string::npos) {
    const size_t end = text.find("report a bug to PyTorch. ", at);
    text = "libtorch cannot work with these arguments" +
           (end == std::string::npos || end + 25 >= text.size() ? "" : " (" + text.substr(end + 25) + ")");
  }
  const bool memory = text.find("DefaultCPUAllocator") != std::string::npos ||
                      text.find("out of memory") != std::string::npos ||
                      text.find("not enough memory") != std::string::npos;
  fail(memory ? Failure::kMemory : Failure::kOperation, text);
}

void export_all(napi_env env, napi_value exports, const Entry* entries, size_t count) {
  Handles* handles = &handles_of(env);
  for (size_t i = 0; i < count; i++) {
    napi_value function;
    if (napi_create_function(env, entries[i].name, NAPI_AUTO_LENGTH, entries[i].callback, handles,
                             &function) != napi_ok)
      return;  // the environment is going down
    napi_set_named_property(env, exports, entries[i].name, function);
  }
}

}  // namespace troupe::tensor
