// The explored world: the ledger's real words, and slots whose values are symbols instead of gradients.
#pragma once
#include <cstdio>
#include <optional>
#include <string>

#include "core/ledger.h"
#include "core/snapshot.h"
#include "core/stepper_state.h"
#include "fibers.h"

namespace explorer {

using namespace troupe::core;

constexpr uint32_t kAgents = 3, kSeats = 6, kShards = 16, kChunks = 2, kScalars = 2;

/// What is explored, and how large.
struct Config {
  uint32_t agents = 2, shards = 2, chunks = 1, steps = 2, faults = 1;
  uint32_t slots = 4;      ///< an agent's, where the rule of one per shard is broken
  bool snapshots = false;  ///< one after every step, as soon as the copier is free
  bool asks = false;       ///< and one for memory at every border that the disk leaves
  bool bad_value = false;  ///< the first computation of shard 0 gives a wrong value that the decision notices
  bool bad_agent = false;  ///< all that agent 0 computes in step 0 does
  bool slow = false;       ///< agent 0 takes ten times as long as the others: it leaves them their shards
  bool redundancy = false;  ///< all shards are computed twice
  uint32_t flips = 0;  ///< so many values of agent 0 are wrong, and nothing but a second computation shows it
  bool skip = false;   ///< shard 0 of step 0 does, whoever computes it, and the decision skips the step
};

constexpr uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t x = a * 0x9e3779b97f4a7c15ull ^ (b + 0x7f4a7c159e3779b9ull);
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93ull;
  x ^= x >> 29;
  x *= 0xd6e8feb86659fd93ull;
  return x ^ x >> 32;
}

/// Symbols: the top bit says that a bad value went in. kTorn is what a half-written place holds.
constexpr uint64_t kBad = 1ull << 63, kTorn = 0x7011;
constexpr uint64_t symbol(uint64_t a, uint64_t b, uint64_t carries = 0) {
  return (mix(a, b) & ~kBad) | (carries & kBad);
}

/// Everything that is copied with a state, besides the fibers. Plain memory.
struct Shared {
  alignas(64) uint64_t ledger[1024];
  uint64_t slots[kSeats][kShards + 1][kChunks];
  uint64_t results[kSeats][kChunks];
  uint64_t parameters[kChunks];
  uint64_t applied[kChunks];  ///< updates applied to each chunk
  uint64_t staged[kChunks];   ///< put aside for the snapshot under way
  uint64_t copied[kChunks];   ///< its copy
  uint64_t begun;             ///< shards that were begun, less those that were begun again
  uint64_t bad_left;
  uint64_t flips_left;
  uint64_t seats_of_fibers[kMostFibers];
  StepperState states[kMostFibers];
  Held held[kMostFibers][kShards];
  uint32_t free[kMostFibers][kShards + 1];
  CoverNode cover[kMostFibers][kShards];
  uint64_t record[kMostFibers][kScalars];
};

class World {
 public:
  Config config;
  Ledger ledger;
  Fibers fibers;
  Shared shared;
  uint64_t hash = 0;  ///< of all words in `shared` up to `seats_of_fibers`, kept up to date by `set`
  std::optional<std::string> violation;

  /// Every write goes through here, so that the hash of the whole world costs nothing.
  void set(uint64_t* word, uint64_t value) {
    const uint64_t at = static_cast<uint64_t>(word - shared.ledger);
    hash ^= mix(at, *word) ^ mix(at, value);
    *word = value;
  }

  void fail(const std::string& what) {
    if (!violation) violation = what;
  }

  uint64_t expected_parameter(uint64_t step, uint32_t chunk) const { return expected_[step][chunk]; }

  uint64_t gradient(uint64_t parameters, uint64_t step, uint32_t shard, uint32_t chunk) const {
    return symbol(symbol(parameters, step), shard * kChunks + chunk);
  }
  static uint64_t sum(uint64_t left, uint64_t right) { return symbol(left, right, left | right); }
  static uint64_t updated(uint64_t parameter, uint64_t gradient) {
    return symbol(parameter, gradient, gradient);
  }

  /// Computes what an undisturbed run gives, once per configuration.
  void expect() {
    expected_.assign(config.steps + 1, std::vector<uint64_t>(kChunks));
    for (uint32_t c = 0; c < config.chunks; c++) expected_[0][c] = symbol(7, c);
    for (uint64_t t = 0; t < config.steps; t++) {
      uint64_t all = 0;
      for (uint32_t c = 0; c < config.chunks; c++) all = symbol(all, expected_[t][c]);
      for (uint32_t c = 0; c < config.chunks; c++) {
        std::vector<uint64_t> level;
        for (uint32_t s = 0; s < config.shards; s++) level.push_back(gradient(all, t, s, c));
        while (level.size() > 1) {
          std::vector<uint64_t> above;
          for (size_t i = 0; i < level.size(); i += 2)
            above.push_back(i + 1 < level.size() ? sum(level[i], level[i + 1]) : level[i]);
          level = above;
        }
        expected_[t + 1][c] = config.skip && t == 0 ? expected_[0][c] : updated(expected_[t][c], level[0]);
      }
    }
  }

  /// Identifies the state: equal keys behave alike. The event word counts up for ever; only whether it has
  /// moved on since a fiber read it matters.
  uint64_t key() const {
    uint64_t sum = hash;
    for (int id = 0; id < kMostFibers; id++) {
      const Fiber& f = fibers.fiber[id];
      const uint64_t moved = *ledger.event != f.seen;
      sum += mix(mix(f.history, static_cast<uint64_t>(f.status) * 2 + f.native),
                 moved * 8 + static_cast<uint64_t>(id));
    }
    return sum;
  }

  bool enabled(int id) const {
    const Fiber& f = fibers.fiber[id];
    if (f.status == Status::kWaiting) return *ledger.event != f.seen;
    // A native call is not interrupted: whoever terminates its thread waits until it returns.
    if (f.status == Status::kTerminating) return !fibers.fiber[f.target].native;
    return f.status == Status::kReady;
  }

  void save(std::vector<char>& to) const {
    to.clear();
    Fibers::append(to, &shared, sizeof shared);
    Fibers::append(to, &hash, sizeof hash);
    fibers.save(to);
  }
  void load(const std::vector<char>& from) {
    std::memcpy(&shared, from.data(), sizeof shared);
    std::memcpy(&hash, from.data() + sizeof shared, sizeof hash);
    fibers.load(from.data() + sizeof shared + sizeof hash);
  }

  /// Words that nobody can change any more: looking at them is no place for another thread to come first.
  bool constant(const uint64_t* word) const {
    if (word >= ledger.limit && word < ledger.limit + 5) return true;
    // Without a schedule nobody asks for snapshots either.
    if (word == ledger.snapshot + kSnapshotEvery) return true;
    if (!config.asks && word == ledger.snapshot + kSnapshotAsked) return true;
    if (!config.snapshots && word == ledger.snapshot + kOpenSnapshot) return true;
    // Measured outside of the protocol, and here set once.
    if (word >= ledger.rows && word < ledger.rows + size_t{ledger.row_words} * ledger.shape.seats &&
        static_cast<size_t>(word - ledger.rows) % ledger.row_words == kRowPace)
      return true;
    if (word >= ledger.ranges && word < ledger.ranges + config.agents) return true;
    if (word < shared.ledger || word >= shared.ledger + std::size(shared.ledger)) {
      return word < &shared.slots[0][0][0] || word > &shared.flips_left;  // the books
    }
    if (word < ledger.lives || word >= ledger.lives + ledger.shape.seats) return false;
    if (fibers.fiber[0].status != Status::kDone) return false;
    for (uint32_t seat = 0; seat < ledger.shape.seats; seat++)
      if (Life::of(ledger.lives[seat]).state == Life::kAdmitted) return false;
    return true;
  }

 private:
  std::vector<std::vector<uint64_t>> expected_;
};

/// The one world that is being explored; fibers reach it as threads reach memory.
inline World world;

/// The protocol's memory: each operation is a place where another thread, or a fault, may come first.
struct ExploredMemory {
  static void observe(uint64_t value) {
    Fiber& f = world.fibers.fiber[world.fibers.current];
    f.history = mix(f.history, value);
  }
  static uint64_t load(const uint64_t* word) {
    if (world.constant(word)) return *word;
    world.fibers.yield();
    observe(*word);
    return *word;
  }
  static void store(uint64_t* word, uint64_t value) {
    world.fibers.yield();
    world.set(word, value);
    observe(1);
  }
  static bool exchange_if(uint64_t* word, uint64_t& expected, uint64_t desired) {
    world.fibers.yield();
    const bool same = *word == expected;
    if (same)
      world.set(word, desired);
    else
      expected = *word;
    observe(same ? 1 : expected + 2);
    return same;
  }
  static void count(uint64_t* word, uint64_t = 1) {
    const Ledger& ledger = world.ledger;
    const bool in_rows =
        word >= ledger.rows && word < ledger.rows + size_t{ledger.row_words} * ledger.shape.seats;
    const size_t place = in_rows ? static_cast<size_t>(word - ledger.rows) % ledger.row_words : 0;
    const bool again =
        in_rows ? place == kRowRedone : word >= ledger.redone && word <= ledger.redone + kMaxAttempts;
    if (again || (in_rows && place == kRowBegun))
      world.set(&world.shared.begun, world.shared.begun + (again ? ~uint64_t{0} : 1));
  }
  static void note(uint64_t*, uint64_t) {}
  static void hang(uint64_t) {}
  static uint32_t load(const uint32_t* word) {
    const bool event = word == world.ledger.event;
    if (!event) return *word;  // open and abort: set before the agents begin
    world.fibers.yield();
    world.fibers.fiber[world.fibers.current].seen = *word;
    observe(6);
    return *word;
  }
  static void announce(uint32_t* event, uint32_t*) {
    world.fibers.yield();
    ++*event;
    observe(2);
  }
  static bool await(uint32_t* event, uint32_t*, uint32_t*, uint32_t seen, uint64_t) {
    if (*event == seen) world.fibers.yield(Status::kWaiting);
    world.fibers.fiber[world.fibers.current].status = Status::kReady;
    observe(3);
    return true;
  }
  /// At the top of its loop a stepper knows only its state: what it saw on the way there no longer matters.
  static void settle(const StepperState& s) {
    Fiber& f = world.fibers.fiber[world.fibers.current];
    uint64_t h =
        mix(s.tag,
            mix(s.wait, (s.arrived * 16 + s.closing * 8 + s.computing * 4 + s.checking * 2 + s.evaluating) +
                            32 * s.arrived_at));
    if (s.computing) h = mix(h, mix(s.shard * 64 + s.taken_from, s.slot));
    h = mix(h, mix(s.held_count, s.free_count));
    for (uint32_t i = 0; i < s.held_count; i++)
      h = mix(h, mix(s.held[i].node.level * 64 + s.held[i].node.index, s.held[i].slot));
    for (uint32_t i = 0; i < s.free_count; i++) h = mix(h, s.free[i]);
    h = mix(h, mix(s.cover_word, s.decision_word));
    if (s.cover_word != 0)
      for (uint32_t i = 0; i < s.cover_count; i++) h = mix(h, mix(s.cover[i].node, s.cover[i].word.bits()));
    f.history = h;
  }
  static void enter_native() { world.fibers.fiber[world.fibers.current].native = true; }
  static void leave_native() { world.fibers.fiber[world.fibers.current].native = false; }
};

}  // namespace explorer
