// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/indexing.h"
#include "tensor/mask.h"

namespace troupe::tensor {
namespace {

napi_value op_at(napi_env env, napi_callback_info info) {
  Call call(env, info, "at", "t.l", "input index index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Index index = call.index(1);
    return call.result(take_at(input, index));
  });
}

napi_value op_set_at(napi_env env, napi_callback_info info) {
  Call call(env, info, "setAt", "t.lt", "input index index value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Index index = call.index(1);
    at::Tensor& value = call.tensor(3);
    put_at(input, index, value);
    return call.nothing();
  });
}

napi_value op_set_at_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "setAt", "t.l.", "input index index value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const Index index = call.index(1);
    const at::Scalar value = call.scalar(3);
    put_at(input, index, value);
    return call.nothing();
  });
}

napi_value op_gather(napi_env env, napi_callback_info info) {
  Call call(env, info, "gather", "t.t", "input dim index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    return call.result(at::gather(input, dim, index));
  });
}

napi_value op_take_along_dim(napi_env env, napi_callback_info info) {
  Call call(env, info, "takeAlongDim", "tt.", "input index dim");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& index = call.tensor(1);
    const auto dim = call.maybe_integer(2);
    return call.result(take_along(input, index, dim));
  });
}

napi_value op_take(napi_env env, napi_callback_info info) {
  Call call(env, info, "take", "tt", "input index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& index = call.tensor(1);
    return call.result(at::take(input, index));
  });
}

napi_value op_index_select(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexSelect", "t.t", "input dim index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    return call.result(at::index_select(input, dim, index));
  });
}

napi_value op_masked_select(napi_env env, napi_callback_info info) {
  Call call(env, info, "maskedSelect", "tt", "input mask");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mask = call.tensor(1);
    return call.result(at::masked_select(input, boolean(mask)));
  });
}

napi_value op_masked_fill(napi_env env, napi_callback_info info) {
  Call call(env, info, "maskedFill", "tt.", "input mask value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mask = call.tensor(1);
    const at::Scalar value = call.scalar(2);
    return call.result(at::masked_fill(input, boolean(mask), value));
  });
}

napi_value op_masked_scatter(napi_env env, napi_callback_info info) {
  Call call(env, info, "maskedScatter", "ttt", "input mask source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& mask = call.tensor(1);
    at::Tensor& source = call.tensor(2);
    return call.result(at::masked_scatter(input, boolean(mask), source));
  });
}

napi_value op_nonzero(napi_env env, napi_callback_info info) {
  Call call(env, info, "nonzero", "t", "input");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    return call.result(at::nonzero(input));
  });
}

napi_value op_scatter(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatter", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    return call.result(at::scatter(input, dim, index, source));
  });
}

napi_value op_scatter_scalar(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatter", "t.t.", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    const at::Scalar source = call.scalar(3);
    return call.result(at::scatter(input, dim, index, source));
  });
}

napi_value op_scatter_add(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatterAdd", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    return call.result(at::scatter_add(input, dim, index, source));
  });
}

napi_value op_scatter_reduce(napi_env env, napi_callback_info info) {
  Call call(env, info, "scatterReduce", "t.tt..", "input dim index source reduce includeSelf");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    const std::string reduce = call.choice(4, {"sum", "prod", "mean", "amax", "amin"});
    const bool includeSelf = call.boolean(5);
    return call.result(at::scatter_reduce(input, dim, index, source, reduce, includeSelf));
  });
}

napi_value op_index_add(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexAdd", "t.tt.", "input dim index source alpha");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    const at::Scalar alpha = call.scalar(4);
    return call.result(at::index_add(input, dim, index, source, alpha));
  });
}

napi_value op_index_copy(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexCopy", "t.tt", "input dim index source");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    return call.result(at::index_copy(input, dim, index, source));
  });
}

napi_value op_index_fill(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexFill", "t.t.", "input dim index value");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    const at::Scalar value = call.scalar(3);
    return call.result(at::index_fill(input, dim, index, value));
  });
}

napi_value op_index_reduce(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexReduce", "t.tt..", "input dim index source reduce includeSelf");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t dim = call.integer(1);
    at::Tensor& index = call.tensor(2);
    at::Tensor& source = call.tensor(3);
    const std::string reduce = call.choice(4, {"prod", "mean", "amax", "amin"});
    const bool includeSelf = call.boolean(5);
    return call.result(at::index_reduce(input, dim, index, source, reduce, includeSelf));
  });
}

napi_value op_index_put(napi_env env, napi_callback_info info) {
  Call call(env, info, "indexPut", "tlt.", "input indices values accumulate");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const auto indices = call.maybe_tensors(1);
    at::Tensor& values = call.tensor(2);
    const bool accumulate = call.boolean(3);
    return call.result(at::index_put(input, indices, values, accumulate));
  });
}

napi_value op_tril(napi_env env, napi_callback_info info) {
  Call call(env, info, "tril", "t.", "input diagonal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    return call.result(at::tril(input, diagonal));
  });
}

napi_value op_triu(napi_env env, napi_callback_info info) {
  Call call(env, info, "triu", "t.", "input diagonal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    return call.result(at::triu(input, diagonal));
  });
}

napi_value op_diag(napi_env env, napi_callback_info info) {
  Call call(env, info, "diag", "t.", "input diagonal");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t diagonal = call.integer(1);
    return call.result(input.dim() == 2 ? at::diagonal(input, diagonal).clone() : at::diag(input, diagonal));
  });
}

napi_value op_diag_embed(napi_env env, napi_callback_info info) {
  Call call(env, info, "diagEmbed", "t...", "input offset dim1 dim2");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t offset = call.integer(1);
    const int64_t dim1 = call.integer(2);
    const int64_t dim2 = call.integer(3);
    return call.result(at::diag_embed(input, offset, dim1, dim2));
  });
}

napi_value op_select_scatter(napi_env env, napi_callback_info info) {
  Call call(env, info, "selectScatter", "tt..", "input source dim index");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& source = call.tensor(1);
    const int64_t dim = call.integer(2);
    const int64_t index = call.integer(3);
    return call.result(at::select_scatter(input, source, dim, index));
  });
}

napi_value op_slice_scatter(napi_env env, napi_callback_info info) {
  Call call(env, info, "sliceScatter", "tt....", "input source dim start end step");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& source = call.tensor(1);
    const int64_t dim = call.integer(2);
    const auto start = call.maybe_integer(3);
    const auto end = call.maybe_integer(4);
    const int64_t step = call.integer(5);
    return call.result(at::slice_scatter(input, source, dim, start, end, step));
  });
}

napi_value op_diagonal_scatter(napi_env env, napi_callback_info info) {
  Call call(env, info, "diagonalScatter", "tt...", "input source offset dim1 dim2");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& source = call.tensor(1);
    const int64_t offset = call.integer(2);
    const int64_t dim1 = call.integer(3);
    const int64_t dim2 = call.integer(4);
    return call.result(at::diagonal_scatter(input, source, offset, dim1, dim2));
  });
}

napi_value op_one_hot(napi_env env, napi_callback_info info) {
  Call call(env, info, "oneHot", "t.", "input classes");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    const int64_t classes = call.integer(1);
    return call.result(at::one_hot(input, classes));
  });
}

constexpr Entry kOperations[] = {
    {"at", op_at},
    {"setAt", op_set_at},
    {"setAtScalar", op_set_at_scalar},
    {"gather", op_gather},
    {"takeAlongDim", op_take_along_dim},
    {"take", op_take},
    {"indexSelect", op_index_select},
    {"maskedSelect", op_masked_select},
    {"maskedFill", op_masked_fill},
    {"maskedScatter", op_masked_scatter},
    {"nonzero", op_nonzero},
    {"scatter", op_scatter},
    {"scatterScalar", op_scatter_scalar},
    {"scatterAdd", op_scatter_add},
    {"scatterReduce", op_scatter_reduce},
    {"indexAdd", op_index_add},
    {"indexCopy", op_index_copy},
    {"indexFill", op_index_fill},
    {"indexReduce", op_index_reduce},
    {"indexPut", op_index_put},
    {"tril", op_tril},
    {"triu", op_triu},
    {"diag", op_diag},
    {"diagEmbed", op_diag_embed},
    {"selectScatter", op_select_scatter},
    {"sliceScatter", op_slice_scatter},
    {"diagonalScatter", op_diagonal_scatter},
    {"oneHot", op_one_hot},
};

}  // namespace

void register_indexing(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
