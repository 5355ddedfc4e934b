// memory_crash <rules>: what a crash between any two stores of their writer leaves of the banks of a memory
// file.
//
// Rules are those of BankRules, all of them ("rules") or all but one. Prints how many crashes were looked at,
// and exits with 0; or what the first bad one broke, and exits with 1.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/memory_banks.h"

namespace {

using namespace troupe::core;
using Bytes = std::vector<std::byte>;

/// What was stored, and where in the file.
struct Store {
  size_t at;
  Bytes bytes;
};

struct {
  std::vector<Store> stores;
  std::byte* file;
  size_t piece;  ///< a copy is as many stores as it has pieces of this size
} recording;

struct RecordedMemory {
  static void copy(std::byte* to, const void* from, size_t bytes) {
    const auto* next = static_cast<const std::byte*>(from);
    for (size_t done = 0; done < bytes; done += recording.piece) {
      const size_t count = std::min(recording.piece, bytes - done);
      recording.stores.push_back(
          {static_cast<size_t>(to + done - recording.file), {next + done, next + done + count}});
      std::memcpy(to + done, next + done, count);
    }
  }
  static void seal(uint64_t* word, uint64_t value) {
    copy(reinterpret_cast<std::byte*>(word), &value, sizeof value);
  }
};

constexpr uint64_t kManifestBytes = 14, kImageBytes = 40;
constexpr uint64_t kShare = bank_bytes(kManifestBytes, kImageBytes);

/// Every byte of manifest and image tells its step.
Bytes content(uint64_t step, uint64_t count) {
  Bytes bytes(count);
  for (uint64_t i = 0; i < count; i++) bytes[i] = static_cast<std::byte>(step * 31 + i * 7 + count);
  return bytes;
}

template <class Rule>
class Crashes {
 public:
  size_t count = 0;

  /// A writer's life of three checkpoints on this file, the newest of which is that of `newest` (0: none). It
  /// ends before each of its stores in turn; `lives - 1` others follow on what each end leaves, with
  /// checkpoints of their own.
  void in_order(const Bytes& before, uint64_t newest, uint64_t next, int lives) {
    const Life life = live(before, next, 3, 8);
    Bytes left = before;
    for (size_t done = 0; done <= life.stores.size(); done++) {
      if (done > 0) apply(left, life.stores[done - 1]);
      if (std::ranges::count(life.sealed, done) == 1) newest = next++;
      const uint64_t found = look(left, true);
      require(found == newest, "the newest sealed state is not found");
      if (lives > 1) in_order(left, newest, next + 3, lives - 1);
    }
  }

  /// As if the stores of a checkpoint reached memory in any order: each subset of them is there.
  void out_of_order(const Bytes& before, uint64_t newest) {
    const Life life = live(before, newest + 1, 1, 16);
    for (uint32_t subset = 0; subset < 1u << life.stores.size(); subset++) {
      Bytes left = before;
      for (size_t i = 0; i < life.stores.size(); i++)
        if (subset >> i & 1) apply(left, life.stores[i]);
      const uint64_t found = look(left, false);
      require(found == newest || found == newest + 1, "an older state is found");
    }
  }

  /// The file after so many checkpoints.
  static Bytes file_of(uint64_t checkpoints) {
    Bytes file(2 * kShare);
    for (const Store& store : live(file, 1, checkpoints, 8).stores) apply(file, store);
    return file;
  }

 private:
  struct Life {
    std::vector<Store> stores;
    std::vector<size_t> sealed;  ///< how many stores there were when each checkpoint was complete
  };

  static Life live(Bytes file, uint64_t step, uint64_t checkpoints, size_t piece) {
    recording = {{}, file.data(), piece};
    Life life;
    Banks<RecordedMemory, Rule> banks(file.data(), kShare);
    for (; checkpoints > 0; checkpoints--, step++) {
      const Bytes manifest = content(step, kManifestBytes), image = content(step, kImageBytes);
      RecordedMemory::copy(banks.open(manifest.data(), manifest.size()), image.data(), image.size());
      banks.close(step, kImageBytes, ImageSum::of(image.data(), image.size()));
      life.sealed.push_back(recording.stores.size());
    }
    life.stores = std::move(recording.stores);
    return life;
  }

  static void apply(Bytes& file, const Store& store) {
    std::ranges::copy(store.bytes, file.begin() + static_cast<ptrdiff_t>(store.at));
  }

  /// The step of the state that counts, 0 when there is none. A bank that was being written when its writer
  /// died is not a damaged one: nobody is to be warned of it.
  uint64_t look(Bytes& file, bool none_damaged) {
    count++;
    const Banks<RecordedMemory, Rule> banks(file.data(), kShare);
    Seal seal;
    for (const int index : {0, 1})
      require(!none_damaged || banks.check(index, seal) != BankFault::kDamaged, "a crash passes for damage");
    uint64_t sequence;
    const int index = banks.newest(sequence);
    if (index < 0) return 0;
    banks.check(index, seal);
    require(seal.manifest_bytes == kManifestBytes && seal.image_bytes == kImageBytes, "a length is wrong");
    const std::byte* const bank = banks.bank(index);
    require(std::ranges::equal(content(seal.step, kManifestBytes),
                               Bytes(bank + sizeof seal, bank + sizeof seal + kManifestBytes)),
            "a manifest is not its step's");
    const std::byte* const image = bank + image_offset(kManifestBytes);
    require(std::ranges::equal(content(seal.step, kImageBytes), Bytes(image, image + kImageBytes)),
            "an image is not its step's");
    return seal.step;
  }

  void require(bool holds, const char* what) const {
    if (holds) return;
    std::printf("%s after %zu crashes\n", what, count);
    std::exit(1);
  }
};

template <class Rule>
size_t crash() {
  Crashes<Rule> crashes;
  for (const uint64_t checkpoints : {0, 1, 2, 3}) {
    const Bytes file = Crashes<Rule>::file_of(checkpoints);
    crashes.in_order(file, checkpoints, checkpoints + 1, 2);
    crashes.out_of_order(file, checkpoints);
  }
  return crashes.count;
}

struct SealKept : BankRules {
  static constexpr bool kSealClearedFirst = false;
};
struct SealedEarly : BankRules {
  static constexpr bool kSealedLast = false;
};
struct SameBank : BankRules {
  static constexpr bool kInTurn = false;
};
struct SealBelieved : BankRules {
  static constexpr bool kSealChecked = false;
};
struct BodyBelieved : BankRules {
  static constexpr bool kBodyChecked = false;
};

struct Variant {
  const char* name;
  size_t (*crash)();
};
constexpr Variant kVariants[] = {
    {"rules", crash<BankRules>},
    {"seal-kept", crash<SealKept>},
    {"sealed-early", crash<SealedEarly>},
    {"same-bank", crash<SameBank>},
    {"seal-believed", crash<SealBelieved>},
    {"body-believed", crash<BodyBelieved>},
};

}  // namespace

int main(int argc, char** argv) {
  for (const Variant& variant : kVariants) {
    if (argc != 2 || std::string(argv[1]) != variant.name) continue;
    std::printf("%zu crashes\n", variant.crash());
    return 0;
  }
  std::fprintf(stderr, "usage: memory_crash <rules>\n");
  return 2;
}
