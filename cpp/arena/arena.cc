#include "arena/arena.h"

#include <cstring>

#include "arena/agent.h"
#include "core/ledger_view.h"
#include "tensor/call.h"

namespace troupe::arena {
namespace {

using tensor::Call;
using tensor::Failure;

Agent& agent_of(Call& call) {
  void* data = nullptr;
  if (napi_get_value_external(call.env, call.raw(0), &data) != napi_ok || data == nullptr)
    throw Failure(Failure::kArgument, "expected a stepper");
  return *static_cast<Agent*>(data);
}

template <class T>
T* values_of(Call& call, size_t i, size_t at_least = 0) {
  const Call::Bytes bytes = call.typed_array(i);
  if (bytes.length < at_least)
    throw Failure(Failure::kArgument, "a typed array is shorter than its contents");
  return static_cast<T*>(bytes.data);
}

std::vector<int64_t> integers_of(Call& call, size_t i) {
  const Call::Bytes bytes = call.typed_array(i);
  const auto* values = static_cast<const double*>(bytes.data);
  return std::vector<int64_t>(values, values + bytes.length);
}

std::vector<at::Tensor> tensors_of(Call& call, size_t i) {
  const Call::Bytes handles = call.typed_array(i);
  std::vector<at::Tensor> tensors;
  tensors.reserve(handles.length);
  for (size_t k = 0; k < handles.length; k++)
    tensors.push_back(call.handles->at(static_cast<const uint32_t*>(handles.data)[k]));
  return tensors;
}

/// The memories of the list in argument `i`: parameters, buffers, running, best (or null), staging, then
/// moments; the last of these is the moving average, if there is one.
SharedState shared_of(Call& call, size_t i, const Optimizer* optimizer, bool averages) {
  SharedState shared{};
  uint32_t length = 0;
  napi_get_array_length(call.env, call.raw(i), &length);
  for (uint32_t k = 0; k < length; k++) {
    napi_value view;
    napi_get_element(call.env, call.raw(i), k, &view);
    std::byte* memory = core::bytes_of(call.env, view);
    if (k == 0) shared.parameters = reinterpret_cast<float*>(memory);
    if (k == 1) shared.buffers = reinterpret_cast<float*>(memory);
    if (k == 2) shared.running = reinterpret_cast<double*>(memory);
    if (k == 3) shared.best = reinterpret_cast<float*>(memory);
    if (k == 4) shared.staging = memory;
    if (k > 4) shared.moments.push_back(reinterpret_cast<float*>(memory));
  }
  shared.optimizer = optimizer;
  if (shared.moments.size() != static_cast<size_t>(optimizer->states) + averages ||
      shared.moments.size() > core::kMostMoments)
    throw Failure(Failure::kArgument, "the arena's moments do not fit its optimizer");
  if (averages) shared.average = shared.moments.back();
  return shared;
}

/// stepperOpen(ledger, seat, numbers, offsets, lengths, bufferOffsets, bufferLengths, spans, memories,
/// optimizer, status)
napi_value open(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperOpen", "...........");
  return call.run([&]() -> napi_value {
    core::Ledger ledger;
    if (!core::attach(env, call.raw(0), ledger)) return nullptr;
    const uint32_t seat = call.word(1);
    if (seat >= ledger.shape.seats) throw Failure(Failure::kArgument, "the seat lies outside the ledger");
    const std::vector<int64_t> numbers = integers_of(call, 2);
    if (numbers.size() != 13) throw Failure(Failure::kArgument, "expected thirteen numbers");
    ArenaPlan plan{};
    plan.elements = numbers[0];
    plan.tail = numbers[1];
    plan.chunk_elements = numbers[2];
    plan.shards = static_cast<uint32_t>(numbers[3]);
    plan.chunks = static_cast<uint32_t>(numbers[4]);
    plan.metrics = static_cast<uint32_t>(numbers[5]);
    plan.evaluations = static_cast<uint32_t>(numbers[6]);
    plan.running = static_cast<uint32_t>(numbers[7]);
    plan.groups = static_cast<uint32_t>(numbers[8]);
    plan.scalars_per_group = static_cast<uint32_t>(numbers[9]);
    plan.ratios = static_cast<uint32_t>(numbers[11]);
    plan.slots = ledger.slots();
    plan.offsets = integers_of(call, 3);
    plan.lengths = integers_of(call, 4);
    plan.buffer_offsets = integers_of(call, 5);
    plan.buffer_lengths = integers_of(call, 6);
    const std::vector<int64_t> spans = integers_of(call, 7);
    for (size_t i = 0; i + 4 <= spans.size(); i += 4)
      plan.spans.push_back(
          {spans[i], spans[i + 1], static_cast<uint32_t>(spans[i + 2]), static_cast<uint32_t>(spans[i + 3])});
    char name[32] = {};
    napi_get_value_string_utf8(env, call.raw(9), name, sizeof name, nullptr);
    const Optimizer* optimizer = find_optimizer(name);
    if (optimizer == nullptr) throw Failure(Failure::kArgument, std::string("no optimizer named ") + name);
    SharedState shared = shared_of(call, 8, optimizer, numbers[12] != 0);
    const size_t ratios = optimizer->measure == nullptr ? 0 : plan.lengths.size();
    if (static_cast<int>(plan.scalars_per_group) != optimizer->scalars || plan.scalars_per_group > 16 ||
        plan.ratios != ratios || (ratios > 0 && plan.spans.size() != ratios) ||
        plan.shards != ledger.shape.shards || plan.chunks != ledger.shape.chunks ||
        plan.record_length() > ledger.shape.scalars)
      throw Failure(Failure::kArgument, "the arena's plan does not fit its ledger");
    auto* status = values_of<double>(call, 10, kStatusLength);
    auto agent = std::make_unique<Agent>(ledger, seat, std::move(plan), std::move(shared),
                                         static_cast<int>(numbers[10]), status);
    napi_value result;
    const auto free = [](napi_env, void* data, void*) { delete static_cast<Agent*>(data); };
    if (napi_create_external(env, agent.get(), free, nullptr, &result) != napi_ok) return nullptr;
    agent.release();
    return result;
  });
}

/// stepperBind(stepper, parameters, buffers, constants)
napi_value bind(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperBind", "....");
  return call.run([&] {
    agent_of(call).work.bind(tensors_of(call, 1), tensors_of(call, 2), tensors_of(call, 3));
    return call.nothing();
  });
}

/// stepperNext(stepper, limitMs): what to do now; the status says for which step, shard, …
napi_value next(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperNext", "..");
  return call.run([&] {
    const auto limit = static_cast<uint64_t>(call.number(1) * 1e6);
    return call.result(static_cast<double>(static_cast<uint32_t>(agent_of(call).next(limit))));
  });
}

/// stepperPrepare(stepper): before each shard and each evaluation batch.
napi_value prepare(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperPrepare", ".");
  return call.run([&] {
    Agent& agent = agent_of(call);
    if (at::get_num_threads() != agent.threads)
      throw Failure(Failure::kOperation,
                    "this thread's number of native threads was changed; it decides over bits");
    agent.work.prepare(agent.stepper->destination());
    return call.nothing();
  });
}

/// stepperComputed(stepper, loss, weight, inputs): takes the gradients, or says which tensor was changed in
/// place.
napi_value computed(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperComputed", ".t..");
  return call.run([&] {
    Agent& agent = agent_of(call);
    const int64_t changed = agent.work.changed(tensors_of(call, 3));
    if (changed < 0 && agent.work.drew()) return call.result(-2.0);
    if (changed < 0) {
      agent.work.set_loss(call.tensor(1).item().toFloat(), static_cast<float>(call.number(2)));
      agent.stepper->computed();
    }
    return call.result(static_cast<double>(changed));
  });
}

/// stepperEvaluated(stepper, metrics, count)
napi_value evaluated(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperEvaluated", "...");
  return call.run([&] {
    Agent& agent = agent_of(call);
    agent.work.set_metrics(values_of<double>(call, 1, agent.work.plan().metrics), call.number(2));
    agent.stepper->evaluated();
    return call.nothing();
  });
}

/// stepperInputs(stepper, sums: Float64Array(4), running, evaluations | null): what the decision is made
/// from. sums: squared norm, first block that is not finite or -1, summed loss, summed weight.
napi_value inputs(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperInputs", "....");
  return call.run([&] {
    Agent& agent = agent_of(call);
    const StepWork& work = agent.work;
    if (!agent.state().closing) {
      auto* sums = values_of<double>(call, 1, 4);
      int64_t bad = -1;
      sums[0] = work.norm_squared(bad);
      sums[1] = static_cast<double>(bad);
      sums[2] = work.tail(kTailLoss);
      sums[3] = work.tail(kTailWeight);
    }
    std::copy_n(work.shared().running, work.plan().running, values_of<double>(call, 2, work.plan().running));
    if (!call.absent(3)) {
      const size_t width = work.plan().metrics + 1;
      auto* out = values_of<double>(call, 3, width * work.plan().evaluations);
      for (uint32_t b = 0; b < work.plan().evaluations; b++)
        std::copy_n(work.evaluation(b), width, out + b * width);
    }
    return call.nothing();
  });
}

/// stepperRatios(stepper, scalars, ratios): of each parameter, for the update that a decision is about to
/// name. Parameters and moments stand still until it is named; one that reads later has lost anyway.
napi_value ratios(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperRatios", "...");
  return call.run([&] {
    Agent& agent = agent_of(call);
    const ArenaPlan& plan = agent.work.plan();
    if (plan.ratios == 0) throw Failure(Failure::kArgument, "this optimizer measures nothing");
    const auto* scalars = values_of<double>(call, 1, size_t{plan.groups} * plan.scalars_per_group);
    agent.work.ratios(agent.state().cover, agent.state().cover_count, scalars,
                      values_of<double>(call, 2, plan.ratios));
    return call.nothing();
  });
}

/// stepperSpoilt(stepper, verdict, block): what becomes of a sum that is not finite where `verdict` is
/// wanted; `block` is the first that is not, or -1. The first such attempt of a step is tried again, and then
/// others compute the shards of those whose parts were not finite; the second fails. Leaves a record for
/// main, the same whoever decides. Returns the verdict, or 0 when the round has moved on.
napi_value spoilt(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperSpoilt", "...");
  return call.run([&] {
    Agent& agent = agent_of(call);
    auto& stepper = *agent.stepper;
    const core::Ledger& ledger = stepper.ledger();
    const core::Round round = stepper.round();
    auto verdict = static_cast<core::Verdict>(call.word(1));
    using Memory = core::SharedMemory;
    uint32_t seats[core::kMaxShards], count = 0;
    uint64_t who = 0, begin = 0, end = 0;
    const uint64_t redone = Memory::load(&ledger.redone[(round.attempt + 1) & core::kMaxAttempts]);
    const bool stands = stepper.find_spoilt([&](const core::CoverNode& part) {
      const core::Node node = ledger.node_of(part.node);
      const uint64_t life = core::Life::of(Memory::load(&ledger.lives[part.word.seat])).bits() | 7;
      if (count == 0) begin = uint64_t{node.index} << node.level;
      who = count == 0 || who == life + 1 ? life + 1 : 0;
      end = ledger.end_of(node);
      seats[count++] = part.word.seat;
    });
    if (!stands) return call.result(0.0);
    if (verdict == core::Verdict::kRetry) {
      if (round.attempt == core::kMaxAttempts || stepper.retried_before()) verdict = core::Verdict::kFail;
      for (uint32_t i = 0; verdict == core::Verdict::kRetry && i < count; i++) stepper.suspect(seats[i]);
    }
    // The one of a step that was tried again stays: that it failed then is what the run ends with.
    uint64_t* record = ledger.spoilt + (round.step % core::kHistory) * core::kSpoiltWords;
    if (verdict != core::Verdict::kFail || round.attempt == 0) {
      Memory::store(&record[core::kSpoiltVerdict], static_cast<uint64_t>(verdict));
      Memory::store(&record[core::kSpoiltWho], who);
      Memory::store(&record[core::kSpoiltShards], begin << 32 | end);
      Memory::store(&record[core::kSpoiltRedone], redone);
      Memory::store(&record[core::kSpoiltBlock], static_cast<uint64_t>(call.integer(2) + 1));
      Memory::store(&record[core::kSpoiltTag], round.tag());
    }
    return call.result(static_cast<double>(static_cast<uint32_t>(verdict)));
  });
}

/// stepperDecided(stepper, record: Float64Array)
napi_value decided(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperDecided", "..");
  return call.run([&] {
    Agent& agent = agent_of(call);
    agent.stepper->decided(values_of<uint64_t>(call, 1, agent.stepper->ledger().shape.scalars));
    return call.nothing();
  });
}

/// stepperReached(stepper, phase): whether an armed fault takes this agent here.
napi_value reached(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperReached", "..");
  return call.run([&] { return call.result(agent_of(call).stepper->reached(call.word(1))); });
}

/// stepperResume(stepper): it goes on after the fault that made it stand still.
napi_value resume(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperResume", ".");
  return call.run([&] {
    agent_of(call).stepper->resume();
    return call.nothing();
  });
}

/// stepperFail(stepper): JavaScript has thrown, and its thread ends.
napi_value fail(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperFail", ".");
  return call.run([&] {
    agent_of(call).stepper->fail();
    return call.nothing();
  });
}

/// stepperLeave(stepper): `next` says so when it holds nothing any more.
napi_value leave(napi_env env, napi_callback_info info) {
  Call call(env, info, "stepperLeave", ".");
  return call.run([&] {
    agent_of(call).stepper->leave();
    return call.nothing();
  });
}

/// treeSum(out, left, right, begin, end): the kernel alone, for measuring it.
napi_value tree_sum_entry(napi_env env, napi_callback_info info) {
  Call call(env, info, "treeSum", ".....");
  return call.run([&] {
    const auto begin = call.integer(3), end = call.integer(4);
    auto* out = values_of<float>(call, 0, static_cast<size_t>(end));
    const Summand summands[] = {{{0, 0}, values_of<float>(call, 1, static_cast<size_t>(end)) + begin},
                                {{0, 1}, values_of<float>(call, 2, static_cast<size_t>(end)) + begin}};
    tree_sum(out + begin, summands, 2, end - begin, nullptr, end - begin >= kPastCache);
    return call.nothing();
  });
}

}  // namespace

void register_arena(napi_env env, napi_value exports) {
  static constexpr tensor::Entry kEntries[] = {
      {"stepperOpen", open},       {"stepperBind", bind},         {"stepperNext", next},
      {"stepperPrepare", prepare}, {"stepperComputed", computed}, {"stepperEvaluated", evaluated},
      {"stepperInputs", inputs},   {"stepperDecided", decided},   {"stepperReached", reached},
      {"stepperResume", resume},   {"stepperLeave", leave},       {"stepperFail", fail},
      {"stepperSpoilt", spoilt},   {"stepperRatios", ratios},     {"treeSum", tree_sum_entry},
  };
  tensor::export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::arena
