// Written by tools/generate-operations.ts from src/tensor/operations. Do not edit.
#include "tensor/call.h"
#include "tensor/losses.h"
#include "tensor/likelihoods.h"

namespace troupe::tensor {
namespace {

napi_value op_cross_entropy(napi_env env, napi_callback_info info) {
  Call call(env, info, "crossEntropy", "tto...", "input target weight ignoreIndex reduction labelSmoothing");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t ignoreIndex = call.integer(3);
    const int64_t reduction = call.reduction(4);
    const double labelSmoothing = call.number(5);
    return call.result(cross_entropy(input, target, weight, reduction, ignoreIndex, labelSmoothing));
  });
}

napi_value op_nll_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "nllLoss", "tto..", "input target weight ignoreIndex reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t ignoreIndex = call.integer(3);
    const int64_t reduction = call.reduction(4);
    return call.result(at::nll_loss_nd(input, target, weight, reduction, ignoreIndex));
  });
}

napi_value op_mse_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "mseLoss", "tt.", "input target reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.reduction(2);
    return call.result(at::mse_loss(input, target, reduction));
  });
}

napi_value op_l1_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "l1Loss", "tt.", "input target reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.reduction(2);
    return call.result(at::l1_loss(input, target, reduction));
  });
}

napi_value op_smooth_l1_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "smoothL1Loss", "tt..", "input target reduction beta");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.reduction(2);
    const double beta = call.number(3);
    return call.result(at::smooth_l1_loss(input, target, reduction, beta));
  });
}

napi_value op_binary_cross_entropy_with_logits(napi_env env, napi_callback_info info) {
  Call call(env, info, "binaryCrossEntropyWithLogits", "ttoo.", "input target weight posWeight reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const auto posWeight = call.maybe_tensor(3);
    const int64_t reduction = call.reduction(4);
    return call.result(at::binary_cross_entropy_with_logits(input, target, weight, posWeight, reduction));
  });
}

napi_value op_huber_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "huberLoss", "tt..", "input target reduction delta");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const int64_t reduction = call.reduction(2);
    const double delta = call.number(3);
    return call.result(at::huber_loss(input, target, reduction, delta));
  });
}

napi_value op_binary_cross_entropy(napi_env env, napi_callback_info info) {
  Call call(env, info, "binaryCrossEntropy", "tto.", "input target weight reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const auto weight = call.maybe_tensor(2);
    const int64_t reduction = call.reduction(3);
    return call.result(at::binary_cross_entropy(input, target, weight, reduction));
  });
}

napi_value op_kl_div(napi_env env, napi_callback_info info) {
  Call call(env, info, "klDiv", "tt..", "input target reduction logTarget");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const std::string reduction = call.choice(2, {"mean", "sum", "none", "batchmean"});
    const bool logTarget = call.boolean(3);
    return call.result(kl_div(input, target, reduction, logTarget));
  });
}

napi_value op_poisson_nll_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "poissonNllLoss", "tt....", "input target logInput full eps reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    const bool logInput = call.boolean(2);
    const bool full = call.boolean(3);
    const double eps = call.number(4);
    const int64_t reduction = call.reduction(5);
    return call.result(at::poisson_nll_loss(input, target, logInput, full, eps, reduction));
  });
}

napi_value op_gaussian_nll_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "gaussianNllLoss", "ttt...", "input target variance full eps reduction");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    at::Tensor& variance = call.tensor(2);
    const bool full = call.boolean(3);
    const double eps = call.number(4);
    const int64_t reduction = call.reduction(5);
    return call.result(gaussian_nll_loss(input, target, variance, full, eps, reduction));
  });
}

napi_value op_ctc_loss(napi_env env, napi_callback_info info) {
  Call call(env, info, "ctcLoss", "tttt...", "logProbs targets inputLengths targetLengths blank reduction zeroInfinity");
  return call.run([&] {
    at::Tensor& logProbs = call.tensor(0);
    at::Tensor& targets = call.tensor(1);
    at::Tensor& inputLengths = call.tensor(2);
    at::Tensor& targetLengths = call.tensor(3);
    const int64_t blank = call.integer(4);
    const int64_t reduction = call.reduction(5);
    const bool zeroInfinity = call.boolean(6);
    return call.result(checked_ctc_loss(logProbs, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity));
  });
}

napi_value op_accuracy(napi_env env, napi_callback_info info) {
  Call call(env, info, "accuracy", "tt", "input target");
  return call.run([&] {
    at::Tensor& input = call.tensor(0);
    at::Tensor& target = call.tensor(1);
    return call.result(accuracy(input, target));
  });
}

constexpr Entry kOperations[] = {
    {"crossEntropy", op_cross_entropy},
    {"nllLoss", op_nll_loss},
    {"mseLoss", op_mse_loss},
    {"l1Loss", op_l1_loss},
    {"smoothL1Loss", op_smooth_l1_loss},
    {"binaryCrossEntropyWithLogits", op_binary_cross_entropy_with_logits},
    {"huberLoss", op_huber_loss},
    {"binaryCrossEntropy", op_binary_cross_entropy},
    {"klDiv", op_kl_div},
    {"poissonNllLoss", op_poisson_nll_loss},
    {"gaussianNllLoss", op_gaussian_nll_loss},
    {"ctcLoss", op_ctc_loss},
    {"accuracy", op_accuracy},
};

}  // namespace

void register_losses(napi_env env, napi_value exports) {
  export_all(env, exports, kOperations, std::size(kOperations));
}

}  // namespace troupe::tensor
