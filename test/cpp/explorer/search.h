// Walking through the states: all of them, or many random ways.
#pragma once
#include <chrono>
#include <random>
#include <unordered_set>

#include "program.h"

namespace explorer {

struct Report {
  std::optional<std::string> violation;
  uint64_t states = 0;
  uint64_t ends = 0;
  bool complete = true;  ///< every reachable state was seen within the bounds
};

/// One thing that can happen next: an operation of a fiber, with one of its choices.
struct Move {
  int fiber;
  uint32_t choice;
};

inline std::vector<Move> moves() {
  std::vector<Move> all;
  for (int id = 0; id < kMostFibers; id++)
    if (world.enabled(id))
      for (uint32_t choice = 0; choice < world.fibers.fiber[id].choices; choice++)
        all.push_back({id, choice});
  return all;
}

/// Depth first through every state that differs; gives up after `most` states. With `switches` >= 0 only
/// through schedules that take a thread off the processor that often while it could have gone on (context
/// bounding, Musuvathi and Qadeer 2007): all schedules with few switches come before any with many.
template <class Rule>
Report explore(const Config& config, uint64_t most, int switches) {
  struct Frame {
    std::vector<char> state;
    std::vector<Move> moves;
    size_t next = 0;
    int last = -1, left = 0;
  };
  Report report;
  Program<Rule>::begin(config);
  std::unordered_set<uint64_t> seen;
  seen.reserve(1 << 20);
  std::vector<Frame> path;
  size_t depth = 0;
  const auto enter = [&](int last, int left) {
    const uint64_t key =
        switches < 0 ? world.key() : mix(world.key(), static_cast<uint64_t>(last * 64 + left + 64));
    if (!seen.insert(key).second) return;
    report.states++;
    std::vector<Move> next = moves();
    if (next.empty()) {
      report.ends++;
      Program<Rule>::check_end();
      return;
    }
    if (switches >= 0 && left == 0 && last >= 0 && world.enabled(last))
      std::erase_if(next, [&](const Move& move) { return move.fiber != last; });
    if (path.size() == depth) path.emplace_back();
    Frame& frame = path[depth++];
    frame.last = last;
    frame.left = left;
    frame.moves = std::move(next);
    frame.next = 0;
    if (frame.moves.size() > 1) world.save(frame.state);
  };
  enter(-1, switches);
  while (depth > 0 && !world.violation) {
    Frame& frame = path[depth - 1];
    if (frame.next == frame.moves.size()) {
      depth--;
      continue;
    }
    if (report.states >= most) {
      report.complete = false;
      break;
    }
    if (frame.next > 0) world.load(frame.state);
    const Move move = frame.moves[frame.next++];
    const bool preempts = frame.last >= 0 && move.fiber != frame.last && world.enabled(frame.last);
    const int left = frame.left - (preempts ? 1 : 0);
    world.fibers.step(move.fiber, move.choice);
    if (!world.violation) enter(move.fiber, left);
  }
  report.violation = world.violation;
  return report;
}

/// `runs` random schedules, each to its end; the same seed gives the same schedules.
template <class Rule>
Report wander(const Config& config, uint64_t runs, uint64_t seed) {
  Report report;
  std::mt19937_64 random(seed);
  for (uint64_t run = 0; run < runs; run++) {
    Program<Rule>::begin(config);
    // Threads run in bursts: a switch at every operation would rarely leave one far behind.
    int last = -1;
    for (uint64_t steps = 0;; steps++) {
      const std::vector<Move> next = moves();
      if (next.empty()) {
        report.ends++;
        Program<Rule>::check_end();
        break;
      }
      if (steps > 200'000) {
        world.fail("no end: the agents keep each other busy");
        break;
      }
      Move move = next[random() % next.size()];
      if (random() % 8 != 0)
        for (const Move& same : next)
          if (same.fiber == last) move = same;
      if (world.fibers.fiber[move.fiber].choices > 1)
        move.choice = static_cast<uint32_t>(random() % world.fibers.fiber[move.fiber].choices);
      last = move.fiber;
      world.fibers.step(move.fiber, move.choice);
      report.states++;
      if (world.violation) break;
    }
    if (world.violation) break;
  }
  report.violation = world.violation;
  report.complete = false;
  return report;
}

}  // namespace explorer
