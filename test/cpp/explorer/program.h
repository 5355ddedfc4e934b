// The explored program: agents on the real stepper, a supervisor on the real seats, and the faults it causes.
#pragma once
#include "core/stepper.h"
#include "world.h"

namespace explorer {

/// The stepper's work on symbols. A value is written in two halves, with whatever may come in between.
template <class Rule>
class SymbolWork {
 public:
  SymbolWork(int fiber, uint32_t seat) : fiber_(fiber), seat_(seat) {}

  /// What forward and backward do: read the parameters, make a gradient of one's own.
  void compute(uint64_t step, uint32_t shard) {
    const uint32_t chunks = world.config.chunks;
    uint64_t all = 0;
    for (uint32_t c = 0; c < chunks; c++) all = symbol(all, read(&world.shared.parameters[c]));
    uint64_t bad = 0;
    if (shard == 0 && world.shared.bad_left > 0) {
      world.set(&world.shared.bad_left, world.shared.bad_left - 1);
      bad = kBad;
    }
    if (Life::of(world.ledger.lives[seat_]).agent == 0 && world.shared.flips_left > 0) {
      world.set(&world.shared.flips_left, world.shared.flips_left - 1);
      step += 1'000;  // another symbol, like any other
    }
    if (world.config.bad_agent && step == 0 && Life::of(world.ledger.lives[seat_]).agent == 0) bad = kBad;
    if (world.config.skip && step == 0 && shard == 0) bad = kBad;
    for (uint32_t c = 0; c < chunks; c++) gradient_[c] = world.gradient(all, step, shard, c) | bad;
  }

  void begun(uint64_t) {}
  void put(uint32_t slot) {
    for (uint32_t c = 0; c < world.config.chunks; c++) write(&place(seat_, slot)[c], gradient_[c]);
  }
  void add(uint32_t slot) {
    for (uint32_t c = 0; c < world.config.chunks; c++)
      write(&place(seat_, slot)[c], World::sum(place(seat_, slot)[c], gradient_[c]));
  }
  void spoil(uint32_t, Armed::Act) {}
  bool same(uint32_t slot, Word leaf) const {
    bool equal = true;
    for (uint32_t c = 0; c < world.config.chunks; c++)
      equal &= read(&place(seat_, slot)[c]) == read(&place(leaf.seat, leaf.place)[c]);
    return equal;
  }
  bool finite(const CoverNode& node) const {
    for (uint32_t c = 0; c < world.config.chunks; c++)
      if ((read(&place(node.word.seat, node.word.place)[c]) & kBad) != 0) return false;
    return true;
  }
  void merge(uint32_t left, uint32_t right) {
    for (uint32_t c = 0; c < world.config.chunks; c++)
      write(&place(seat_, left)[c], World::sum(place(seat_, left)[c], place(seat_, right)[c]));
  }

  void sum(const CoverNode* cover, uint32_t count, uint32_t chunk) {
    uint64_t values[2 * kShards];
    for (uint32_t i = 0; i < count; i++)
      values[i] = read(&place(cover[i].word.seat, cover[i].word.place)[chunk]);
    uint32_t next = 0;
    uint64_t value = tree({Ledger::top(world.config.shards), 0}, cover, count, values, next);
    for (; next < count; next++) value = World::sum(value, values[next]);  // more than a tiling: summed twice
    // With one node in the cover this stands for the statistics alone: the value is used where it lies.
    write(&world.shared.results[Rule::kOwnResults ? seat_ : 0][chunk], value);
  }

  void update(uint32_t chunk, uint32_t seat, const CoverNode* cover, uint32_t count, const uint64_t* record) {
    uint64_t* parameter = &world.shared.parameters[chunk];
    const uint64_t gradient = read(count == 1 ? &place(cover[0].word.seat, cover[0].word.place)[chunk]
                                              : &world.shared.results[Rule::kOwnResults ? seat : 0][chunk]);
    const uint64_t step = record[1];
    const uint64_t before = read(parameter);
    const uint64_t value = verdict(record) == Verdict::kSkip ? before : World::updated(before, gradient);
    if (value != before) write(parameter, value);
    if (value != world.expected_parameter(step + 1, chunk))
      world.fail("a step applied something else than its sum");
    world.set(&world.shared.applied[chunk], world.shared.applied[chunk] + 1);
    if (world.shared.applied[chunk] != step + 1) world.fail("a chunk was updated twice in a step");
  }

  void stage(uint32_t chunk) { write(&world.shared.staged[chunk], read(&world.shared.parameters[chunk])); }
  void record(uint64_t, const uint64_t*) {}
  void keep_evaluation(uint32_t) {}
  Verdict verdict(const uint64_t* record) const { return static_cast<Verdict>(record[0]); }
  void lap(uint32_t) {}

 private:
  static uint64_t* place(uint32_t seat, uint32_t slot) {
    return world.shared.slots[seat % kSeats][slot % (kShards + 1)];
  }
  static uint64_t read(uint64_t* word) { return ExploredMemory::load(word); }
  static void write(uint64_t* word, uint64_t value) {
    ExploredMemory::store(word, kTorn);
    ExploredMemory::store(word, value);
  }

  /// The value of a node; takes from `values` in order. A cover that lacks a part gives a wrong value.
  static uint64_t tree(Node node, const CoverNode* cover, uint32_t count, const uint64_t* values,
                       uint32_t& next) {
    if (next >= count) return kTorn;
    const Node found = world.ledger.node_of(cover[next].node);
    if (found.level == node.level && found.index == node.index) return values[next++];
    if (node.level == 0) return kTorn;
    const uint64_t left = tree({node.level - 1, node.index * 2}, cover, count, values, next);
    if (node.index * 2 + 1 >= Ledger::nodes_at(world.config.shards, node.level - 1)) return left;
    const uint64_t right = tree({node.level - 1, node.index * 2 + 1}, cover, count, values, next);
    return World::sum(left, right);
  }

  int fiber_;
  uint32_t seat_;
  uint64_t gradient_[kChunks];
};

/// The copier's memory is its own: writing there is no place for another thread to come first.
inline void keep(uint32_t chunk, uint64_t value) { world.set(&world.shared.copied[chunk], value); }

/// What agents/trainer.ts does with a stepper.
template <class Rule>
void run_agent(int fiber, uint32_t seat) {
  SymbolWork<Rule> work(fiber, seat);
  StepperState& state = world.shared.states[fiber];
  Stepper<ExploredMemory, SymbolWork<Rule>, Rule> stepper(world.ledger, work, seat, state);
  for (;;) {
    switch (stepper.next(0)) {
      case Action::kCompute:
        work.compute(stepper.round().step, state.shard);
        stepper.computed();
        break;
      case Action::kDecide: {
        bool bad = false;
        for (uint32_t c = 0; c < world.config.chunks; c++) {
          const Word summed = Word::of(ExploredMemory::load(&world.ledger.sums[c]));
          bad |= (ExploredMemory::load(&world.shared.results[Rule::kOwnResults ? summed.seat : 0][c]) &
                  kBad) != 0;
        }
        const uint64_t step = stepper.round().step;
        uint32_t spoilt = 0, seats[2 * kShards];
        // As src/training/session.ts: a round that has moved on gives no decision that anybody names.
        if (bad && !stepper.find_spoilt([&](const CoverNode& part) { seats[spoilt++] = part.word.seat; }))
          break;
        const bool skip = bad && world.config.skip;
        if (bad && !skip) {
          if (stepper.retried_before())
            world.fail("a suspect computed again although another agent is there");
          for (uint32_t i = 0; i < spoilt; i++) stepper.suspect(seats[i]);
        }
        const Verdict verdict = !bad ? Verdict::kApply : skip ? Verdict::kSkip : Verdict::kRetry;
        const uint64_t record[kScalars] = {static_cast<uint64_t>(verdict), step};
        stepper.decided(record);
        break;
      }
      default:
        return;  // finished, or retired: the thread ends by itself
    }
  }
}

/// What agents/checkpoint-writer.ts and core/memory_writer.cc do, by one thread: waits for a border, copies
/// chunk by chunk, and looks at what it got.
template <class Rule>
void run_copier() {
  World& w = world;
  using Copied = Snapshots<ExploredMemory, Rule>;
  const Copied snapshots(w.ledger);
  for (;;) {
    // It knows nothing from one snapshot to the next.
    w.fibers.fiber[w.fibers.current].history = 42;
    const uint32_t seen = ExploredMemory::load(w.ledger.event);
    uint64_t step = snapshots.ready(kForDisk);
    const bool for_disk = step != Copied::kNone;
    if (!for_disk && w.config.asks) step = snapshots.ready(kForMemory);
    if (step == Copied::kNone) {
      if (Round::of(ExploredMemory::load(w.ledger.round)).step == w.config.steps) return;
      ExploredMemory::await(w.ledger.event, w.ledger.waiters, w.ledger.abort, seen, 0);
      continue;
    }
    for (uint32_t chunk = 0; chunk < w.config.chunks; chunk++) {
      snapshots.copy_chunk(
          step, chunk, [&](uint32_t c) { keep(c, ExploredMemory::load(&w.shared.parameters[c])); },
          [&](uint32_t c) { keep(c, ExploredMemory::load(&w.shared.staged[c])); });
    }
    for (uint32_t chunk = 0; chunk < w.config.chunks; chunk++)
      if (w.shared.copied[chunk] != w.expected_parameter(step, chunk))
        w.fail("a snapshot holds something else than its step");
    snapshots.release();
    if (for_disk)
      snapshots.written();
    else
      snapshots.ask();
  }
}

template <class Rule>
class Program {
 public:
  static constexpr int kSupervisor = 0, kCopier = kMostFibers - 1;

  static void begin(const Config& config) {
    World& w = world;
    w.config = config;
    std::memset(&w.shared, 0, sizeof w.shared);
    w.hash = 0;
    w.violation.reset();
    const LedgerShape shape{config.agents,
                            config.agents + config.faults,
                            config.shards,
                            config.chunks,
                            0,
                            config.steps,
                            0,
                            kScalars,
                            0};
    static std::vector<uint64_t> books;  // batches and history: constant, or never read
    Ledger sizes;
    const size_t bytes = sizes.lay(nullptr, shape);
    books.assign(bytes / 8 + 64, 0);
    w.ledger.lay(reinterpret_cast<std::byte*>(w.shared.ledger), shape);
    if (static_cast<size_t>(w.ledger.batches - w.shared.ledger) > std::size(w.shared.ledger)) std::abort();
    const auto shift = [&](uint64_t*& table) { table = books.data() + (table - w.ledger.rows); };
    shift(w.ledger.batches);
    shift(w.ledger.begun);
    shift(w.ledger.published);
    shift(w.ledger.history);
    shift(w.ledger.evaluation_history);
    for (uint64_t step = 0; step < config.steps; step++)
      for (uint32_t s = 0; s < config.shards; s++) *w.ledger.batch(step, s) = (step + 1) << 12;
    w.expect();
    for (uint32_t c = 0; c < config.chunks; c++) w.set(&w.shared.parameters[c], w.expected_parameter(0, c));
    w.set(&w.shared.flips_left, config.flips);
    if (config.redundancy) w.set(w.ledger.redundancy + kRedundantShare, 1ull << 32);
    if (config.bad_value) w.set(&w.shared.bad_left, 1);
    w.set(w.ledger.limit, config.steps);
    w.set(w.ledger.total, config.steps);
    w.set(w.ledger.round, Round{0, 0}.tag());
    w.set(w.ledger.snapshot + kSnapshotEvery, config.snapshots ? 1 : 0);
    w.set(w.ledger.snapshot + kSnapshotDue, 1);
    w.set(w.ledger.snapshot + kSnapshotAsked, config.asks ? 1 : 0);
    *w.ledger.open = 1;
    if (config.slow)
      for (uint32_t seat = 0; seat < shape.seats; seat++)
        w.set(w.ledger.row(seat) + kRowPace, seat == 0 ? 10 : 1);
    for (int id = 0; id < kMostFibers; id++) w.fibers.fiber[id] = {};
    for (uint32_t agent = 0; agent < config.agents; agent++) {
      const uint64_t per = config.shards / config.agents, more = config.shards % config.agents;
      const uint64_t from = agent * per + std::min<uint64_t>(agent, more);
      w.set(&w.ledger.ranges[agent], from << 32 | (from + per + (agent < more)));
      w.set(&w.ledger.lives[agent], Life{agent, 0, Life::kAlive}.bits());
      w.set(&w.ledger.seat_of[agent], uint64_t{agent} + 1);
      launch(static_cast<int>(agent) + 1, agent);
    }
    if (config.snapshots) w.fibers.start(kCopier, [] { run_copier<Rule>(); });
    w.fibers.start(kSupervisor, [] { supervise(); });
  }

  /// Nothing of a finished run may be missing.
  static void check_end() {
    if (Round::of(*world.ledger.round).step != world.config.steps) world.fail("stuck: a step never commits");
    if (world.shared.begun != uint64_t{world.config.steps} * world.config.shards)
      world.fail("what was begun is not what was used and what is told to be done again");
    for (uint32_t c = 0; c < world.config.chunks; c++)
      if (world.shared.parameters[c] != world.expected_parameter(world.config.steps, c))
        world.fail("the parameters at the end differ from an undisturbed run's");
  }

 private:
  static void launch(int fiber, uint32_t seat) {
    World& w = world;
    StepperState& state = w.shared.states[fiber];
    state = {};
    uint32_t slots = w.ledger.slots();
    if (!Rule::kSlotPerShard) slots = w.config.slots;
    state.slots = slots;
    state.held = w.shared.held[fiber];
    state.free = w.shared.free[fiber];
    state.cover = w.shared.cover[fiber];
    state.record = w.shared.record[fiber];
    w.shared.seats_of_fibers[fiber] = seat;
    w.fibers.start(fiber, [fiber] {
      run_agent<Rule>(fiber, static_cast<uint32_t>(world.shared.seats_of_fibers[fiber]));
    });
  }

  /// One of `count` alternatives; the search tries them all.
  static uint32_t choose(uint32_t count) {
    Fiber& me = world.fibers.fiber[kSupervisor];
    me.choices = count;
    world.fibers.yield();
    me.choices = 1;
    ExploredMemory::observe(me.choice);
    return me.choice;
  }

  /// Ends the thread of `fiber`, between any two of its operations outside a native call.
  static void terminate(int fiber) {
    world.fibers.fiber[kSupervisor].target = fiber;
    world.fibers.yield(Status::kTerminating);
    world.fibers.fiber[kSupervisor].status = Status::kReady;
    Fiber& target = world.fibers.fiber[fiber];
    target.status = Status::kDone;
    target.history = target.seen = 0;
    ExploredMemory::observe(4);
  }

  static void supervise() {
    World& w = world;
    Seats<ExploredMemory, Rule> seats(w.ledger);
    uint32_t incarnations[kAgents] = {};
    int fibers[kAgents];
    int next = static_cast<int>(w.config.agents) + 1;
    for (uint32_t a = 0; a < w.config.agents; a++) fibers[a] = static_cast<int>(a) + 1;
    for (uint32_t fault = 0; fault < w.config.faults; fault++) {
      const uint32_t agent = w.config.agents == 1 ? 0 : choose(w.config.agents);
      const int victim = fibers[agent];
      const uint32_t seat = static_cast<uint32_t>(w.shared.seats_of_fibers[victim]);
      // Killed: the thread ends, then it is fenced. Hung: it is fenced, replaced, and goes on for a while.
      const bool killed = choose(2) == 0;
      if (killed) {
        terminate(victim);
        seats.retire(seat);
        seats.exited(seat);
      } else {
        seats.retire(seat);
      }
      // There are as many spare seats as faults, so one is always free.
      const uint32_t replacement = *seats.admit(agent, ++incarnations[agent]);
      fibers[agent] = next;
      launch(next++, replacement);
      if (!killed) {
        terminate(victim);
        seats.exited(seat);
      }
    }
    if (w.config.flips > 0) settle(seats);
  }

  /// Two computations of a shard differ: what the supervisor does once a third one has said which is wrong.
  static void settle(Seats<ExploredMemory, Rule>& seats) {
    World& w = world;
    uint32_t times = 0;
    for (;;) {
      w.fibers.fiber[kSupervisor].history = 43 + times;
      const uint32_t seen = ExploredMemory::load(w.ledger.event);
      const uint64_t tag = ExploredMemory::load(w.ledger.round);
      const Round round = Round::of(tag);
      if (round.step == w.config.steps) return;
      for (uint32_t s = 0; s < w.config.shards; s++) {
        const Word check = Word::of(ExploredMemory::load(&w.ledger.checks[s]));
        if (check.tag != tag || check.place == kAgrees) continue;
        const uint32_t node = w.ledger.node_at(w.ledger.lifted({0, s}));
        const Word leaf = Word::of(ExploredMemory::load(&w.ledger.nodes[node]));
        const bool first = right(round.step, s, leaf.seat, leaf.place);
        const bool second = right(round.step, s, check.seat, check.place - 1);
        const uint32_t culprit = first ? check.seat : leaf.seat;
        const Life life = Life::of(ExploredMemory::load(&w.ledger.lives[culprit]));
        if (first == second || life.agent != 0) return w.fail("the wrong one is blamed");
        // Once more in spite of all: it has no further part.
        if (++times > 1) seats.retire(culprit);
        if (Rule::kDisputeIsNewAttempt)
          seats.new_attempt(round, life.agent);
        else
          forget(s, node);
        break;
      }
      ExploredMemory::await(w.ledger.event, w.ledger.waiters, w.ledger.abort, seen, 0);
    }
  }

  /// Whether a slot holds what an undisturbed run computes. Read without a yield: nobody may write there.
  static bool right(uint64_t step, uint32_t shard, uint32_t seat, uint32_t slot) {
    const World& w = world;
    uint64_t all = 0;
    for (uint32_t c = 0; c < w.config.chunks; c++) all = symbol(all, w.expected_parameter(step, c));
    for (uint32_t c = 0; c < w.config.chunks; c++)
      if (w.shared.slots[seat][slot][c] != w.gradient(all, step, shard, c)) return false;
    return true;
  }

  /// What could be done without new attempts: the shard is computed once more in this one.
  static void forget(uint32_t shard, uint32_t node) {
    const Ledger& ledger = world.ledger;
    for (uint64_t* word : {&ledger.shard_claims[shard], &ledger.nodes[node], &ledger.check_claims[shard],
                           &ledger.checks[shard]})
      ExploredMemory::store(word, 0);
    ExploredMemory::announce(ledger.event, ledger.waiters);
  }
};

}  // namespace explorer
