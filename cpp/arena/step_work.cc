#include "arena/step_work.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "tensor/gradient_places.h"

namespace troupe::arena {

namespace {

double scalar(const uint64_t* record, uint32_t at) { return std::bit_cast<double>(record[at]); }

core::StateShape shape_of(const ArenaPlan& plan, const SharedState& shared) {
  return {plan.elements,
          plan.chunk_elements,
          plan.tail - kTailBuffers,
          plan.chunks,
          static_cast<uint32_t>(shared.moments.size()),
          plan.running,
          shared.best != nullptr};
}

core::StateImage image_of(const SharedState& shared) {
  core::StateImage image{shared.parameters, {}, shared.buffers, shared.best, shared.running};
  std::copy(shared.moments.begin(), shared.moments.end(), image.moments);
  return image;
}

}  // namespace

StepWork::StepWork(core::Ledger ledger, uint32_t seat, ArenaPlan plan, SharedState shared)
    : ledger_(ledger),
      seat_(seat),
      plan_(std::move(plan)),
      shared_(std::move(shared)),
      own_(memory_of(seat)),
      state_(shape_of(plan_, shared_)),
      image_(image_of(shared_)),
      staging_(core::StateImage::at(shared_.staging, state_)),
      summands_(plan_.shards),
      metrics_(plan_.metrics + 1),
      last_lap_(core::now_ns()) {}

void StepWork::bind(std::vector<at::Tensor> parameters, std::vector<at::Tensor> buffers,
                    std::vector<at::Tensor> constants) {
  parameters_ = std::move(parameters);
  buffers_ = std::move(buffers);
  constants_ = std::move(constants);
  versions_.resize(parameters_.size() + constants_.size());
  tensor::GradientPlaces::of_thread().describe(parameters_, plan_.offsets);
}

void StepWork::prepare(int64_t into) {
  tensor::GradientPlaces::of_thread().open(into < 0 ? nullptr : slot(static_cast<uint32_t>(into)));
  for (size_t i = 0; i < buffers_.size(); i++)
    std::memcpy(buffers_[i].data_ptr(), shared_.buffers + plan_.buffer_offsets[i] - kTailBuffers,
                static_cast<size_t>(plan_.buffer_lengths[i]) * sizeof(float));
  generator_ = tensor::default_generator_mark();
  size_t v = 0;
  for (at::Tensor& parameter : parameters_) {
    // Left undefined, so that autograd hands over its own fresh tensor instead of adding to zeros.
    parameter.mutable_grad() = at::Tensor();
    versions_[v++] = static_cast<uint32_t>(parameter._version());
  }
  for (const at::Tensor& constant : constants_) versions_[v++] = static_cast<uint32_t>(constant._version());
}

int64_t StepWork::changed(const std::vector<at::Tensor>& inputs) const {
  size_t v = 0;
  for (const auto* list : {&parameters_, &constants_})
    for (const at::Tensor& tensor : *list)
      if (static_cast<uint32_t>(tensor._version()) != versions_[v++]) return static_cast<int64_t>(v) - 1;
  for (const at::Tensor& input : inputs) {
    if (input._version() != 0) return static_cast<int64_t>(v);
    v++;
  }
  return -1;
}

void StepWork::set_metrics(const double* values, double count) {
  metrics_[0] = count;
  std::copy(values, values + plan_.metrics, metrics_.begin() + 1);
}

void StepWork::begun(uint64_t step) noexcept {
  uint64_t* word = &ledger_.begun[step % core::kHistory];
  uint64_t seen = core::SharedMemory::load(word);
  while (seen >> 32 <= step + 1) {
    const uint64_t next = seen >> 32 == step + 1 ? seen + 1 : ((step + 1) << 32) + 1;
    if (core::SharedMemory::exchange_if(word, seen, next)) break;
  }
}

/// Writes every element of the slot on every path, or adds every element: a parameter without a gradient
/// counts as zero.
void StepWork::collect(uint32_t index, bool add) {
  tensor::GradientPlaces::of_thread().close();
  float* to = slot(index);
  for (size_t i = 0; i < parameters_.size(); i++) {
    float* segment = to + plan_.offsets[i];
    const int64_t length = plan_.lengths[i];
    at::Tensor& grad = parameters_[i].mutable_grad();
    if (!grad.defined()) {
      if (!add) std::memset(segment, 0, static_cast<size_t>(length) * sizeof(float));
      continue;
    }
    const at::Tensor dense = grad.contiguous();
    const float* values = dense.data_ptr<float>();
    if (add)
      add_into(segment, values, length);
    else if (values != segment)
      std::memcpy(segment, values, static_cast<size_t>(length) * sizeof(float));
    grad = at::Tensor();
  }
  float* tail = to + plan_.elements;
  if (add) {
    tail[kTailLoss] += loss_;
    tail[kTailWeight] += weight_;
  } else {
    tail[kTailLoss] = loss_;
    tail[kTailWeight] = weight_;
  }
  for (size_t i = 0; i < buffers_.size(); i++) {
    const auto* values = static_cast<const float*>(buffers_[i].data_ptr());
    float* segment = tail + plan_.buffer_offsets[i];
    if (add)
      add_into(segment, values, plan_.buffer_lengths[i]);
    else
      std::memcpy(segment, values, static_cast<size_t>(plan_.buffer_lengths[i]) * sizeof(float));
  }
}

void StepWork::merge(uint32_t left, uint32_t right) noexcept {
  add_into(slot(left), slot(right), plan_.stride());
}

void StepWork::spoil(uint32_t index, core::Armed::Act act) noexcept {
  float* values = slot(index);
  if (act == core::Armed::kNan) {
    values[0] = std::numeric_limits<float>::quiet_NaN();
    return;
  }
  // The upper bit of a mantissa: silent, and large enough to change any sum. A zero would stay one under
  // flush-to-zero.
  int64_t at = 0;
  while (at + 1 < plan_.elements && values[at] == 0) at++;
  values[at] =
      std::bit_cast<float>(std::bit_cast<uint32_t>(values[at]) ^ (values[at] == 0 ? 1u << 29 : 1u << 22));
}

bool StepWork::same(uint32_t index, core::Word leaf) const noexcept {
  return std::memcmp(slot(index), memory_of(leaf.seat).slots + leaf.place * plan_.stride(),
                     static_cast<size_t>(plan_.stride()) * sizeof(float)) == 0;
}

bool StepWork::finite(const core::CoverNode& node) const noexcept {
  const float* values = values_of(node);
  for (int64_t i = 0; i < plan_.stride(); i++)
    if (!std::isfinite(values[i])) return false;
  return true;
}

void StepWork::sum(const core::CoverNode* cover, uint32_t count, uint32_t chunk) noexcept {
  const int64_t begin = plan_.begin_of(chunk);
  double* squares = chunk == plan_.parameter_chunks() ? nullptr : own_.squares + begin / kBlock;
  if (lies_in_slot(chunk, count))
    return squares_of_blocks(values_of(cover[0]) + begin, plan_.length_of(chunk), squares);
  for (uint32_t i = 0; i < count; i++)
    summands_[i] = {ledger_.node_of(cover[i].node), values_of(cover[i]) + begin};
  tree_sum(own_.results + begin, summands_.data(), plan_.shards, plan_.length_of(chunk), squares,
           plan_.elements >= kPastCache);
}

void StepWork::update(uint32_t chunk, uint32_t seat, const core::CoverNode* cover, uint32_t count,
                      const uint64_t* record) noexcept {
  const int64_t begin = plan_.begin_of(chunk), end = begin + plan_.length_of(chunk);
  const float* result = lies_in_slot(chunk, count) ? values_of(cover[0]) : memory_of(seat).results;
  // What an evaluation saw is what is kept.
  const float* evaluated = shared_.average != nullptr ? shared_.average : shared_.parameters;
  const bool keep = shared_.best != nullptr && scalar(record, kKeepBest) != 0;
  const bool apply = verdict(record) == core::Verdict::kApply;
  if (chunk == plan_.parameter_chunks()) {
    const int64_t count = plan_.tail - kTailBuffers;
    if (keep)
      std::memcpy(shared_.best + plan_.elements, shared_.buffers, static_cast<size_t>(count) * sizeof(float));
    if (!apply) return;
    const auto scale = static_cast<float>(scalar(record, kBufferScale));
    for (int64_t i = 0; i < count; i++) shared_.buffers[i] = result[begin + kTailBuffers + i] * scale;
    return;
  }
  if (keep)
    std::memcpy(shared_.best + begin, evaluated + begin, static_cast<size_t>(end - begin) * sizeof(float));
  if (chunk == 0)
    for (uint32_t i = 0; i < plan_.running; i++) shared_.running[i] = scalar(record, kRunning + i);
  if (!apply) return;

  double scalars[16];
  float* moments[core::kMostMoments];
  for (const Span& span : plan_.spans) {
    const int64_t from = std::max(begin, span.begin), to = std::min(end, span.end);
    if (from >= to) continue;
    const uint32_t at = plan_.scalars_at() + span.group * plan_.scalars_per_group;
    for (uint32_t i = 0; i < plan_.scalars_per_group; i++) scalars[i] = scalar(record, at + i);
    if (plan_.ratios > 0)
      scalars[plan_.scalars_per_group - 1] = scalar(record, plan_.ratios_at() + span.parameter);
    for (size_t i = 0; i < shared_.moments.size(); i++) moments[i] = shared_.moments[i] + from;
    shared_.optimizer->kernel(shared_.parameters + from, result + from, moments, to - from, scalars);
  }
  if (shared_.average != nullptr)
    average(shared_.average + begin, shared_.parameters + begin, end - begin, scalar(record, kAverageKeep));
}

void StepWork::record(uint64_t step, const uint64_t* record) noexcept {
  uint64_t* entry = ledger_.history_of(step);
  // The step's number is written last and cleared first: main skips an entry that changes while it reads.
  core::SharedMemory::store(&entry[0], uint64_t{0});
  const uint64_t values[] = {record[kLoss], record[kNorm], record[kRate], core::now_ns()};
  for (uint32_t i = 0; i < 4; i++) core::SharedMemory::store(&entry[1 + i], values[i]);
  core::SharedMemory::store(&entry[0], step + 1);
  const double number = scalar(record, kEvaluation);
  if (number == 0) return;
  uint64_t* evaluation = ledger_.evaluation_of(static_cast<uint64_t>(number) - 1);
  core::SharedMemory::store(&evaluation[0], uint64_t{0});
  for (uint32_t i = 0; i < plan_.metrics; i++)
    core::SharedMemory::store(&evaluation[1 + i], record[kRunning + plan_.running + i]);
  core::SharedMemory::store(&evaluation[0], static_cast<uint64_t>(number));
}

void StepWork::keep_evaluation(uint32_t batch) noexcept {
  std::copy(metrics_.begin(), metrics_.end(), own_.evaluations + size_t{batch} * metrics_.size());
}

core::Verdict StepWork::verdict(const uint64_t* record) const noexcept {
  return static_cast<core::Verdict>(static_cast<uint32_t>(scalar(record, kVerdict)));
}

uint64_t StepWork::lap(uint32_t lap) noexcept {
  const uint64_t now = core::now_ns(), spent = now - last_lap_;
  core::SharedMemory::count(ledger_.row(seat_) + core::kRowLaps + lap, spent);
  last_lap_ = now;
  return spent;
}

double StepWork::norm_squared(int64_t& bad) const noexcept {
  double sum = 0;
  bad = -1;
  for (uint32_t chunk = 0; chunk < plan_.parameter_chunks(); chunk++) {
    const double* squares = memory_of(summer(chunk)).squares;
    const int64_t first = plan_.begin_of(chunk) / kBlock;
    for (int64_t b = first; b < first + plan_.length_of(chunk) / kBlock; b++) {
      if (bad < 0 && !(squares[b] - squares[b] == 0)) bad = b;
      sum += squares[b];
    }
  }
  return sum;
}

void StepWork::ratios(const core::CoverNode* cover, uint32_t count, const double* scalars,
                      double* out) const noexcept {
  const float* moments[core::kMostMoments];
  for (const Span& span : plan_.spans) {
    Lengths lengths;
    const int64_t end = span.begin + plan_.lengths[span.parameter];
    for (int64_t from = span.begin; from < end;) {
      const auto chunk = static_cast<uint32_t>(from / plan_.chunk_elements);
      const int64_t to = std::min(end, plan_.begin_of(chunk) + plan_.length_of(chunk));
      const float* sum = lies_in_slot(chunk, count) ? values_of(cover[0]) : memory_of(summer(chunk)).results;
      for (size_t i = 0; i < shared_.moments.size(); i++) moments[i] = shared_.moments[i] + from;
      shared_.optimizer->measure(shared_.parameters + from, sum + from, moments, to - from,
                                 scalars + size_t{span.group} * plan_.scalars_per_group, lengths);
      from = to;
    }
    out[span.parameter] = ratio_of(lengths);
  }
}

double StepWork::tail(int64_t element) const noexcept {
  return memory_of(summer(plan_.parameter_chunks())).results[plan_.elements + element];
}

const double* StepWork::evaluation(uint32_t b) const noexcept {
  const uint32_t seat = core::Word::of(core::SharedMemory::load(&ledger_.evaluations[b])).seat;
  return memory_of(seat).evaluations + size_t{b} * metrics_.size();
}

}  // namespace troupe::arena
