#include "core/ledger_binding.h"

#include "core/armed.h"
#include "core/ledger_view.h"
#include "core/memory.h"
#include "core/seats.h"
#include "core/snapshot.h"

namespace troupe {
namespace {

using namespace core;
using Memory = SharedMemory;

using Arguments = LedgerArguments<10>;

void announce(const Ledger& ledger) { Memory::announce(ledger.event, ledger.waiters); }

LedgerShape shape_of(napi_env env, napi_value value) {
  LedgerShape shape{};
  size_t length = 0;
  const std::byte* words = bytes_of(env, value, &length);
  if (words != nullptr && length == sizeof shape) std::memcpy(&shape, words, sizeof shape);
  return shape;
}

/// misalignment(view): how far the view's memory starts behind a 64-byte line.
napi_value misalignment(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  return number(env, double(reinterpret_cast<uintptr_t>(bytes_of(env, value)) % 64));
}

/// ledgerTables(shape): byte offsets of the tables that JavaScript reads by itself, the total size last.
napi_value ledger_tables(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value value, result;
  napi_get_cb_info(env, info, &count, &value, nullptr, nullptr);
  Ledger ledger;
  const size_t total = ledger.lay(nullptr, shape_of(env, value));
  const void* const tables[] = {ledger.round, ledger.decision,  ledger.limit,   ledger.lives,
                                ledger.begun, ledger.published, ledger.history, ledger.evaluation_history,
                                ledger.rows,  ledger.sums,      ledger.faults,  ledger.redone,
                                ledger.spoilt};
  const size_t length = std::size(tables);
  napi_create_array_with_length(env, length + 2, &result);
  for (size_t i = 0; i < length; i++)
    napi_set_element(env, result, i, number(env, double(reinterpret_cast<uintptr_t>(tables[i]))));
  napi_set_element(env, result, length, number(env, ledger.row_words));
  napi_set_element(env, result, length + 1, number(env, double(total)));
  return result;
}

/// ledgerStamp(view, shape, total, evaluateEvery, first, snapshotEvery, redundantShare, redundantSeed): makes
/// a ledger of zeroed memory whose round is step `first`.
napi_value ledger_stamp(napi_env env, napi_callback_info info) {
  size_t count = 8;
  napi_value values[8];
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  size_t length = 0;
  std::byte* base = bytes_of(env, values[0], &length);
  const LedgerShape shape = shape_of(env, values[1]);
  Ledger ledger;
  if (base == nullptr || ledger.lay(base, shape) > length) {
    napi_throw_range_error(env, "ERR_LEDGER_SIZE", "the memory is smaller than the ledger of this shape");
    return nullptr;
  }
  stamp(base, shape);
  int64_t total = 0, every = 0, first = 0, snapshots = 0, share = 0, seed = 0;
  napi_get_value_int64(env, values[2], &total);
  napi_get_value_int64(env, values[3], &every);
  napi_get_value_int64(env, values[4], &first);
  napi_get_value_int64(env, values[5], &snapshots);
  napi_get_value_int64(env, values[6], &share);
  napi_get_value_int64(env, values[7], &seed);
  Memory::store(ledger.limit, static_cast<uint64_t>(total));
  Memory::store(ledger.total, static_cast<uint64_t>(total));
  Memory::store(ledger.evaluate_every, static_cast<uint64_t>(every));
  Memory::store(&ledger.redundancy[kRedundantShare], static_cast<uint64_t>(share));
  Memory::store(&ledger.redundancy[kRedundantSeed], static_cast<uint64_t>(seed));
  Memory::store(ledger.round, Round{static_cast<uint64_t>(first), 0}.tag());
  if (snapshots > 0) {
    Memory::store(&ledger.snapshot[kSnapshotEvery], static_cast<uint64_t>(snapshots));
    Memory::store(&ledger.snapshot[kSnapshotDue], static_cast<uint64_t>((first / snapshots + 1) * snapshots));
  }
  return nullptr;
}

/// admit(ledger, agent, incarnation): the seat, or -1 when all are taken.
napi_value admit(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.agents)) return nullptr;
  const auto seat = Seats<Memory>(args.ledger).admit(args.word(1), args.word(2));
  return number(env, seat ? double(*seat) : -1);
}

/// seatMemory(ledger, seat, view): says where the seat's slots and results lie. Main keeps the view alive.
napi_value seat_memory(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.seats)) return nullptr;
  const auto base = reinterpret_cast<uintptr_t>(bytes_of(env, args.values[2]));
  Memory::store(&args.ledger.bases[args.word(1)], (uint64_t{base} + 63) / 64 * 64);
  return nullptr;
}

napi_value retire(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (args.ok && args.below(1, args.ledger.shape.seats)) Seats<Memory>(args.ledger).retire(args.word(1));
  return nullptr;
}

napi_value exited(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (args.ok && args.below(1, args.ledger.shape.seats)) Seats<Memory>(args.ledger).exited(args.word(1));
  return nullptr;
}

/// setRange(ledger, agent, begin, end): the shards an agent takes first. Advice.
napi_value set_range(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.agents)) return nullptr;
  Memory::store(&args.ledger.ranges[args.word(1)], (uint64_t{args.word(2)} << 32) | args.word(3));
  return nullptr;
}

/// open(ledger): lets the agents begin.
napi_value open(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  Memory::store(args.ledger.open, 1u);
  announce(args.ledger);
  return nullptr;
}

/// stopAt(ledger, step): no step from this one on is begun.
napi_value stop_at(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  Memory::store(args.ledger.limit, args.integer(1));
  announce(args.ledger);
  return nullptr;
}

/// abort(ledger): every wait ends; set before threads are terminated or the process exits.
napi_value abort_all(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  Memory::store(args.ledger.abort, 1u);
  announce(args.ledger);
  Memory::announce(args.ledger.commits, args.ledger.commit_waiters);
  Memory::announce(args.ledger.snapshots, args.ledger.snapshot_waiters);
  return nullptr;
}

/// redundant(ledger, step, shard): whether it is computed twice.
napi_value redundant(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(2, args.ledger.shape.shards)) return nullptr;
  return boolean(env, args.ledger.redundant(args.integer(1), args.word(2)));
}

/// disputed(ledger): the first shard of the running round whose two computations differ, or nothing. Step,
/// attempt, shard, the place of its batch, then seat, agent, incarnation and slot of the published one and of
/// the second one.
napi_value disputed(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.ledger.redundant()) return nullptr;
  const Ledger& ledger = args.ledger;
  const uint64_t tag = Memory::load(ledger.round);
  const Round round = Round::of(tag);
  for (uint32_t s = 0; s < ledger.shape.shards; s++) {
    const Word check = Word::of(Memory::load(&ledger.checks[s]));
    if (check.tag != tag || check.place == kAgrees) continue;
    const Word leaf = Word::of(Memory::load(&ledger.nodes[ledger.node_at(ledger.lifted({0, s}))]));
    const Life first = Life::of(Memory::load(&ledger.lives[leaf.seat]));
    const Life second = Life::of(Memory::load(&ledger.lives[check.seat]));
    const uint64_t batch = Memory::load(ledger.batch(round.step, s)) & 0xfff;
    const uint64_t words[] = {round.step,         round.attempt,     s,          batch,      leaf.seat,
                              first.agent,        first.incarnation, leaf.place, check.seat, second.agent,
                              second.incarnation, check.place - 1};
    napi_value result;
    napi_create_array_with_length(env, std::size(words), &result);
    for (uint32_t i = 0; i < std::size(words); i++)
      napi_set_element(env, result, i, number(env, double(words[i])));
    return result;
  }
  return nullptr;
}

/// newAttempt(ledger, step, attempt, culprit): the step is tried again, without what agent `culprit` computes
/// unless that is -1. False when the round has moved on, or has no further attempt.
napi_value new_attempt(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  const Round round{args.integer(1), args.word(2)};
  int64_t agent = -1;
  napi_get_value_int64(env, args.values[3], &agent);
  std::optional<uint32_t> culprit;
  if (agent >= 0 && agent < args.ledger.shape.agents) culprit = static_cast<uint32_t>(agent);
  const bool moved = round.attempt < kMaxAttempts && Seats<Memory>(args.ledger).new_attempt(round, culprit);
  return boolean(env, moved);
}

/// arm(ledger, fault, step, phase, agent, item, act, ms, lasting, check) and disarm(ledger, fault).
napi_value arm(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.faults)) return nullptr;
  uint64_t* fault = &args.ledger.faults[2 * args.word(1)];
  Memory::store(fault + 1, armed_item(args.word(5), args.word(7)));
  const auto act = static_cast<Armed::Act>(args.word(6));
  const Armed armed{args.integer(2),   args.word(3),     args.word(4), Armed::kArmed, act,
                    args.word(8) != 0, args.word(9) != 0};
  Memory::store(fault, armed.bits());
  return nullptr;
}

napi_value disarm(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.faults)) return nullptr;
  Memory::store(&args.ledger.faults[2 * args.word(1)], uint64_t{0});
  announce(args.ledger);
  return nullptr;
}

/// publishBatch(ledger, index, word: bigint): the batch of (step, shard) lies in a buffer; called by data
/// workers. Returns false when the batch of that step, or a later one, was published by another: a worker
/// that was given up and wakes after all must not name its old buffer.
napi_value publish_batch(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok || !args.below(1, args.ledger.shape.depth * args.ledger.shape.shards)) return nullptr;
  uint64_t word = 0;
  bool exact = false;
  napi_get_value_bigint_uint64(env, args.values[2], &word, &exact);
  uint64_t* batch = &args.ledger.batches[args.word(1)];
  uint64_t seen = Memory::load(batch);
  bool published = false;
  while (!published && seen >> 12 < word >> 12) published = Memory::exchange_if(batch, seen, word);
  announce(args.ledger);
  return boolean(env, published);
}

/// waitCommitted(ledger, step, timeoutMs): blocks until `step` is committed; 'ready', 'timeout' or 'aborted'.
/// Stays at most one slice of 100 ms away from the event loop, whatever the timeout.
napi_value wait_committed(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  const Ledger& ledger = args.ledger;
  const uint64_t step = args.integer(1);
  const uint64_t end = now_ns() + std::min<uint64_t>(args.integer(2) * 1'000'000, kSliceNs);
  const char* outcome = "timeout";
  for (;;) {
    const uint32_t seen = Memory::load(ledger.commits);
    if (Memory::load(ledger.abort) != 0) {
      outcome = "aborted";
      break;
    }
    if (Round::of(Memory::load(ledger.round)).step > step) {
      outcome = "ready";
      break;
    }
    const uint64_t now = now_ns();
    if (now >= end) break;
    Memory::await(ledger.commits, ledger.commit_waiters, ledger.abort, seen, end - now);
  }
  napi_value result;
  napi_create_string_utf8(env, outcome, NAPI_AUTO_LENGTH, &result);
  return result;
}

}  // namespace

void register_ledger(napi_env env, napi_value exports) {
  static constexpr Function kFunctions[] = {{"misalignment", misalignment},
                                            {"ledgerTables", ledger_tables},
                                            {"ledgerStamp", ledger_stamp},
                                            {"admit", admit},
                                            {"seatMemory", seat_memory},
                                            {"retire", retire},
                                            {"exited", exited},
                                            {"setRange", set_range},
                                            {"open", open},
                                            {"stopAt", stop_at},
                                            {"abort", abort_all},
                                            {"redundant", redundant},
                                            {"disputed", disputed},
                                            {"newAttempt", new_attempt},
                                            {"arm", arm},
                                            {"disarm", disarm},
                                            {"publishBatch", publish_batch},
                                            {"waitCommitted", wait_committed}};
  define(env, exports, kFunctions);
}

}  // namespace troupe
