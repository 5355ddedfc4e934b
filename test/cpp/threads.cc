// The stepper on real threads and real floats: agents that die at random moments between two moves, and
// replacements, must give the bits of one agent. Run plain and under ThreadSanitizer and AddressSanitizer.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "arena/optimizers.h"
#include "arena/tree_sum.h"
#include "core/memory.h"
#include "core/stepper.h"

namespace {

using namespace troupe::core;
using troupe::arena::add_into;
using troupe::arena::kBlock;
using troupe::arena::Summand;

constexpr uint32_t kShards = 7, kChunks = 3, kSteps = 60, kSeats = 24;
constexpr int64_t kElements = kChunks * kBlock;

/// One run's memory: what src/arena/arena.ts makes, in plain vectors.
struct Host {
  LedgerShape shape;
  std::vector<uint64_t> words;
  Ledger ledger;
  std::vector<float> parameters = std::vector<float>(kElements), velocity = std::vector<float>(kElements);
  std::vector<std::vector<float>> slots, results;
  std::array<uint32_t, kSteps> updates{};

  Host(uint32_t agents, uint64_t redundant) : shape{agents, kSeats, kShards, kChunks, 0, kSteps, 0, 2, 0} {
    words.resize(ledger.lay(nullptr, shape) / 8 + 8);
    ledger.lay(reinterpret_cast<std::byte*>((reinterpret_cast<uintptr_t>(words.data()) + 63) / 64 * 64),
               shape);
    for (uint64_t step = 0; step < kSteps; step++)
      for (uint32_t s = 0; s < kShards; s++) *ledger.batch(step, s) = (step + 1) << 12;
    *ledger.limit = *ledger.total = kSteps;
    *ledger.round = Round{0, 0}.tag();
    *ledger.open = 1;
    ledger.redundancy[kRedundantShare] = redundant;
    for (uint32_t seat = 0; seat < kSeats; seat++) {
      slots.emplace_back(ledger.slots() * kElements);
      results.emplace_back(kElements);
    }
    for (int64_t i = 0; i < kElements; i++) parameters[i] = std::sin(static_cast<float>(i));
    for (uint32_t agent = 0; agent < agents; agent++)
      ledger.ranges[agent] = uint64_t{agent * kShards / agents} << 32 | ((agent + 1) * kShards / agents);
  }
};

class Work {
 public:
  Work(Host& host, uint32_t seat) : host_(host), seat_(seat), gradient_(kElements) {}

  void compute(uint64_t step, uint32_t shard) {
    for (int64_t i = 0; i < kElements; i++)
      gradient_[i] =
          host_.parameters[i] * 0.37f + 1.0f / static_cast<float>(1 + (i * 31 + shard * 7 + step * 13) % 97);
  }
  void begun(uint64_t) {}
  void put(uint32_t slot) { std::memcpy(at(seat_, slot), gradient_.data(), kElements * sizeof(float)); }
  void add(uint32_t slot) { add_into(at(seat_, slot), gradient_.data(), kElements); }
  void spoil(uint32_t, Armed::Act) {}
  bool same(uint32_t slot, Word leaf) {
    const bool equal =
        std::memcmp(at(seat_, slot), at(leaf.seat, leaf.place), kElements * sizeof(float)) == 0;
    if (!equal) std::printf("two computations of a shard differ\n"), std::exit(1);
    return equal;
  }
  void merge(uint32_t left, uint32_t right) { add_into(at(seat_, left), at(seat_, right), kElements); }
  void sum(const CoverNode* cover, uint32_t count, uint32_t chunk) {
    Summand summands[kShards];
    for (uint32_t i = 0; i < count; i++)
      summands[i] = {host_.ledger.node_of(cover[i].node),
                     at(cover[i].word.seat, cover[i].word.place) + chunk * kBlock};
    double squares;
    troupe::arena::tree_sum(&host_.results[seat_][chunk * kBlock], summands, kShards, kBlock, &squares,
                            chunk == 1);
  }
  void update(uint32_t chunk, uint32_t seat, const CoverNode*, uint32_t, const uint64_t* record) {
    const double scalars[] = {1.0 / kShards, 1e30, 0.05, 0.9, 0, 0, 0, record[1] == 0 ? 1.0 : 0.0};
    float* moments[] = {&host_.velocity[chunk * kBlock]};
    troupe::arena::find_optimizer("sgd")->kernel(
        &host_.parameters[chunk * kBlock], &host_.results[seat][chunk * kBlock], moments, kBlock, scalars);
  }
  void stage(uint32_t) {}  // no snapshots here: their copier races with updates on purpose, and finds out
  void record(uint64_t step, const uint64_t*) { host_.updates[step]++; }
  void keep_evaluation(uint32_t) {}
  Verdict verdict(const uint64_t*) const { return Verdict::kApply; }
  void lap(uint32_t) {}

 private:
  float* at(uint32_t seat, uint32_t slot) { return &host_.slots[seat][slot * kElements]; }
  Host& host_;
  uint32_t seat_;
  std::vector<float> gradient_;
};

/// Works until the run is over, or until `lives` moves were made: then it leaves without a word.
void agent(Host& host, uint32_t seat, int lives, bool* finished) {
  Work work(host, seat);
  StepperState state{};
  std::vector<Held> held(kShards);
  std::vector<uint32_t> free(host.ledger.slots());
  std::vector<CoverNode> cover(kShards);
  std::vector<uint64_t> record(2);
  state.slots = host.ledger.slots();
  state.held = held.data();
  state.free = free.data();
  state.cover = cover.data();
  state.record = record.data();
  Stepper<SharedMemory, Work> stepper(host.ledger, work, seat, state);
  for (; lives != 0; lives--) {
    switch (stepper.next(kSliceNs)) {
      case Action::kCompute:
        work.compute(stepper.round().step, state.shard);
        if (lives == 1) return;  // computed, never handed over
        stepper.computed();
        break;
      case Action::kDecide: {
        const uint64_t decision[] = {1, stepper.round().step};
        stepper.decided(decision);
        break;
      }
      case Action::kSlice:
        break;
      default:
        *finished = true;
        return;
    }
  }
}

/// The parameters after all steps, with `deaths` agents lost on the way and a share of the shards, in units
/// of 2^-32, computed twice.
std::vector<float> run(uint32_t agents, int deaths, uint64_t redundant) {
  auto host = std::make_unique<Host>(agents, redundant);
  Seats<SharedMemory> seats(host->ledger);
  std::mt19937_64 random(agents * 100 + static_cast<uint64_t>(deaths));
  struct Member {
    std::thread thread;
    uint32_t seat = 0, incarnation = 0;
    bool finished = false;
  };
  std::vector<Member> members(agents);
  const auto start = [&](uint32_t id) {
    Member& member = members[id];
    const auto seat = seats.admit(id, member.incarnation);
    if (!seat) std::abort();
    member.seat = *seat;
    const int lives = deaths-- > 0 ? 1 + static_cast<int>(random() % 60) : -1;
    member.thread = std::thread(agent, std::ref(*host), *seat, lives, &member.finished);
  };
  for (uint32_t id = 0; id < agents; id++) start(id);
  // Joins in turn: the others go on meanwhile, or wait for this one's replacement.
  for (bool over = false; !over;) {
    over = true;
    for (uint32_t id = 0; id < agents; id++) {
      Member& member = members[id];
      if (!member.thread.joinable()) continue;
      member.thread.join();
      if (member.finished) continue;
      over = false;
      seats.retire(member.seat);
      seats.exited(member.seat);
      member.incarnation++;
      start(id);
    }
  }
  for (const uint32_t times : host->updates)
    if (times != 1) std::printf("a step was applied %u times\n", times), std::exit(1);
  return host->parameters;
}

}  // namespace

int main() {
  const std::vector<float> expected = run(1, 0, 0);
  int runs = 0;
  for (uint32_t agents = 1; agents <= 3; agents++)
    for (int deaths = 0; deaths <= 8; deaths += 4)
      for (const uint64_t redundant : {0ull, 1ull << 31}) {
        runs++;
        if (std::memcmp(run(agents, deaths, redundant).data(), expected.data(), kElements * sizeof(float)) ==
            0)
          continue;
        std::printf("%u agents with %d deaths gave other bits\n", agents, deaths);
        return 1;
      }
  std::printf("%d runs, the same bits\n", runs);
}
