// Who sits where: the part of the protocol that main (the supervisor) runs.
#pragma once
#include <optional>

#include "core/ledger.h"
#include "core/rules.h"
#include "core/waiting.h"

namespace troupe::core {

/// Whether what `word` says was said by an incarnation that has since been retired.
template <class Memory>
bool retired(const Ledger& ledger, Word word) {
  const Life life = Life::of(Memory::load(&ledger.lives[word.seat]));
  return life.state == Life::kRetired || (life.incarnation & 0x3ff) != word.incarnation;
}

/// Every call is for one thread, the owner of the ledger; each is idempotent.
template <class Memory, class Rule = Rules>
class Seats {
 public:
  explicit Seats(const Ledger& ledger) : ledger_(ledger) {}

  /// Gives a free seat to an incarnation of an agent; nothing when all are taken.
  std::optional<uint32_t> admit(uint32_t agent, uint32_t incarnation) {
    for (uint32_t seat = 0; seat < ledger_.shape.seats; seat++) {
      if (!free(seat)) continue;
      Memory::store(&ledger_.exits[seat], uint64_t{0});
      Memory::store(&ledger_.lives[seat], Life{agent, incarnation, Life::kAdmitted}.bits());
      Memory::store(&ledger_.seat_of[agent], uint64_t{seat} + 1);
      return seat;
    }
    return std::nullopt;
  }

  /// Fences one incarnation: what it claimed reads as free from here on, what it published stays valid.
  void retire(uint32_t seat) {
    uint64_t bits = Memory::load(&ledger_.lives[seat]);
    for (;;) {
      Life life = Life::of(bits);
      if (life.state == Life::kEmpty || life.state == Life::kRetired) break;
      life.state = Life::kRetired;
      if (Memory::exchange_if(&ledger_.lives[seat], bits, life.bits())) break;
    }
    if constexpr (!Rule::kClaimsReadAsFree) {
      clear(ledger_.shard_claims, ledger_.shape.shards, seat);
      clear(ledger_.sum_claims, ledger_.shape.chunks, seat);
    }
    Memory::announce(ledger_.event, ledger_.waiters);
  }

  /// Records that the thread of a retired incarnation has ended: from the commit of the step that runs now
  /// its seat is free, because until then the sum may read its slots and the update its result region. Wakes
  /// all once more: the thread may have ended between its last transition and the wake-up for it.
  void exited(uint32_t seat) {
    Memory::store(&ledger_.exits[seat], Memory::load(ledger_.round) | kExited);
    Memory::announce(ledger_.event, ledger_.waiters);
  }

  /// Begins a new attempt, where a published result of this one is wrong. What `culprit` computes has no part
  /// in it, as long as there are others: whoever sees the new attempt sees that too. False when the round has
  /// moved on.
  bool new_attempt(Round round, std::optional<uint32_t> culprit) {
    const uint64_t next = round.next_attempt().tag();
    uint64_t seen = round.tag();
    if (Memory::load(ledger_.round) != seen) return false;
    if (culprit) Memory::store(&ledger_.suspects[*culprit], next);
    const bool moved = Memory::exchange_if(ledger_.round, seen, next);
    if (moved) Memory::announce(ledger_.event, ledger_.waiters);
    return moved;
  }

 private:
  static constexpr uint64_t kExited = 1ull << 63;

  bool free(uint32_t seat) const {
    const Life life = Life::of(Memory::load(&ledger_.lives[seat]));
    if (life.state == Life::kEmpty) return true;
    if (life.state != Life::kRetired) return false;
    const uint64_t exit = Memory::load(&ledger_.exits[seat]);
    if (!Rule::kRowsOutliveThread) return true;
    if (exit == 0) return false;
    if (!Rule::kSeatsOutliveStep) return true;
    return Round::of(Memory::load(ledger_.round)).step > Round::of(exit & ~kExited).step;
  }

  void clear(uint64_t* claims, uint32_t count, uint32_t seat) {
    for (uint32_t i = 0; i < count; i++) {
      uint64_t bits = Memory::load(&claims[i]);
      if (bits != 0 && Word::of(bits).seat == seat) Memory::exchange_if(&claims[i], bits, uint64_t{0});
    }
  }

  Ledger ledger_;
};

}  // namespace troupe::core
