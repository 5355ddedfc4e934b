// The cover: the published nodes a step's sum uses, frozen once.
#pragma once
#include "core/ledger.h"

namespace troupe::core {

/// One node of a cover: its place in the tree and the word that published it.
struct CoverNode {
  uint32_t node;
  Word word;
};

/// Finds published nodes of round `tag` that tile all shards, the highest ones first. `out` holds S entries.
/// Returns how many, 0 while shards are missing.
template <class Memory>
uint32_t find_cover(const Ledger& ledger, uint64_t tag, CoverNode* out) {
  uint32_t count = 0;
  // Walks the tree by "next node to try" alone, in shard order, so it needs no stack.
  Node node{Ledger::top(ledger.shape.shards), 0};
  for (;;) {
    const uint32_t at = ledger.node_at(node);
    const Word word = Word::of(Memory::load(&ledger.nodes[at]));
    if (word.tag == tag) {
      out[count++] = {at, word};
      const uint32_t next = ledger.end_of(node);
      if (next == ledger.shape.shards) return count;
      // The next node to try is the largest one that begins at `next`.
      uint32_t level = 0;
      while (level < Ledger::top(ledger.shape.shards) && (next >> level & 1) == 0) level++;
      node = {level, next >> level};
    } else if (node.level == 0) {
      return 0;
    } else {
      node = {node.level - 1, node.index << 1};
    }
  }
}

/// What a sum without a frozen cover would use: whatever one pass over the words finds. Only the explorer
/// instantiates it, to show that a late publication is then summed twice.
template <class Memory>
uint32_t find_published(const Ledger& ledger, uint64_t tag, CoverNode* out) {
  uint32_t count = 0;
  for (uint32_t at = 0; at < Ledger::node_count(ledger.shape.shards) && count < ledger.shape.shards; at++) {
    const Word word = Word::of(Memory::load(&ledger.nodes[at]));
    if (word.tag == tag) out[count++] = {at, word};
  }
  return count;
}

/// Writes a cover into the row of `seat`, which no other thread writes.
template <class Memory>
void write_cover(const Ledger& ledger, uint32_t seat, const CoverNode* cover, uint32_t count) {
  uint64_t* row = ledger.cover_of(seat);
  for (uint32_t i = 0; i < count; i++) {
    Memory::store(&row[1 + 2 * i], uint64_t{cover[i].node});
    Memory::store(&row[2 + 2 * i], cover[i].word.bits());
  }
  Memory::store(&row[0], uint64_t{count});
}

/// Reads the cover that `named` names. Returns 0 when the name has changed meanwhile: the row may then hold a
/// later cover, or half of one.
template <class Memory>
uint32_t read_cover(const Ledger& ledger, Word named, CoverNode* out) {
  const uint64_t* row = ledger.cover_of(named.seat);
  const uint64_t count = Memory::load(&row[0]);
  if (count > ledger.shape.shards) return 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint64_t node = Memory::load(&row[1 + 2 * i]);
    if (node >= Ledger::node_count(ledger.shape.shards)) return 0;
    out[i] = {static_cast<uint32_t>(node), Word::of(Memory::load(&row[2 + 2 * i]))};
  }
  return Memory::load(ledger.cover) == named.bits() ? static_cast<uint32_t>(count) : 0;
}

}  // namespace troupe::core
