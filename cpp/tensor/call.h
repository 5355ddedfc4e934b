// One native entry: reads the arguments, runs the body with denormals flushed, and turns whatever it throws
// into a typed JavaScript error. Raw Node-API: a 2x2 add through here costs 0.6 µs, through ObjectWrap 2 µs.
#pragma once
#include <node_api.h>

#include <new>
#include <stdexcept>
#include <string>

#include "core/denormals.h"
#include "core/native_mark.h"
#include "tensor/failure.h"
#include "tensor/handles.h"

namespace troupe::tensor {

using Ints = c10::SmallVector<int64_t, 8>;

/// A list of sizes or dimensions that may be absent; converts to what each of ATen's signatures wants.
struct OptionalInts {
  bool present = false;
  Ints values;
  operator at::OptionalIntArrayRef() const {
    return present ? at::OptionalIntArrayRef(at::IntArrayRef(values)) : at::OptionalIntArrayRef();
  }
};

/// A list of numbers that may be absent.
struct OptionalNumbers {
  bool present = false;
  std::vector<double> values;
  operator c10::optional<at::ArrayRef<double>>() const {
    return present ? c10::optional<at::ArrayRef<double>>(values) : c10::optional<at::ArrayRef<double>>();
  }
};

/// What stands between the brackets of x[...] in Python; src/tensor/index-entry.ts says what the numbers
/// mean.
struct Index {
  std::vector<double> entries;
  std::vector<at::Tensor> tensors;
};

/// Where a random draw starts (src/tensor/random/stream.ts): key and the upper half of the counter.
struct Stream {
  uint32_t key0, key1, upper0, upper1, call;
};

/// dtype codes, in the order of src/tensor/dtype.ts
inline constexpr at::ScalarType kDtypes[] = {at::kFloat, at::kDouble, at::kLong, at::kInt,
                                             at::kByte,  at::kBool,   at::kHalf, at::kBFloat16};
int dtype_code(at::ScalarType type);
const char* dtype_name(at::ScalarType type);

class Call {
 public:
  static constexpr size_t kMost = 16;

  /// `name` is what errors call the operation; `kinds` has one letter per argument, 't' for a tensor's
  /// handle, 'o' for one that may be absent, 'l' for a list of them and '.' for the rest: enough to list
  /// shapes and dtypes when something fails. `names` are the arguments' own, with spaces between; where they
  /// are left out errors count.
  Call(napi_env env, napi_callback_info info, const char* name, const char* kinds, const char* names = "")
      : env(env), name_(name), kinds_(kinds), names_(names) {
    void* data = nullptr;
    napi_get_cb_info(env, info, &argc_, argv_, nullptr, &data);
    handles = static_cast<Handles*>(data);
  }

  /// Runs the body; its napi_value is the entry's result, null when something was thrown.
  template <typename Body>
  napi_value run(Body body) noexcept {
    const FlushDenormals flush;
    const core::InNative mark(name_);
    try {
      return body();
    } catch (const Failure& failure) {
      fail(failure.kind, failure.text);
    } catch (const c10::Error& error) {
      fail_of_torch(error);
    } catch (const std::bad_alloc&) {
      fail(Failure::kMemory, "libtorch's own lists would not fit into memory");
    } catch (const std::length_error&) {
      fail(Failure::kMemory, "libtorch's own lists would be longer than can be");
    } catch (const std::exception& error) {
      fail(Failure::kOperation, error.what());
    } catch (...) {
      fail(Failure::kOperation, "an unknown native exception");
    }
    return nullptr;
  }

  at::Tensor& tensor(size_t i) { return handles->at(handle(i)); }
  uint32_t handle(size_t i) {
    uint32_t value = 0;
    if (napi_get_value_uint32(env, argv_[i], &value) != napi_ok) wrong(i, "a tensor", nullptr);
    return value;
  }
  c10::optional<at::Tensor> maybe_tensor(size_t i) {
    const uint32_t value = handle(i);
    return value == 0 ? c10::optional<at::Tensor>() : c10::optional<at::Tensor>(handles->at(value));
  }
  std::vector<at::Tensor> tensors(size_t i);
  /// A list with gaps: handle 0 is none.
  c10::List<c10::optional<at::Tensor>> maybe_tensors(size_t i);
  double number(size_t i) {
    double value;
    if (napi_get_value_double(env, argv_[i], &value) != napi_ok) wrong(i, "a number");
    return value;
  }
  c10::optional<double> maybe_number(size_t i) {
    return absent(i) ? c10::optional<double>() : c10::optional<double>(number(i));
  }
  /// A number or a list of numbers.
  std::vector<double> numbers(size_t i);
  OptionalNumbers maybe_numbers(size_t i) {
    return absent(i) ? OptionalNumbers{} : OptionalNumbers{true, numbers(i)};
  }
  /// A number with an integral value counts as an integer, as in PyTorch: it does not promote int64 to float.
  at::Scalar scalar(size_t i);
  c10::optional<at::Scalar> maybe_scalar(size_t i) {
    return absent(i) ? c10::optional<at::Scalar>() : c10::optional<at::Scalar>(scalar(i));
  }
  int64_t integer(size_t i) { return to_integer(argv_[i], i); }
  c10::optional<int64_t> maybe_integer(size_t i) {
    return absent(i) ? c10::optional<int64_t>() : c10::optional<int64_t>(integer(i));
  }
  uint32_t word(size_t i) {
    uint32_t value = 0;
    if (napi_get_value_uint32(env, argv_[i], &value) != napi_ok) wrong(i, "a 32-bit word");
    return value;
  }
  bool boolean(size_t i) {
    bool value;
    if (napi_get_value_bool(env, argv_[i], &value) != napi_ok) wrong(i, "a boolean");
    return value;
  }
  /// A number or a list of numbers.
  Ints integers(size_t i);
  OptionalInts maybe_integers(size_t i) {
    return absent(i) ? OptionalInts{} : OptionalInts{true, integers(i)};
  }
  at::ScalarType dtype(size_t i);
  c10::optional<at::ScalarType> maybe_dtype(size_t i) {
    return absent(i) ? c10::optional<at::ScalarType>() : c10::optional<at::ScalarType>(dtype(i));
  }
  /// at::Reduction's number for what becomes of the losses of single elements.
  int64_t reduction(size_t i);
  /// `cpu`, `cuda` or `cuda:N`, where there is one; none where the text is empty.
  c10::optional<at::Device> device(size_t i);
  /// At most 4,096 bytes of UTF-8.
  std::string text(size_t i);
  /// One of these strings.
  std::string choice(size_t i, std::initializer_list<const char*> choices);
  c10::optional<std::string> maybe_choice(size_t i, std::initializer_list<const char*> choices) {
    return absent(i) ? c10::optional<std::string>() : c10::optional<std::string>(choice(i, choices));
  }
  Index index(size_t i) { return {numbers(i), tensors(i + 1)}; }
  Stream stream(size_t i) { return {word(i), word(i + 1), word(i + 2), word(i + 3), word(i + 4)}; }
  bool absent(size_t i);
  napi_value raw(size_t i) const { return argv_[i]; }

  /// The bytes behind a typed array, shared or not. Pass views, never buffers: Node 20 cannot look into a
  /// SharedArrayBuffer through Node-API.
  struct Bytes {
    void* data;
    size_t length;  ///< elements
    napi_typedarray_type type;
  };
  Bytes typed_array(size_t i);

  napi_value result(at::Tensor tensor) {
    napi_value value;
    napi_create_uint32(env, handles->keep(std::move(tensor)), &value);
    return value;
  }
  napi_value result(const std::vector<at::Tensor>& tensors);
  template <typename... Tensors>
  napi_value result(const std::tuple<Tensors...>& tensors) {
    return std::apply([&](const auto&... each) { return result(std::vector<at::Tensor>{each...}); }, tensors);
  }
  napi_value result(double value) {
    napi_value number;
    napi_create_double(env, value, &number);
    return number;
  }
  napi_value result(bool value) {
    napi_value boolean;
    napi_get_boolean(env, value, &boolean);
    return boolean;
  }
  napi_value nothing() const { return nullptr; }

  napi_env env;
  Handles* handles;

 private:
  int64_t to_integer(napi_value value, size_t i);
  /// Calls visit(element) for the elements of a list.
  template <typename Visit>
  void each(size_t i, const char* wanted, Visit visit) {
    uint32_t length = 0;
    if (napi_get_array_length(env, argv_[i], &length) != napi_ok) wrong(i, wanted);
    for (uint32_t k = 0; k < length; k++) {
      napi_value element;
      if (napi_get_element(env, argv_[i], k, &element) != napi_ok) wrong(i, wanted);
      visit(element);
    }
  }
  [[noreturn]] void wrong(size_t i, const char* wanted) { wrong(i, wanted, argv_[i]); }
  /// Says what argument `i` is to be, and what it is instead.
  [[noreturn]] void wrong(size_t i, const char* wanted, napi_value given);
  void fail(Failure::Kind kind, const std::string& text) noexcept;
  void fail_of_torch(const c10::Error& error) noexcept;
  std::string describe() noexcept;

  const char* name_;
  const char* kinds_;
  const char* names_;
  size_t argc_ = kMost;
  napi_value argv_[kMost];
};

struct Entry {
  const char* name;
  napi_callback callback;
};

/// Adds functions to `exports`; each gets this thread's table as its data.
void export_all(napi_env env, napi_value exports, const Entry* entries, size_t count);

}  // namespace troupe::tensor
