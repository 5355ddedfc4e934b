// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/shapes.h"

namespace troupe::tensor {
namespace {

napi_value op_cat(napi_env env, napi_callback_info info) {
  Call call(env, info, "cat", "l.", "tensors dim");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    const int64_t dim = call.integer(1);
    return call.result(at::cat(tensors, dim));
  });
}

napi_value op_stack(napi_env env, napi_callback_info info) {
  Call call(env, info, "stack", "l.", "tensors dim");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    const int64_t dim = call.integer(1);
    return call.result(at::stack(tensors, dim));
  });
}

napi_value op_hstack(napi_env env, napi_callback_info info) {
  Call call(env, info, "hstack", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::hstack(tensors));
  });
}

napi_value op_vstack(napi_env env, napi_callback_info info) {
  Call call(env, info, "vstack", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::vstack(tensors));
  });
}

napi_value op_dstack(napi_env env, napi_callback_info info) {
  Call call(env, info, "dstack", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::dstack(tensors));
  });
}

napi_value op_column_stack(napi_env env, napi_callback_info info) {
  Call call(env, info, "columnStack", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::column_stack(tensors));
  });
}

napi_value op_block_diag(napi_env env, napi_callback_info info) {
  Call call(env, info, "blockDiag", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::block_diag(tensors));
  });
}

napi_value op_cartesian_prod(napi_env env, napi_callback_info info) {
  Call call(env, info, "cartesianProd", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::cartesian_prod(tensors));
  });
}

napi_value op_broadcast_tensors(napi_env env, napi_callback_info info) {
  Call call(env, info, "broadcastTensors", "l", "tensors");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    return call.result(at::broadcast_tensors(tensors));
  });
}

napi_value op_meshgrid(napi_env env, napi_callback_info info) {
  Call call(env, info, "meshgrid", "l.", "tensors indexing");
  return call.run([&] {
    const auto tensors = call.tensors(0);
    const std::string indexing = call.choice(1, {"ij", "xy"});
    return call.result(at::meshgrid(tensors, indexing));
  });
}

napi_value op_combinations(napi_env env, napi_callback_info info) {
  Call call(env, info, "combinations", "t..", "input r withReplacement");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t r = call.integer(1);
    const bool withReplacement = call.boolean(2);
    return call.result(bounded_combinations(input, r, withReplacement));
  });
}

napi_value op_chunk(napi_env env, napi_callback_info info) {
  Call call(env, info, "chunk", "t..", "input chunks dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t chunks = call.integer(1);
    const int64_t dim = call.integer(2);
    return call.result(at::chunk(input, chunks, dim));
  });
}

napi_value op_split(napi_env env, napi_callback_info info) {
  Call call(env, info, "split", "t..", "input size dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints size = call.integers(1);
    const int64_t dim = call.integer(2);
    return call.result(split(input, size, dim));
  });
}

napi_value op_tensor_split(napi_env env, napi_callback_info info) {
  Call call(env, info, "tensorSplit", "t..", "input sections dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t sections = call.integer(1);
    const int64_t dim = call.integer(2);
    return call.result(bounded_tensor_split(input, sections, dim));
  });
}

napi_value op_unbind(napi_env env, napi_callback_info info) {
  Call call(env, info, "unbind", "t.", "input dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    return call.result(at::unbind(input, dim));
  });
}

napi_value op_repeat(napi_env env, napi_callback_info info) {
  Call call(env, info, "repeat", "t.", "input repeats");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints repeats = call.integers(1);
    return call.result(input.repeat(repeats));
  });
}

napi_value op_tile(napi_env env, napi_callback_info info) {
  Call call(env, info, "tile", "t.", "input dims");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dims = call.integers(1);
    return call.result(at::tile(input, dims));
  });
}

napi_value op_repeat_interleave(napi_env env, napi_callback_info info) {
  Call call(env, info, "repeatInterleave", "t..", "input repeats dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t repeats = call.integer(1);
    const auto dim = call.maybe_integer(2);
    return call.result(at::repeat_interleave(input, repeats, dim));
  });
}

napi_value op_roll(napi_env env, napi_callback_info info) {
  Call call(env, info, "roll", "t..", "input shifts dims");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints shifts = call.integers(1);
    const OptionalInts dims = call.maybe_integers(2);
    return call.result(at::roll(input, shifts, dims.values));
  });
}

napi_value op_pad(napi_env env, napi_callback_info info) {
  Call call(env, info, "pad", "t...", "input pad mode value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints pad = call.integers(1);
    const std::string mode = call.choice(2, {"constant", "reflect", "replicate", "circular"});
    const at::Scalar value = call.scalar(3);
    return call.result(padded(input, pad, mode, value));
  });
}

napi_value op_flip(napi_env env, napi_callback_info info) {
  Call call(env, info, "flip", "t.", "input dims");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Ints dims = call.integers(1);
    return call.result(at::flip(input, dims));
  });
}

napi_value op_fliplr(napi_env env, napi_callback_info info) {
  Call call(env, info, "fliplr", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::fliplr(input));
  });
}

napi_value op_flipud(napi_env env, napi_callback_info info) {
  Call call(env, info, "flipud", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::flipud(input));
  });
}

napi_value op_rot90(napi_env env, napi_callback_info info) {
  Call call(env, info, "rot90", "t..", "input k dims");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t k = call.integer(1);
    const Ints dims = call.integers(2);
    return call.result(at::rot90(input, k, dims));
  });
}

constexpr Entry kOperations[] = {
    {"cat", op_cat},
    {"stack", op_stack},
    {"hstack", op_hstack},
    {"vstack", op_vstack},
    {"dstack", op_dstack},
    {"columnStack", op_column_stack},
    {"blockDiag", op_block_diag},
    {"cartesianProd", op_cartesian_prod},
    {"broadcastTensors", op_broadcast_tensors},
    {"meshgrid", op_meshgrid},
    {"combinations", op_combinations},
    {"chunk", op_chunk},
    {"split", op_split},
    {"tensorSplit", op_tensor_split},
    {"unbind", op_unbind},
    {"repeat", op_repeat},
    {"tile", op_tile},
    {"repeatInterleave", op_repeat_interleave},
    {"roll", op_roll},
    {"pad", op_pad},
    {"flip", op_flip},
    {"fliplr", op_fliplr},
    {"flipud", op_flipud},
    {"rot90", op_rot90},
};

}  // namespace

void register_joining(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
