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

/// What a sum without a frozen cover would use: whatever a pass over the words finds, in shard order. Only
/// the explorer instantiates it, to show that a late publication is then summed twice.
template <class Memory>
uint32_t find_published(const Ledger& ledger, uint64_t tag, CoverNode* out) {
  uint32_t count = 0;
  for (uint32_t shard = 0; shard < ledger.shape.shards; shard++) {
    for (uint32_t level = 0; level <= Ledger::top(ledger.shape.shards); level++) {
      const Node node{level, shard >> level};
      if (node.index << level != shard || count == ledger.shape.shards) continue;
      const Word word = Word::of(Memory::load(&ledger.nodes[ledger.node_at(node)]));
      if (word.tag == tag) out[count++] = {ledger.node_at(node), word};
    }
  }
  return count;
}

/// A record of several words in its writer's row, behind a tag that says whose round it is. The tag is taken
/// away before the words change and put there after: a slow reader that holds an old name for this row then
/// finds another tag, not half of a later record (found by the explorer: re-reading the name alone is not
/// enough, because a writer fills its row before it is named again).
template <class Memory, class Write>
void write_record(uint64_t* record, uint64_t tag, Write write) {
  Memory::store(&record[0], uint64_t{0});
  write(record + 1);
  Memory::store(&record[0], tag);
}

/// False when the record is not, or no longer, that of round `tag`.
template <class Memory, class Read>
bool read_record(const uint64_t* record, uint64_t tag, Read read) {
  return Memory::load(&record[0]) == tag && read(record + 1) && Memory::load(&record[0]) == tag;
}

/// Writes a cover into the row of `seat`, which no other thread writes.
template <class Memory>
void write_cover(const Ledger& ledger, uint32_t seat, uint64_t tag, const CoverNode* cover, uint32_t count) {
  write_record<Memory>(ledger.cover_of(seat), tag, [&](uint64_t* words) {
    Memory::store(&words[0], uint64_t{count});
    for (uint32_t i = 0; i < count; i++) {
      Memory::store(&words[1 + 2 * i], uint64_t{cover[i].node});
      Memory::store(&words[2 + 2 * i], cover[i].word.bits());
    }
  });
}

/// Reads the cover that `named` names; 0 when its row belongs to a later round by now.
template <class Memory>
uint32_t read_cover(const Ledger& ledger, Word named, CoverNode* out) {
  uint32_t found = 0;
  const bool whole = read_record<Memory>(ledger.cover_of(named.seat), named.tag, [&](const uint64_t* words) {
    const uint64_t count = Memory::load(&words[0]);
    if (count > ledger.shape.shards) return false;
    for (uint32_t i = 0; i < count; i++) {
      const uint64_t node = Memory::load(&words[1 + 2 * i]);
      if (node >= Ledger::node_count(ledger.shape.shards)) return false;
      out[i] = {static_cast<uint32_t>(node), Word::of(Memory::load(&words[2 + 2 * i]))};
    }
    found = static_cast<uint32_t>(count);
    return true;
  });
  return whole ? found : 0;
}

}  // namespace troupe::core
