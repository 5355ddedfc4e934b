// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/shapes.h"

namespace troupe::tensor {
namespace {

napi_value op_reshape(napi_env env, napi_callback_info info) {
  Call call(env, info, "reshape", "t.", "input shape");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(at::reshape(input, shape));
  });
}

napi_value op_view(napi_env env, napi_callback_info info) {
  Call call(env, info, "view", "t.", "input shape");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(input.view(shape));
  });
}

napi_value op_view_as(napi_env env, napi_callback_info info) {
  Call call(env, info, "viewAs", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(input.view_as(other));
  });
}

napi_value op_flatten(napi_env env, napi_callback_info info) {
  Call call(env, info, "flatten", "t..", "input startDim endDim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t startDim = call.integer(1);
    const int64_t endDim = call.integer(2);
    return call.result(at::flatten(input, startDim, endDim));
  });
}

napi_value op_unflatten(napi_env env, napi_callback_info info) {
  Call call(env, info, "unflatten", "t..", "input dim sizes");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const Ints sizes = call.integers(2);
    return call.result(unflatten(input, dim, sizes));
  });
}

napi_value op_ravel(napi_env env, napi_callback_info info) {
  Call call(env, info, "ravel", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::ravel(input));
  });
}

napi_value op_transpose(napi_env env, napi_callback_info info) {
  Call call(env, info, "transpose", "t..", "input dim0 dim1");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim0 = call.integer(1);
    const int64_t dim1 = call.integer(2);
    return call.result(at::transpose(input, dim0, dim1));
  });
}

napi_value op_swapaxes(napi_env env, napi_callback_info info) {
  Call call(env, info, "swapaxes", "t..", "input dim0 dim1");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim0 = call.integer(1);
    const int64_t dim1 = call.integer(2);
    return call.result(at::swapaxes(input, dim0, dim1));
  });
}

napi_value op_t(napi_env env, napi_callback_info info) {
  Call call(env, info, "t", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::t(input));
  });
}

napi_value op_permute(napi_env env, napi_callback_info info) {
  Call call(env, info, "permute", "t.", "input dims");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dims = call.integers(1);
    return call.result(at::permute(input, dims));
  });
}

napi_value op_movedim(napi_env env, napi_callback_info info) {
  Call call(env, info, "movedim", "t..", "input source destination");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints source = call.integers(1);
    const Ints destination = call.integers(2);
    return call.result(at::movedim(input, source, destination));
  });
}

napi_value op_squeeze(napi_env env, napi_callback_info info) {
  Call call(env, info, "squeeze", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const OptionalInts dim = call.maybe_integers(1);
    return call.result(squeeze(input, dim));
  });
}

napi_value op_unsqueeze(napi_env env, napi_callback_info info) {
  Call call(env, info, "unsqueeze", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::unsqueeze(input, dim));
  });
}

napi_value op_narrow(napi_env env, napi_callback_info info) {
  Call call(env, info, "narrow", "t...", "input dim start length");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const int64_t start = call.integer(2);
    const int64_t length = call.integer(3);
    return call.result(at::narrow(input, dim, start, length));
  });
}

napi_value op_select(napi_env env, napi_callback_info info) {
  Call call(env, info, "select", "t..", "input dim index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const int64_t index = call.integer(2);
    return call.result(at::select(input, dim, index));
  });
}

napi_value op_slice(napi_env env, napi_callback_info info) {
  Call call(env, info, "slice", "t....", "input dim start end step");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    const auto start = call.maybe_integer(2);
    const auto end = call.maybe_integer(3);
    const int64_t step = call.integer(4);
    return call.result(at::slice(input, dim, start, end, step));
  });
}

napi_value op_unfold(napi_env env, napi_callback_info info) {
  Call call(env, info, "unfold", "t...", "input dimension size step");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dimension = call.integer(1);
    const int64_t size = call.integer(2);
    const int64_t step = call.integer(3);
    return call.result(input.unfold(dimension, size, step));
  });
}

napi_value op_diagonal(napi_env env, napi_callback_info info) {
  Call call(env, info, "diagonal", "t...", "input offset dim1 dim2");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t offset = call.integer(1);
    const int64_t dim1 = call.integer(2);
    const int64_t dim2 = call.integer(3);
    return call.result(at::diagonal(input, offset, dim1, dim2));
  });
}

napi_value op_expand(napi_env env, napi_callback_info info) {
  Call call(env, info, "expand", "t.", "input shape");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(input.expand(shape));
  });
}

napi_value op_expand_as(napi_env env, napi_callback_info info) {
  Call call(env, info, "expandAs", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(input.expand_as(other));
  });
}

napi_value op_broadcast_to(napi_env env, napi_callback_info info) {
  Call call(env, info, "broadcastTo", "t.", "input shape");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shape = call.integers(1);
    return call.result(at::broadcast_to(input, shape));
  });
}

napi_value op_contiguous(napi_env env, napi_callback_info info) {
  Call call(env, info, "contiguous", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.contiguous());
  });
}

napi_value op_clone(napi_env env, napi_callback_info info) {
  Call call(env, info, "clone", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::clone(input));
  });
}

napi_value op_detach(napi_env env, napi_callback_info info) {
  Call call(env, info, "detach", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.detach());
  });
}

napi_value op_to_of(napi_env env, napi_callback_info info) {
  Call call(env, info, "to", "t..", "input dtype device");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto dtype = call.maybe_dtype(1);
    const auto device = call.device(2);
    return call.result(converted(input, dtype, device));
  });
}

napi_value op_type_as(napi_env env, napi_callback_info info) {
  Call call(env, info, "typeAs", "tt", "input other");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& other = call.tensor(1);
    return call.result(input.to(other.scalar_type()));
  });
}

napi_value op_float(napi_env env, napi_callback_info info) {
  Call call(env, info, "float", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kFloat));
  });
}

napi_value op_double(napi_env env, napi_callback_info info) {
  Call call(env, info, "double", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kDouble));
  });
}

napi_value op_half(napi_env env, napi_callback_info info) {
  Call call(env, info, "half", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kHalf));
  });
}

napi_value op_bfloat16(napi_env env, napi_callback_info info) {
  Call call(env, info, "bfloat16", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kBFloat16));
  });
}

napi_value op_int(napi_env env, napi_callback_info info) {
  Call call(env, info, "int", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kInt));
  });
}

napi_value op_long(napi_env env, napi_callback_info info) {
  Call call(env, info, "long", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kLong));
  });
}

napi_value op_bool(napi_env env, napi_callback_info info) {
  Call call(env, info, "bool", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(input.to(at::kBool));
  });
}

constexpr Entry kOperations[] = {
    {"reshape", op_reshape},
    {"view", op_view},
    {"viewAs", op_view_as},
    {"flatten", op_flatten},
    {"unflatten", op_unflatten},
    {"ravel", op_ravel},
    {"transpose", op_transpose},
    {"swapaxes", op_swapaxes},
    {"t", op_t},
    {"permute", op_permute},
    {"movedim", op_movedim},
    {"squeeze", op_squeeze},
    {"unsqueeze", op_unsqueeze},
    {"narrow", op_narrow},
    {"select", op_select},
    {"slice", op_slice},
    {"unfold", op_unfold},
    {"diagonal", op_diagonal},
    {"expand", op_expand},
    {"expandAs", op_expand_as},
    {"broadcastTo", op_broadcast_to},
    {"contiguous", op_contiguous},
    {"clone", op_clone},
    {"detach", op_detach},
    {"toOf", op_to_of},
    {"typeAs", op_type_as},
    {"float", op_float},
    {"double", op_double},
    {"half", op_half},
    {"bfloat16", op_bfloat16},
    {"int", op_int},
    {"long", op_long},
    {"bool", op_bool},
};

}  // namespace

void register_views(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
