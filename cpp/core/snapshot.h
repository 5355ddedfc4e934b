// Snapshots: the state of one step is copied while the next ones train.
//
// Per chunk a word says whose copy counts. Whoever updates a chunk that is not copied yet puts its old value
// aside first; the copier, who may be in the middle of that very chunk, then fails with its last swap and
// takes what was put aside. Nobody waits for anybody.
#pragma once
#include "core/ledger.h"
#include "core/rules.h"

namespace troupe::core {

/// How far a chunk of a snapshot is.
///
///     63                    2 1     0
///     | tag: step + 1 (28)  | state |
struct ChunkCopy {
  enum State : uint32_t { kFree = 0, kCopying = 1, kStaged = 2, kDone = 3 };
  uint64_t tag;
  State state;

  constexpr uint64_t bits() const { return tag << 2 | state; }
  static constexpr ChunkCopy of(uint64_t bits) { return {bits >> 2, static_cast<State>(bits & 3)}; }
};

/// Whom a snapshot is for: each has a copier of its own, and there is one snapshot at a time.
enum SnapshotUse : uint64_t { kNobody = 0, kForDisk = 1, kForMemory = 2 };

/// The snapshot's line of the ledger, where the words 4 and 5 are other things' (ledger.h).
enum SnapshotWord : uint32_t {
  kOpenSnapshot = 0,   ///< (step + 1) << 2 | SnapshotUse; for nobody: it is copied, or was given up
  kSnapshotEvery = 1,  ///< steps between snapshots for the disk, 0: none by schedule
  kSnapshotDue = 2,    ///< the next step by schedule
  kSnapshotAsked = 3,  ///< not 0: one for the memory checkpoint is wanted at the next border
  kSnapshotWriting =
      6,  ///< not 0: the last one for the disk is not written yet, and its copy is still needed
};

/// One protocol for three parties: the update of chunk 0 opens a snapshot, every update stages, one copier
/// copies. A slow disk stretches the schedule of the disk alone: its copy is its own, so the next snapshot
/// for memory may be opened as soon as that is made.
template <class Memory, class Rule = Rules>
class Snapshots {
 public:
  static constexpr uint64_t kNone = ~0ull;

  explicit Snapshots(const Ledger& ledger) : ledger_(ledger) {}

  /// Within chunk 0's update of step `next - 1`, before its mark: opens a snapshot of the state after `next`
  /// commits if one is due and none is under way. This happens exactly once a step and before its commit, so
  /// all who update step `next` see the same.
  void open_if_due(uint64_t next) const {
    uint64_t* line = ledger_.snapshot;
    const uint64_t every = Memory::load(&line[kSnapshotEvery]), asked = Memory::load(&line[kSnapshotAsked]);
    if (every == 0 && asked == 0) return;
    if (use_of(Memory::load(&line[kOpenSnapshot])) != kNobody) return;  // later, not never
    const bool due =
        every > 0 && next >= Memory::load(&line[kSnapshotDue]) && Memory::load(&line[kSnapshotWriting]) == 0;
    if (!due && asked == 0) return;
    if (due) {
      Memory::store(&line[kSnapshotDue], (next / every + 1) * every);
      Memory::store(&line[kSnapshotWriting], uint64_t{1});
    } else {
      Memory::store(&line[kSnapshotAsked], uint64_t{0});
    }
    Memory::store(&line[kOpenSnapshot], (next + 1) << 2 | (due ? kForDisk : kForMemory));
    Memory::announce(ledger_.snapshots, ledger_.snapshot_waiters);
  }

  /// Before chunk `chunk` is changed in step `step`. `stage` puts the chunk's present value into its staging
  /// place, which nobody else writes: a claim on an update is never taken over.
  template <class Stage>
  void before_update(uint64_t step, uint32_t chunk, Stage stage) const {
    const uint64_t open = Memory::load(&ledger_.snapshot[kOpenSnapshot]);
    const uint64_t tag = open >> 2;
    if (use_of(open) == kNobody || step + 1 < tag) return;
    uint64_t seen = Memory::load(&ledger_.copies[chunk]);
    bool staged = false;
    for (;;) {
      const ChunkCopy copy = ChunkCopy::of(seen);
      if (copy.tag > tag) return;
      if (copy.tag == tag && (copy.state == ChunkCopy::kStaged || copy.state == ChunkCopy::kDone)) return;
      if (!Rule::kSnapshotStaged) return;
      if (!staged) stage(chunk);
      staged = true;
      // Fails at most twice: the copier may begin, and end, meanwhile.
      if (Memory::exchange_if(&ledger_.copies[chunk], seen, ChunkCopy{tag, ChunkCopy::kStaged}.bits()))
        return;
    }
  }

  /// Whether a snapshot for `use` is open, be its border reached or not.
  bool open_for(SnapshotUse use) const {
    return use_of(Memory::load(&ledger_.snapshot[kOpenSnapshot])) == use;
  }

  /// The step of the snapshot for `use` if its border is reached, else kNone: before that its chunks still
  /// change.
  uint64_t ready(SnapshotUse use) const {
    const uint64_t open = Memory::load(&ledger_.snapshot[kOpenSnapshot]);
    if (use_of(open) != use) return kNone;
    const uint64_t step = (open >> 2) - 1;
    return Round::of(Memory::load(ledger_.round)).step >= step ? step : kNone;
  }

  /// For the one copier: takes chunk `chunk` of the snapshot of `step`. `copy` copies the chunk as it is,
  /// perhaps while it changes; `take` copies what was put aside instead.
  template <class Copy, class Take>
  void copy_chunk(uint64_t step, uint32_t chunk, Copy copy, Take take) const {
    const uint64_t tag = step + 1;
    uint64_t* word = &ledger_.copies[chunk];
    uint64_t seen = Memory::load(word);
    const ChunkCopy found = ChunkCopy::of(seen);
    if (found.tag == tag && found.state == ChunkCopy::kDone) return;
    // A copier that died left `copying` behind: its successor goes on from there.
    const bool begun = found.tag == tag && found.state == ChunkCopy::kCopying;
    uint64_t copying = ChunkCopy{tag, ChunkCopy::kCopying}.bits();
    if (begun || (found.tag < tag && Memory::exchange_if(word, seen, copying))) {
      copy(chunk);
      if (Memory::exchange_if(word, copying, ChunkCopy{tag, ChunkCopy::kDone}.bits())) return;
    }
    take(chunk);
  }

  /// For its copier: the copy is made, or given up; the next snapshot may be opened.
  void release() const {
    const uint64_t open = Memory::load(&ledger_.snapshot[kOpenSnapshot]);
    Memory::store(&ledger_.snapshot[kOpenSnapshot], open & ~3ull);
  }

  /// The copy for the disk is written, or given up: its memory is free for the next.
  void written() const { Memory::store(&ledger_.snapshot[kSnapshotWriting], uint64_t{0}); }

  /// For the memory checkpoint: wants a snapshot at the next border at which none is under way.
  void ask() const { Memory::store(&ledger_.snapshot[kSnapshotAsked], uint64_t{1}); }

 private:
  static constexpr SnapshotUse use_of(uint64_t open) { return static_cast<SnapshotUse>(open & 3); }

  const Ledger& ledger_;
};

}  // namespace troupe::core
