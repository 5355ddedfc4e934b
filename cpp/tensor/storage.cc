#include "tensor/storage.h"

#include <cstring>
#include <map>
#include <unordered_set>

#include "tensor/call.h"

namespace troupe::tensor {
namespace {

at::ScalarType element_type(napi_typedarray_type type) {
  switch (type) {
    case napi_float32_array:
      return at::kFloat;
    case napi_float64_array:
      return at::kDouble;
    case napi_bigint64_array:
      return at::kLong;
    case napi_int32_array:
      return at::kInt;
    case napi_uint8_array:
    case napi_uint8_clamped_array:
      return at::kByte;
    case napi_uint16_array:
      return at::kHalf;
    default:
      throw Failure{Failure::kArgument, "this kind of typed array has no dtype"};
  }
}

// A tensor over the bytes, unowned. Bool shares Uint8Array, float16 and bfloat16 share Uint16Array, as raw
// bits.
at::Tensor over(const Call::Bytes& bytes, at::IntArrayRef shape, at::ScalarType type) {
  const at::ScalarType element = element_type(bytes.type);
  if (c10::elementSize(type) != c10::elementSize(element) ||
      at::isFloatingType(type) != at::isFloatingType(element))
    throw Failure{Failure::kArgument, std::string("a typed array of ") + dtype_name(element) +
                                          " cannot hold " + dtype_name(type)};
  int64_t count = 1;
  for (const int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(count, size, &count))
      throw Failure{Failure::kArgument, "sizes must not be negative, nor their product exceed 2^63"};
  }
  if (static_cast<uint64_t>(count) != bytes.length)
    throw Failure{Failure::kArgument, "the shape holds " + std::to_string(count) +
                                          " elements, the typed array " + std::to_string(bytes.length)};
  return at::from_blob(bytes.data, shape, at::TensorOptions().dtype(type));
}

// fromData(typedArray, shape, dtype): a copy.
napi_value from_data(napi_env env, napi_callback_info info) {
  Call call(env, info, "tensor", "");
  return call.run([&] {
    const auto bytes = call.typed_array(0);
    const Ints shape = call.integers(1);
    // An empty typed array may have no address, which from_blob would keep.
    if (bytes.length == 0) {
      over(bytes, shape, call.dtype(2));
      return call.result(at::empty(shape, at::TensorOptions().dtype(call.dtype(2))));
    }
    return call.result(over(bytes, shape, call.dtype(2)).clone());
  });
}

// fromShared(typedArray, shape, dtype): an alias. The SharedArrayBuffer must outlive every tensor on it.
napi_value from_shared(napi_env env, napi_callback_info info) {
  Call call(env, info, "fromShared", "");
  return call.run([&] { return call.result(over(call.typed_array(0), call.integers(1), call.dtype(2))); });
}

// adopt(handle, typedArray): the same tensor, its memory replaced by the given one (which is not written).
napi_value adopt(napi_env env, napi_callback_info info) {
  Call call(env, info, "adopt", "t");
  return call.run([&] {
    at::Tensor& tensor = call.tensor(0);
    if (tensor.grad_fn()) throw Failure{Failure::kArgument, "only a leaf tensor can adopt memory"};
    tensor.set_data(over(call.typed_array(1), tensor.sizes(), tensor.scalar_type()));
    return call.nothing();
  });
}

// convert(handle, dtype, device): the same tensor with its elements in another dtype, on another device
// unless that is ''.
napi_value convert(napi_env env, napi_callback_info info) {
  Call call(env, info, "to", "t");
  return call.run([&] {
    at::Tensor& tensor = call.tensor(0);
    if (tensor.grad_fn()) throw Failure{Failure::kArgument, "only a leaf tensor can be converted in place"};
    const at::Device device = call.device(2).value_or(tensor.device());
    const at::NoGradGuard none;
    const at::Tensor converted = tensor.to(device, call.dtype(1));
    if (!converted.is_same(tensor)) tensor.set_data(converted);
    return call.nothing();
  });
}

// swapData(handle, handle): two leaf tensors of one shape and dtype exchange their memory.
napi_value swap_data(napi_env env, napi_callback_info info) {
  Call call(env, info, "swapData", "tt");
  return call.run([&] {
    at::Tensor &one = call.tensor(0), &other = call.tensor(1);
    if (one.grad_fn() || other.grad_fn() || one.sizes() != other.sizes() ||
        one.scalar_type() != other.scalar_type())
      throw Failure{Failure::kArgument, "only leaf tensors of one shape and dtype can exchange memory"};
    const at::Tensor data = one.detach();
    one.set_data(other.detach());
    other.set_data(data);
    return call.nothing();
  });
}

// copyOut(handle, typedArray): the elements in row-major order.
napi_value copy_out(napi_env env, napi_callback_info info) {
  Call call(env, info, "toTypedArray", "t");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    if (tensor.numel() == 0) return call.nothing();
    const at::NoGradGuard none;
    over(call.typed_array(1), tensor.sizes(), tensor.scalar_type()).copy_(tensor.detach());
    return call.nothing();
  });
}

// copyIn(handle, typedArray): overwrites the elements, seen by every alias; autograd is not told.
napi_value copy_in(napi_env env, napi_callback_info info) {
  Call call(env, info, "copyFrom", "t");
  return call.run([&] {
    at::Tensor& tensor = call.tensor(0);
    if (tensor.numel() == 0) return call.nothing();
    const at::NoGradGuard none;
    tensor.detach().copy_(over(call.typed_array(1), tensor.sizes(), tensor.scalar_type()));
    return call.nothing();
  });
}

napi_value shape(napi_env env, napi_callback_info info) {
  Call call(env, info, "shape", "");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    napi_value list;
    napi_create_array_with_length(env, static_cast<size_t>(tensor.dim()), &list);
    for (int64_t d = 0; d < tensor.dim(); d++) {
      napi_value size;
      napi_create_int64(env, tensor.size(d), &size);
      napi_set_element(env, list, static_cast<uint32_t>(d), size);
    }
    return list;
  });
}

napi_value dtype(napi_env env, napi_callback_info info) {
  Call call(env, info, "dtype", "");
  return call.run([&] { return call.result(static_cast<double>(dtype_code(call.tensor(0).scalar_type()))); });
}

napi_value device(napi_env env, napi_callback_info info) {
  Call call(env, info, "device", "");
  return call.run([&] {
    const std::string text = call.tensor(0).device().str();
    napi_value value;
    napi_create_string_utf8(env, text.c_str(), text.size(), &value);
    return value;
  });
}

napi_value item(napi_env env, napi_callback_info info) {
  Call call(env, info, "item", "t");
  return call.run([&] {
    const at::Tensor& tensor = call.tensor(0);
    if (tensor.numel() != 1)
      throw Failure{Failure::kArgument, "only a tensor of one element is a number; toArray() reads them all"};
    const at::Scalar value = tensor.item();
    return call.result(value.isBoolean() ? (value.toBool() ? 1.0 : 0.0) : value.toDouble());
  });
}

// Bytes of the tensor's storage, 0 when another tensor on it was seen.
double new_bytes(const at::Tensor& tensor, std::unordered_set<const void*>& seen) {
  if (!tensor.has_storage() || !seen.insert(tensor.storage().unsafeGetStorageImpl()).second) return 0;
  return static_cast<double>(tensor.storage().nbytes());
}

napi_value release(napi_env env, napi_callback_info info) {
  size_t argc = 1;
  napi_value argv[1];
  void* data = nullptr;
  napi_get_cb_info(env, info, &argc, argv, nullptr, &data);
  uint32_t handle = 0;
  napi_get_value_uint32(env, argv[0], &handle);
  static_cast<Handles*>(data)->release(handle);
  return nullptr;
}

// versions(handles: Uint32Array, out: Uint32Array): the counters that in-place operations increment.
napi_value versions(napi_env env, napi_callback_info info) {
  Call call(env, info, "versions", "");
  return call.run([&] {
    const auto in = call.typed_array(0), out = call.typed_array(1);
    if (in.type != napi_uint32_array || out.type != napi_uint32_array || out.length < in.length)
      throw Failure{Failure::kArgument, "two Uint32Arrays of one length are needed"};
    for (size_t i = 0; i < in.length; i++)
      static_cast<uint32_t*>(out.data)[i] =
          static_cast<uint32_t>(call.handles->at(static_cast<uint32_t*>(in.data)[i])._version());
    return call.nothing();
  });
}

// memory(): [device, live handles, bytes of the distinct storages behind them, …]. Walks the table, as
// live(): for people, not loops.
napi_value memory(napi_env env, napi_callback_info info) {
  Call call(env, info, "memory", "");
  return call.run([&] {
    struct Use {
      double tensors = 0, bytes = 0;
    };
    std::map<std::string, Use> devices;
    std::unordered_set<const void*> seen;
    call.handles->each([&](uint32_t, const at::Tensor& tensor) {
      Use& use = devices[tensor.device().str()];
      use.tensors++;
      use.bytes += new_bytes(tensor, seen);
    });
    napi_value list, name;
    napi_create_array(env, &list);
    uint32_t place = 0;
    for (const auto& [device, use] : devices) {
      napi_create_string_utf8(env, device.c_str(), device.size(), &name);
      napi_set_element(env, list, place++, name);
      napi_set_element(env, list, place++, call.result(use.tensors));
      napi_set_element(env, list, place++, call.result(use.bytes));
    }
    return list;
  });
}

// live(): [handle, bytes, …]; a storage counts for the first handle on it.
napi_value live(napi_env env, napi_callback_info info) {
  Call call(env, info, "memory", "");
  return call.run([&] {
    std::unordered_set<const void*> seen;
    napi_value list;
    napi_create_array(env, &list);
    uint32_t place = 0;
    call.handles->each([&](uint32_t handle, const at::Tensor& tensor) {
      napi_set_element(env, list, place++, call.result(static_cast<double>(handle)));
      napi_set_element(env, list, place++, call.result(new_bytes(tensor, seen)));
    });
    return list;
  });
}

// setErrorFactory((kind, operation, text, arguments) => Error): see failure.h.
napi_value set_error_factory(napi_env env, napi_callback_info info) {
  Call call(env, info, "setErrorFactory", "");
  if (call.handles->error_factory != nullptr) napi_delete_reference(env, call.handles->error_factory);
  call.handles->error_factory = nullptr;
  napi_create_reference(env, call.raw(0), 1, &call.handles->error_factory);
  return nullptr;
}

}  // namespace

void register_storage(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"fromData", from_data}, {"fromShared", from_shared},
                                       {"adopt", adopt},        {"convert", convert},
                                       {"swapData", swap_data}, {"copyOut", copy_out},
                                       {"copyIn", copy_in},     {"shape", shape},
                                       {"dtype", dtype},        {"device", device},
                                       {"item", item},          {"release", release},
                                       {"versions", versions},  {"memory", memory},
                                       {"live", live},          {"setErrorFactory", set_error_factory}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor
