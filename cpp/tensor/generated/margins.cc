// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/likelihoods.h"

namespace troupe::tensor {
namespace {

napi_value op_cosine_similarity(napi_env env, napi_callback_info info) {
  Call call(env, info, "cosineSimilarity", "tt..", "x1 x2 dim eps");
  return call.run([&] {
    at::Tensor& x1 = call.tensor(0);
    at::Tensor& x2 = call.tensor(1);
    const int64_t dim = call.integer(2);
    const double eps = call.number(3);
    return call.result(at::cosine_similarity(x1, x2, dim, eps));
  });
}

napi_value op_pairwise_distance(napi_env env, napi_callback_info info) {
  Call call(env, info, "pairwiseDistance", "tt...", "x1 x2 p eps keepdim");
  return call.run([&] {
    at::Tensor& x1 = call.tensor(0);
    at::Tensor& x2 = call.tensor(1);
    const double p = call.number(2);
    const double eps = call.number(3);
    const bool keepdim = call.boolean(4);
    return call.result(at::pairwise_distance(x1, x2, p, eps, keepdim));
  });
}

napi_value op_cosine_embedding_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "cosineEmbeddingLoss", "ttt..", "input1 input2 target margin reduction");
  return call.run([&] {
    at::Tensor& input1 = call.tensor(0);
    at::Tensor& input2 = call.tensor(1);
    at::Tensor& target = call.tensor(2);
    const double margin = call.number(3);
    const int64_t reduction = call.reduction(4);
    return call.result(at::cosine_embedding_loss(input1, input2, target, margin, reduction));
  });
}

napi_value op_triplet_margin_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "tripletMarginLoss", "ttt.....", "anchor positive negative margin p eps swap reduction");
  return call.run([&] {
    at::Tensor& anchor = call.tensor(0);
    at::Tensor& positive = call.tensor(1);
    at::Tensor& negative = call.tensor(2);
    const double margin = call.number(3);
    const double p = call.number(4);
    const double eps = call.number(5);
    const bool swap = call.boolean(6);
    const int64_t reduction = call.reduction(7);
    return call.result(at::triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, reduction));
  });
}

napi_value op_margin_ranking_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "marginRankingLoss", "ttt..", "input1 input2 target margin reduction");
  return call.run([&] {
    at::Tensor& input1 = call.tensor(0);
    at::Tensor& input2 = call.tensor(1);
    at::Tensor& target = call.tensor(2);
    const double margin = call.number(3);
    const int64_t reduction = call.reduction(4);
    return call.result(at::margin_ranking_loss(input1, input2, target, margin, reduction));
  });
}

napi_value op_hinge_embedding_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "hingeEmbeddingLoss", "tt..", "input target margin reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const double margin = call.number(2);
    const int64_t reduction = call.reduction(3);
    return call.result(at::hinge_embedding_loss(input, target, margin, reduction));
  });
}

napi_value op_soft_margin_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "softMarginLoss", "tt.", "input target reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.reduction(2);
    return call.result(at::soft_margin_loss(input, target, reduction));
  });
}

napi_value op_multi_margin_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "multiMarginLoss", "tt..o.", "input target p margin weight reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t p = call.integer(2);
    const double margin = call.number(3);
    const auto weight = call.maybe_tensor(4);
    const int64_t reduction = call.reduction(5);
    return call.result(at::multi_margin_loss(input, target, p, margin, weight, reduction));
  });
}

napi_value op_multilabel_soft_margin_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "multilabelSoftMarginLoss", "tto.", "input target weight reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t reduction = call.reduction(3);
    return call.result(multilabel_soft_margin_loss(input, target, weight, reduction));
  });
}

constexpr Entry kOperations[] = {
    {"cosineSimilarity", op_cosine_similarity},
    {"pairwiseDistance", op_pairwise_distance},
    {"cosineEmbeddingLoss", op_cosine_embedding_loss},
    {"tripletMarginLoss", op_triplet_margin_loss},
    {"marginRankingLoss", op_margin_ranking_loss},
    {"hingeEmbeddingLoss", op_hinge_embedding_loss},
    {"softMarginLoss", op_soft_margin_loss},
    {"multiMarginLoss", op_multi_margin_loss},
    {"multilabelSoftMarginLoss", op_multilabel_soft_margin_loss},
};

}  // namespace

void register_margins(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
