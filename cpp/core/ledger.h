// The ledger: where every word lies. One SharedArrayBuffer a host, seen by all threads at one address.
#pragma once
#include <cstddef>
#include <cstdint>

#include "core/word.h"

namespace troupe::core {

/// How large each table is; fixed for a run and written into the ledger's head.
struct LedgerShape {
  uint32_t agents;       ///< agent ids, 0 to agents - 1
  uint32_t seats;        ///< incarnations that can hold rows and slots at one time
  uint32_t shards;       ///< S
  uint32_t chunks;       ///< of parameters and of the tail of buffers, loss and metrics
  uint32_t evaluations;  ///< evaluation batches, 0 without an evaluation
  uint32_t depth;        ///< steps that batches are prepared ahead
  uint32_t faults;       ///< faults armed for the run
  uint32_t scalars;      ///< doubles of a decision record
  uint32_t metrics;      ///< metrics an evaluation reports
};

/// A node of the reduction tree: shards [index << level, (index + 1) << level), cut at S.
struct Node {
  uint32_t level;
  uint32_t index;
};

/// Steps whose records main can still read; it polls ten times a second.
constexpr uint32_t kHistory = 1024;
constexpr uint32_t kHistoryWords =
    8;  ///< step + 1, loss, norm, learning rate, shards begun, commit time in ns
constexpr uint32_t kSpoiltWords = 8;  ///< SpoiltWord
constexpr uint32_t kEvaluationHistory = 64;

/// Where a row's words lie.
enum RowWord : uint32_t {
  kRowProgress = 0,  ///< advances with every piece of work: liveness is read here
  kRowBegun = 1,     ///< shards whose computation began
  kRowRefused = 2,   ///< publications that came too late
  kRowLaps = 3,      ///< kLaps accumulated nanoseconds
  kRowRedone = 9,  ///< shards this seat's incarnations had begun, and that others began again after their end
  kRowBeat = 10,   ///< advances each time the agent comes back to its stepper: also while it only waits
  kRowDoing = 11,  ///< Doing: where in the step it is
  kRowCall = 12,   ///< address of the name of the native call it is in, or 0; see native_mark.h
  kRowThread = 13,   ///< the system's number of its thread
  kRowChecked = 14,  ///< shards computed a second time, to check another's
  kRowPace = 15,     ///< nanoseconds that a shard takes its agent, of late; 0: not known yet
  kRowCover = 16,    ///< tag, count, then (node, word) pairs; behind them a tag and the decision's scalars
};

/// Written once, before any agent sees the ledger.
enum RedundancyWord : uint32_t {
  kRedundantShare = 0,  ///< of all shards, in units of 2^-32
  kRedundantSeed = 1,
};

/// The place of a check's word: both computations agree, or one more than the slot in which the second one
/// lies, for whoever settles it.
constexpr uint32_t kAgrees = 0;

/// What main reads of a step whose sum was not finite; a step has one such record at most.
enum SpoiltWord : uint32_t {
  kSpoiltTag = 0,  ///< of the round
  kSpoiltVerdict = 1,
  kSpoiltWho = 2,     ///< 1 + the Life whose parts alone were not finite, or 0
  kSpoiltShards = 3,  ///< first << 32 | end of the shards in those parts
  kSpoiltRedone = 4,  ///< shards that attempts of the next number had begun again before
  kSpoiltBlock = 5,   ///< 1 + the first block of the gradient that is not finite, or 0: only the loss
};

/// What a row's time is charged to.
enum Lap : uint32_t { kLapData, kLapCompute, kLapSum, kLapUpdate, kLapWaitSum, kLapWaitOthers, kLaps };

/// Where an agent is, as its row says: advice for whoever watches it.
///
///     63     62      32 31     0
///     | still | phase   | item   |
///
/// `item` is the shard, or the evaluation batch. `still`: it stands there on purpose, or has ended.
struct Doing {
  uint32_t phase;
  uint32_t item;
  bool still = false;

  constexpr uint64_t bits() const { return (uint64_t{still} << 63) | (uint64_t{phase} << 32) | item; }
  static constexpr Doing of(uint64_t bits) {
    return {static_cast<uint32_t>(bits >> 32) & 0x7fffffff, static_cast<uint32_t>(bits), bits >> 63 != 0};
  }
};

/// Pointers into the ledger's memory. Tables start on 64-byte lines.
///
///     event waiters abort open | commits | round | cover | decision | limits | shape | snapshot | tables …
class Ledger {
 public:
  uint32_t *event, *waiters, *abort, *open;
  uint32_t *commits, *commit_waiters;  ///< counts commits alone: data workers sleep through all else
  uint64_t *round, *cover, *decision;
  uint64_t* limit;                         ///< no step from this one on is begun
  uint64_t* total;                         ///< steps of the run: the closing evaluation follows the last
  uint64_t* redundancy;                    ///< RedundancyWord: which shards are computed twice
  uint64_t* evaluate_every;                ///< 0: only at the end
  uint64_t* snapshot;                      ///< SnapshotWord, see snapshot.h
  uint32_t *snapshots, *snapshot_waiters;  ///< counts snapshots that were opened: only their copier waits
  uint64_t* copies;                        ///< how far each chunk of the snapshot is
  uint64_t* retried;   ///< tag of the last round in which a value that is not finite led to a retry
  uint64_t* redone;    ///< by attempt: shards it began again, over all steps
  uint64_t* suspects;  ///< by agent: tag of the attempt in which others compute its shards
  uint64_t *lives, *seat_of, *ranges, *bases, *exits;
  uint64_t *nodes, *shard_claims, *check_claims, *checks, *sum_claims, *sums, *updates, *evaluation_claims,
      *evaluations;
  uint64_t *batches, *begun, *published, *faults, *history, *spoilt, *evaluation_history;
  uint64_t* rows;
  uint32_t row_words;
  LedgerShape shape;

  /// Lays the tables out from `base` (64-byte aligned); returns the bytes they take. `base` may be null to
  /// only ask for the size.
  size_t lay(std::byte* base, const LedgerShape& of) {
    shape = of;
    size_t at = 0;
    auto words = [&](size_t count) {
      auto* start = reinterpret_cast<uint64_t*>(base + at);
      at += (count * 8 + 63) / 64 * 64;
      return start;
    };
    event = reinterpret_cast<uint32_t*>(words(8));
    waiters = event + 1;
    abort = event + 2;
    open = event + 3;
    commits = reinterpret_cast<uint32_t*>(words(8));
    commit_waiters = commits + 1;
    round = words(8);
    cover = words(8);
    decision = words(8);
    limit = words(8);
    total = limit + 1;
    evaluate_every = limit + 2;
    redundancy = limit + 3;
    words(8);  // the shape, for those who attach
    snapshot = words(8);
    snapshots = reinterpret_cast<uint32_t*>(snapshot + 4);
    snapshot_waiters = snapshots + 1;
    retried = snapshot + 5;
    copies = words(of.chunks);
    suspects = words(of.agents);
    redone = words(kMaxAttempts + 1);
    lives = words(of.seats);
    seat_of = words(of.agents);
    ranges = words(of.agents);
    bases = words(of.seats);
    exits = words(of.seats);
    nodes = words(node_count(of.shards));
    shard_claims = words(of.shards);
    check_claims = words(of.shards);
    checks = words(of.shards);
    sum_claims = words(of.chunks);
    sums = words(of.chunks);
    updates = words(of.chunks);
    evaluation_claims = words(of.evaluations);
    evaluations = words(of.evaluations);
    faults = words(size_t{of.faults} * 2);
    row_words = static_cast<uint32_t>((kRowCover + 3 + 2 * size_t{of.shards} + of.scalars + 7) / 8 * 8);
    rows = words(size_t{row_words} * of.seats);
    // From here on: what no transition between agents depends on.
    batches = words(size_t{of.depth} * of.shards);
    begun = words(kHistory);
    published = words(of.agents);
    history = words(size_t{kHistory} * kHistoryWords);
    spoilt = words(size_t{kHistory} * kSpoiltWords);
    evaluation_history = words(size_t{kEvaluationHistory} * (of.metrics + 1));
    return at;
  }

  /// Whether any shard of any step is computed twice.
  bool redundant() const { return redundancy[kRedundantShare] != 0; }
  /// Whether `shard` of `step` is: a function of the seed and of them alone.
  bool redundant(uint64_t step, uint32_t shard) const {
    if (!redundant()) return false;
    uint64_t x = redundancy[kRedundantSeed] ^ (step * 0x9e3779b97f4a7c15ull) ^ (uint64_t{shard} << 40);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return (x ^ (x >> 31)) >> 32 < redundancy[kRedundantShare];
  }
  /// Slots of a seat: one for each shard, and one more to compute another's again; arena.ts counts alike.
  uint32_t slots() const { return shape.shards + (redundant() ? 1 : 0); }

  /// The shape is written once by main, before any other thread sees the memory.
  static constexpr size_t kShapeOffset = 6 * 64;

  uint64_t* row(uint32_t seat) const { return rows + size_t{row_words} * seat; }
  uint64_t* cover_of(uint32_t seat) const { return row(seat) + kRowCover; }
  uint64_t* decision_of(uint32_t seat) const { return cover_of(seat) + 2 + 2 * size_t{shape.shards}; }
  uint64_t* batch(uint64_t step, uint32_t shard) const {
    return batches + (step % shape.depth) * shape.shards + shard;
  }
  uint64_t* history_of(uint64_t step) const { return history + (step % kHistory) * kHistoryWords; }
  uint64_t* evaluation_of(uint64_t index) const {
    return evaluation_history + (index % kEvaluationHistory) * (shape.metrics + 1);
  }

  static constexpr uint32_t nodes_at(uint32_t shards, uint32_t level) {
    return (shards + (1u << level) - 1) >> level;
  }
  /// The level of the root: the first with a single node.
  static constexpr uint32_t top(uint32_t shards) {
    uint32_t level = 0;
    while (nodes_at(shards, level) > 1) level++;
    return level;
  }
  static constexpr uint32_t node_count(uint32_t shards) {
    uint32_t count = 0;
    for (uint32_t level = 0; level <= top(shards); level++) count += nodes_at(shards, level);
    return count;
  }
  uint32_t node_at(Node node) const {
    uint32_t before = 0;
    for (uint32_t level = 0; level < node.level; level++) before += nodes_at(shape.shards, level);
    return before + node.index;
  }
  Node node_of(uint32_t at) const {
    uint32_t level = 0;
    while (at >= nodes_at(shape.shards, level)) at -= nodes_at(shape.shards, level++);
    return {level, at};
  }
  /// One past the last shard of the node.
  uint32_t end_of(Node node) const {
    const uint64_t end = uint64_t{node.index + 1} << node.level;
    return end < shape.shards ? static_cast<uint32_t>(end) : shape.shards;
  }
  /// A missing right sibling leaves the left unchanged: such a node is its own parent.
  Node lifted(Node node) const {
    while (node.level < top(shape.shards) && (node.index ^ 1u) >= nodes_at(shape.shards, node.level))
      node = {node.level + 1, node.index >> 1};
    return node;
  }

  bool evaluation_due(uint64_t step, uint64_t every, uint64_t steps) const {
    return shape.evaluations > 0 && step > 0 && (step == steps || (every > 0 && step % every == 0));
  }
};

}  // namespace troupe::core
