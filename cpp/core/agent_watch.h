// Telling hung agents from slow ones by their ledger rows, and fencing them.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/ledger.h"
#include "core/memory.h"
#include "core/pace.h"

namespace troupe::core {

/// Where an agent was when somebody looked.
struct AgentSight {
  uint32_t agent, incarnation, seat;
  Doing doing;
  std::string call;  ///< the native call it is in; empty in JavaScript
  Nanoseconds still{0};
};

/// What the system says of a thread.
struct Scheduled {
  uint64_t ran = 0;     ///< nanoseconds, so far
  uint64_t waited = 0;  ///< nanoseconds that it was ready and did not run; the wait that goes on is not in it
  bool ready = false;   ///< runs, or would if it had a processor
};

/// What became of an agent that stood still.
struct AgentStall {
  enum Kind : uint32_t {
    kSuspect = 1,  ///< half of the deadline has passed
    kMoved = 2,    ///< it was only slow
    kFenced = 3,   ///< the deadline has passed: its incarnation is retired
  };
  Kind kind;
  uint64_t step;
  AgentSight who;
  /// It holds a chunk's update, which nobody can take over.
  bool updating;
  Nanoseconds deadline;
  /// Shards of its seat that were begun again before the fence.
  uint64_t redone;
  /// With a fence: all agents, the hung one included.
  std::vector<AgentSight> all;
};

/// Watches the agents of one ledger. An agent that works moves its row's counters with every piece of work,
/// and with every look at the ledger while it waits; one that does neither hangs, or has no processor.
class AgentWatch {
 public:
  /// Tells of a thread, by its number in the system.
  using Scheduling = std::function<Scheduled(uint64_t thread)>;

  AgentWatch(const Ledger& ledger, Patience patience, Scheduling scheduling)
      : ledger_(ledger),
        patience_(patience),
        scheduling_(std::move(scheduling)),
        seats_(ledger.shape.seats) {}

  /// Looks at all agents; `now` on any clock that goes on.
  std::vector<AgentStall> look(Nanoseconds now) {
    std::vector<AgentStall> stalls;
    // A process that was stopped as a whole must not pass for agents that had their time.
    const Nanoseconds step = std::min(now - std::exchange(last_, now), kLongestLook);
    const Round round = Round::of(SharedMemory::load(ledger_.round));
    median_ = pace_before(ledger_, round.step).median;
    if (round.step != fenced_step_) fences_ = 0;
    fenced_step_ = round.step;
    for (uint32_t seat = 0; seat < ledger_.shape.seats; seat++)
      if (auto stall = look(seat, round, step)) stalls.push_back(std::move(*stall));
    return stalls;
  }

 private:
  static constexpr Nanoseconds kLongestLook = std::chrono::milliseconds(250);

  struct Seat {
    uint64_t life = 0, moves = 0, doing = 0;
    bool told = false;
    Scheduled scheduled{};  ///< at the last look; zeros before the first at which it stood still
    /// Since it last moved: how long that is, and how much of it its thread had no processor, by waits that
    /// are over and by the one that goes on.
    Nanoseconds passed{0}, starved{0}, waiting{0};
    Nanoseconds still{0};  ///< the rest
  };

  std::optional<AgentStall> look(uint32_t at, Round round, Nanoseconds step) {
    const uint64_t* row = ledger_.row(at);
    const Seat now{SharedMemory::load(&ledger_.lives[at]),
                   SharedMemory::load(row + kRowProgress) + SharedMemory::load(row + kRowBeat),
                   SharedMemory::load(row + kRowDoing)};
    Seat& seat = seats_[at];
    const Life life = Life::of(now.life);
    const Doing doing = Doing::of(now.doing);
    const bool watched = life.state == Life::kAlive && !doing.still;
    if (!watched || now.life != seat.life || now.moves != seat.moves || now.doing != seat.doing) {
      const Seat before = seat;
      seat = now;
      if (!watched || before.life != now.life) return std::nullopt;
      const Doing did = Doing::of(before.doing);
      if (did.phase == kEvaluate) evaluation_ = std::max(evaluation_, before.still);
      if (!before.told) return std::nullopt;
      return AgentStall{AgentStall::kMoved, round.step, sight(at, life, did, before.still), false, {}, 0, {}};
    }
    count(seat, scheduling_(SharedMemory::load(row + kRowThread)), step);
    const Nanoseconds deadline = deadline_in(doing.phase), still = seat.still;
    if (still >= deadline) return fence(at, life, now.life, doing, still, deadline, round);
    if (still < deadline / 2 || seat.told) return std::nullopt;
    seat.told = true;
    return AgentStall{
        AgentStall::kSuspect, round.step, sight(at, life, doing, still), false, deadline, 0, {}};
  }

  /// Time in which the thread was ready and had no processor is not its fault. The system tells of a wait
  /// when that is over, which may be many looks later: until then it is a wait because the thread is ready
  /// and has not run since the last look. What is missed of the first look's is a look's length at most.
  static void count(Seat& seat, Scheduled now, Nanoseconds step) {
    const Scheduled before = std::exchange(seat.scheduled, now);
    seat.passed += step;
    if (now.waited != before.waited) {
      seat.waiting = Nanoseconds(0);
      if (before.waited != 0) seat.starved += Nanoseconds(now.waited - before.waited);
    } else if (now.ready && now.ran == before.ran) {
      seat.waiting += step;
    }
    // A wait may be longer than looks count for: what it is too much of is no credit.
    seat.starved = std::min(seat.starved, seat.passed);
    seat.still = std::max(Nanoseconds(0), seat.passed - seat.starved - seat.waiting);
  }

  /// Evaluation batches have a size of their own, so they are measured apart.
  Nanoseconds deadline_in(uint32_t phase) const {
    const Nanoseconds hard = patience_.hard(median_, fences_);
    if (phase != kEvaluate) return hard;
    bool done = false;
    for (uint32_t b = 0; b < ledger_.shape.evaluations; b++)
      done |= SharedMemory::load(&ledger_.evaluations[b]) != 0;
    return std::max(hard, done ? 4 * evaluation_ : patience_.unmeasured);
  }

  std::optional<AgentStall> fence(uint32_t at, Life life, uint64_t bits, Doing doing, Nanoseconds still,
                                  Nanoseconds deadline, Round round) {
    AgentStall stall{AgentStall::kFenced, round.step, sight(at, life, doing, still), false, deadline, 0, {}};
    for (uint32_t other = 0; other < ledger_.shape.seats; other++) {
      const Life theirs = Life::of(SharedMemory::load(&ledger_.lives[other]));
      const Doing does = Doing::of(SharedMemory::load(ledger_.row(other) + kRowDoing));
      if (theirs.state == Life::kAlive)
        stall.all.push_back(sight(other, theirs, does, other == at ? still : seats_[other].still));
    }
    stall.redone = SharedMemory::load(ledger_.row(at) + kRowRedone);
    // Only this life: the seat may be given to another one at any time.
    Life retired = life;
    retired.state = Life::kRetired;
    if (!SharedMemory::exchange_if(&ledger_.lives[at], bits, retired.bits())) return std::nullopt;
    SharedMemory::announce(ledger_.event, ledger_.waiters);
    for (uint32_t c = 0; c < ledger_.shape.chunks; c++) {
      const Word word = Word::of(SharedMemory::load(&ledger_.updates[c]));
      stall.updating |= word.tag == round.tag() && word.seat == at && word.place == 0 &&
                        word.incarnation == (life.incarnation & 0x3ff);
    }
    fences_++;
    return stall;
  }

  AgentSight sight(uint32_t seat, Life life, Doing doing, Nanoseconds still) const {
    const auto* call = reinterpret_cast<const char*>(SharedMemory::load(ledger_.row(seat) + kRowCall));
    return {life.agent, life.incarnation, seat, doing, call == nullptr ? "" : call, still};
  }

  Ledger ledger_;
  Patience patience_;
  Scheduling scheduling_;
  Nanoseconds median_{0}, last_{0};
  std::vector<Seat> seats_;
  Nanoseconds evaluation_{0};  ///< the longest that one was seen to take
  uint64_t fenced_step_ = 0;
  uint32_t fences_ = 0;
};

}  // namespace troupe::core
