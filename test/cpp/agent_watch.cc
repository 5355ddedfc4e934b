// The watch over agents outside Node: a ledger, rows written as agents write them, and a clock of the test's
// own.
#include "core/agent_watch.h"

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "check.h"
#include "core/seats.h"

using namespace troupe::core;
using namespace std::chrono_literals;

namespace {

struct World {
  static constexpr LedgerShape kShape{2, 4, 4, 2, 1, 2, 0, 4, 0};
  std::unique_ptr<std::byte[]> memory;
  Ledger ledger;
  Nanoseconds now{1s};
  Scheduled scheduled{1, 1, false};
  std::unique_ptr<AgentWatch> watch;

  World() {
    const size_t bytes = ledger.lay(nullptr, kShape);
    memory.reset(new (std::align_val_t(64)) std::byte[bytes]());
    ledger.lay(memory.get(), kShape);
    commit(0);
    Seats<SharedMemory> seats(ledger);
    for (uint32_t agent = 0; agent < 2; agent++) {
      CHECK(seats.admit(agent, 1) == agent);
      SharedMemory::store(&ledger.lives[agent], Life{agent, 1, Life::kAlive}.bits());
    }
    watch = std::make_unique<AgentWatch>(ledger, Patience{}, [this](uint64_t) { return scheduled; });
  }
  ~World() { ::operator delete[](memory.release(), std::align_val_t(64)); }

  /// `step` steps are committed, each a quarter of a second after the other.
  void commit(uint64_t step) {
    SharedMemory::store(ledger.round, Round{step, 0}.tag());
    if (step == 0) return;
    uint64_t* record = ledger.history_of(step - 1);
    SharedMemory::store(&record[4], step * 250'000'000);
    SharedMemory::store(&record[0], step);
  }
  void beat(uint32_t agent) { SharedMemory::count(ledger.row(agent) + kRowBeat); }
  void at(uint32_t agent, Doing doing) { SharedMemory::note(ledger.row(agent) + kRowDoing, doing.bits()); }

  /// Looks every 20 ms for so long; agent 0 works all the time.
  std::vector<AgentStall> pass(Nanoseconds span) {
    std::vector<AgentStall> all;
    for (const Nanoseconds end = now + span; now < end;) {
      now += 20ms;
      beat(0);
      for (AgentStall& stall : watch->look(now)) all.push_back(std::move(stall));
    }
    return all;
  }
  Life::State state(uint32_t seat) { return Life::of(SharedMemory::load(&ledger.lives[seat])).state; }
};

void hung_is_suspected_and_fenced() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  world.at(1, {kBackward, 3});
  SharedMemory::note(world.ledger.row(1) + kRowCall, reinterpret_cast<uintptr_t>("matmul"));
  // Ten steps of 250 ms, less a tenth.
  CHECK(world.pass(1100ms).empty());
  const auto stalls = world.pass(1500ms);
  CHECK(stalls.size() == 2);
  CHECK(stalls[0].kind == AgentStall::kSuspect && stalls[1].kind == AgentStall::kFenced);
  CHECK(stalls[1].who.agent == 1 && stalls[1].who.call == "matmul" && stalls[1].step == 6);
  CHECK(stalls[1].who.doing.phase == kBackward && stalls[1].who.doing.item == 3);
  CHECK(stalls[1].all.size() == 2 && !stalls[1].updating);
  CHECK(stalls[1].deadline == 2250ms && stalls[1].who.still <= 2270ms);
  CHECK(world.state(1) == Life::kRetired && world.state(0) == Life::kAlive);
  CHECK(world.pass(20s).empty());
}

void slow_is_named_and_lives() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  CHECK(world.pass(1500ms).size() == 1);
  world.beat(1);
  const auto moved = world.pass(100ms);
  CHECK(moved.size() == 1 && moved[0].kind == AgentStall::kMoved);
  CHECK(world.state(1) == Life::kAlive);
}

void who_stands_on_purpose_or_starves_is_left_alone() {
  World standing;
  for (uint64_t step = 1; step <= 6; step++) standing.commit(step);
  standing.at(1, {kSum, 0, true});
  CHECK(standing.pass(60s).empty());

  World starving;
  for (uint64_t step = 1; step <= 6; step++) starving.commit(step);
  for (int i = 0; i < 100; i++) {
    // Ready all the time and never running.
    starving.scheduled.waited += 20'000'000;
    CHECK(starving.pass(20ms).empty());
  }
}

void a_wait_for_a_processor_counts_while_it_goes_on_and_when_it_is_over() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  world.scheduled.ready = true;
  // Longer than the deadline, and told of in its end only; it has run for a moment then.
  for (int i = 0; i < 3; i++) {
    CHECK(world.pass(3s).empty());
    world.scheduled.waited += 3'000'000'000;
    world.scheduled.ran++;
    CHECK(world.pass(20ms).empty());
  }
}

void a_wait_that_was_longer_than_the_looks_is_no_credit() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  world.pass(40ms);
  world.scheduled.waited += 3600'000'000'000;
  world.scheduled.ready = false;
  CHECK(world.pass(2300ms).size() == 2);
}

void one_that_runs_or_sleeps_does_not_wait() {
  for (const bool runs : {true, false}) {
    World world;
    for (uint64_t step = 1; step <= 6; step++) world.commit(step);
    world.scheduled.ready = runs;
    size_t told = 0;
    for (int i = 0; i < 130; i++) {
      if (runs) world.scheduled.ran += 20'000'000;
      told += world.pass(20ms).size();
    }
    CHECK(told == 2);
  }
}

void before_anything_is_measured_patience_is_long() {
  World world;
  world.commit(2);
  CHECK(world.pass(14s).empty());
  CHECK(world.pass(17s).size() == 2);
}

void an_update_that_hangs_is_said() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  SharedMemory::store(&world.ledger.updates[1], Word{Round{6, 0}.tag(), 1, 1, 0}.bits());
  const auto stalls = world.pass(3s);
  CHECK(stalls.size() == 2 && stalls[1].updating);
}

void a_stopped_process_accuses_nobody() {
  World world;
  for (uint64_t step = 1; step <= 6; step++) world.commit(step);
  world.pass(100ms);
  world.now += 3600s;
  CHECK(world.pass(20ms).empty());
}

}  // namespace

int main() {
  hung_is_suspected_and_fenced();
  slow_is_named_and_lives();
  who_stands_on_purpose_or_starves_is_left_alone();
  a_wait_for_a_processor_counts_while_it_goes_on_and_when_it_is_over();
  a_wait_that_was_longer_than_the_looks_is_no_credit();
  one_that_runs_or_sleeps_does_not_wait();
  before_anything_is_measured_patience_is_long();
  an_update_that_hangs_is_said();
  a_stopped_process_accuses_nobody();
  std::puts("watched");
}
