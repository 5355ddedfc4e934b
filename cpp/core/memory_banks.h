// The two banks of a memory file: which one counts, and which one is written next.
#pragma once
#include "core/memory_bank.h"

namespace troupe::core {

/// Writes them in turn, from the one on that is not the newest. There is one writer.
template <class Memory = BankMemory, class Rule = BankRules>
class Banks {
 public:
  /// The first bank lies at `base`, the second `share` bytes behind it.
  Banks(std::byte* base, uint64_t share) : base_(base), share_(share) {
    next_ = newest(sequence_) == 0 ? 1 : 0;
  }

  std::byte* bank(int index) const { return base_ + index * share_; }

  BankFault check(int index, Seal& seal) const {
    std::memcpy(&seal, bank(index), sizeof seal);
    const BankFault fault = check_seal<Rule>(seal, share_);
    return fault == BankFault::kNone ? check_body<Rule>(seal, bank(index) + sizeof seal) : fault;
  }

  /// The newest bank that is whole, or -1; `sequence` is its number, or 0.
  int newest(uint64_t& sequence) const {
    int found = -1;
    sequence = 0;
    for (int index = 0; index < 2; index++) {
      Seal seal;
      if (check(index, seal) != BankFault::kNone || (found >= 0 && seal.sequence < sequence)) continue;
      found = index;
      sequence = seal.sequence;
    }
    return found;
  }

  /// Where the image of the next state goes.
  std::byte* open(const std::byte* manifest, uint64_t manifest_bytes) {
    writer_ = BankWriter<Memory, Rule>(bank(next_), share_);
    return writer_.open(manifest, manifest_bytes);
  }

  void close(uint64_t step, uint64_t image_bytes, uint64_t image_sum) {
    writer_.close(++sequence_, step, image_bytes, image_sum);
    if (Rule::kInTurn) next_ = 1 - next_;
  }

 private:
  std::byte* base_;
  uint64_t share_;
  int next_;
  uint64_t sequence_;
  BankWriter<Memory, Rule> writer_{base_, share_};
};

}  // namespace troupe::core
