// explorer <rules> <search> key=value …: explores the step's protocol, prints one line of JSON.
//
// Rules are those of cpp/core/rules.h, all of them ("rules") or all but one. The exit code is 0 when no
// schedule breaks the step, 1 when one does, 2 on wrong usage.
#include <cstdlib>

#include "search.h"

namespace explorer {
namespace {

struct NoFrozenCover : Rules {
  static constexpr bool kFrozenCover = false;
};
struct SharedResults : Rules {
  static constexpr bool kOwnResults = false;
};
struct SeatsAtExit : Rules {
  static constexpr bool kSeatsOutliveStep = false;
};
struct ClaimsCleared : Rules {
  static constexpr bool kClaimsReadAsFree = false;
};
struct SameAttempt : Rules {
  static constexpr bool kRetryIsNewAttempt = false;
};
struct FewSlots : Rules {
  static constexpr bool kSlotPerShard = false;
};
struct WaitsForBorder : Rules {
  static constexpr bool kJoinAtOnceWhenAlone = false;
};
struct UpdateTakenOver : Rules {
  static constexpr bool kUpdateClaimsStay = false;
};
struct RowsBeforeExit : Rules {
  static constexpr bool kRowsOutliveThread = false;
};

struct SnapshotUnstaged : Rules {
  static constexpr bool kSnapshotStaged = false;
};

struct DecidesUnchecked : Rules {
  static constexpr bool kAgreedBeforeDecision = false;
};
struct ChecksItself : Rules {
  static constexpr bool kAnotherChecks = false;
};
struct DisputedReused : Rules {
  static constexpr bool kDisputedStays = false;
};
struct DisputeSameAttempt : Rules {
  static constexpr bool kDisputeIsNewAttempt = false;
};
struct BegunByAnybody : Rules {
  static constexpr bool kBegunByOwner = false;
};

struct Settings {
  Config config;
  uint64_t most = 50'000'000, runs = 0, seed = 1;
  int switches = -1;
};

template <class Rule>
Report search(const Settings& settings) {
  return settings.runs > 0 ? wander<Rule>(settings.config, settings.runs, settings.seed)
                           : explore<Rule>(settings.config, settings.most, settings.switches);
}

struct Variant {
  const char* name;
  Report (*search)(const Settings&);
};

constexpr Variant kVariants[] = {
    {"rules", search<Rules>},
    {"no-frozen-cover", search<NoFrozenCover>},
    {"shared-results", search<SharedResults>},
    {"seats-at-exit", search<SeatsAtExit>},
    {"claims-cleared", search<ClaimsCleared>},
    {"same-attempt", search<SameAttempt>},
    {"few-slots", search<FewSlots>},
    {"waits-for-border", search<WaitsForBorder>},
    {"update-taken-over", search<UpdateTakenOver>},
    {"rows-before-exit", search<RowsBeforeExit>},
    {"snapshot-unstaged", search<SnapshotUnstaged>},
    {"decides-unchecked", search<DecidesUnchecked>},
    {"checks-itself", search<ChecksItself>},
    {"disputed-reused", search<DisputedReused>},
    {"dispute-same-attempt", search<DisputeSameAttempt>},
    {"begun-by-anybody", search<BegunByAnybody>},
};

bool set(Settings& to, const std::string& key, uint64_t value) {
  const auto small = static_cast<uint32_t>(value);
  if (key == "agents")
    to.config.agents = small;
  else if (key == "shards")
    to.config.shards = small;
  else if (key == "chunks")
    to.config.chunks = small;
  else if (key == "steps")
    to.config.steps = small;
  else if (key == "faults")
    to.config.faults = small;
  else if (key == "slots")
    to.config.slots = small;
  else if (key == "snapshots")
    to.config.snapshots = value != 0, to.config.asks = value > 1;
  else if (key == "bad")
    to.config.bad_value = value != 0;
  else if (key == "badagent")
    to.config.bad_agent = value != 0;
  else if (key == "slow")
    to.config.slow = value != 0;
  else if (key == "redundancy")
    to.config.redundancy = value != 0;
  else if (key == "flips")
    to.config.flips = small;
  else if (key == "skip")
    to.config.skip = value != 0;
  else if (key == "most")
    to.most = value;
  else if (key == "switches")
    to.switches = static_cast<int>(value);
  else if (key == "runs")
    to.runs = value;
  else if (key == "seed")
    to.seed = value;
  else
    return false;
  return true;
}

}  // namespace
}  // namespace explorer

int main(int argc, char** argv) {
  using namespace explorer;
  Settings settings;
  const Variant* variant = nullptr;
  for (const Variant& each : kVariants)
    if (argc > 1 && std::string(argv[1]) == each.name) variant = &each;
  bool usable = variant != nullptr;
  for (int i = 2; i < argc && usable; i++) {
    const std::string argument = argv[i];
    const size_t equals = argument.find('=');
    usable = equals != std::string::npos && set(settings, argument.substr(0, equals),
                                                std::strtoull(argument.c_str() + equals + 1, nullptr, 10));
  }
  const Config& c = settings.config;
  usable = usable && c.agents >= 1 && c.agents <= kAgents && c.agents + c.faults <= kSeats && c.shards >= 1 &&
           c.shards <= kShards && c.chunks >= 1 && c.chunks <= kChunks &&
           1 + c.agents + c.faults + c.snapshots <= static_cast<uint32_t>(kMostFibers);
  if (!usable) {
    std::fprintf(stderr,
                 "usage: explorer <variant> [agents= shards= chunks= steps= faults= slots= bad= badagent= "
                 "skip= slow= redundancy= flips= snapshots= "
                 "switches= most= runs= seed=]\n");
    return 2;
  }
  const Report report = variant->search(settings);
  std::printf("{\"variant\":\"%s\",\"states\":%llu,\"ends\":%llu,\"complete\":%s,\"violation\":%s%s%s}\n",
              variant->name, static_cast<unsigned long long>(report.states),
              static_cast<unsigned long long>(report.ends), report.complete ? "true" : "false",
              report.violation ? "\"" : "", report.violation ? report.violation->c_str() : "null",
              report.violation ? "\"" : "");
  return report.violation ? 1 : 0;
}
