// memory_writer <writers> [unstaged]: the memory checkpoint's thread beside two threads that change the state
// as fast as they can, on real memory. Every bank that is sealed must hold exactly its step. Run plain, and
// under ThreadSanitizer and AddressSanitizer. `unstaged` leaves out what an update has to do before it
// changes a chunk.
//
// Prints how many writers there were, or what went wrong.
#include "core/memory_writer.h"

#include <sys/mman.h>
#include <unistd.h>

#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "core/memory.h"
#include "core/snapshot.h"

// A chunk may change while it is copied: the copy is dropped then. All else must be in order.
extern "C" const char* __tsan_default_suppressions() { return "race:MemoryWriter::copy_live\n"; }
extern "C" const char* __tsan_default_options() { return "print_suppressions=0 history_size=7"; }

namespace {

using namespace troupe::core;
using Memory = SharedMemory;

constexpr int64_t kBlockFloats = ImageSum::kBlock / sizeof(float), kChunk = 2 * kBlockFloats;
constexpr uint32_t kChunks = 6;  // and one of buffers
constexpr StateShape kShape{kChunks * kChunk - kBlockFloats, kChunk, 37, kChunks + 1, 2, 3, true};
constexpr uint64_t kImageBytes =
    (3 * kShape.elements + kBlockFloats + kShape.elements + kBlockFloats) * sizeof(float) +
    3 * sizeof(double);
constexpr char kManifest[] = "a manifest";

[[noreturn]] void fail(const char* what) {
  std::printf("%s\n", what);
  std::exit(1);
}

struct Host {
  std::vector<uint64_t> words;
  Ledger ledger;
  std::vector<std::byte> live, staged;
  StateImage image, staging;

  Host() {
    const LedgerShape shape{1, 1, 1, kShape.chunks, 0, 1, 0, 1, 0};
    words.resize(ledger.lay(nullptr, shape) / 8 + 8);
    ledger.lay(reinterpret_cast<std::byte*>((reinterpret_cast<uintptr_t>(words.data()) + 63) / 64 * 64),
               shape);
    *ledger.round = Round{0, 0}.tag();
    image = at(live);
    staging = at(staged);
    for (uint32_t chunk = 0; chunk < kShape.chunks; chunk++) change(chunk, 0);
  }

  /// What a chunk is after `step` commits: each of its numbers tells the step.
  void change(uint32_t chunk, uint64_t step) const {
    visit(image, chunk, [&](auto& value, int64_t i) { value = number(step, i); });
  }

  static float number(uint64_t step, int64_t i) {
    return static_cast<float>((step * 7919 + static_cast<uint64_t>(i) * 31) % 65521);
  }

  template <class Use>
  static void visit(const StateImage& of, uint32_t chunk, Use use) {
    const auto each = [&](auto* values, int64_t count) {
      for (int64_t i = 0; i < count; i++) use(values[i], i + chunk);
    };
    if (chunk + 1 == kShape.chunks) {
      each(of.buffers, kShape.buffers);
      each(of.best + kShape.elements, kShape.buffers);
      return;
    }
    const int64_t begin = chunk * kChunk, count = std::min(kChunk, kShape.elements - begin);
    each(of.parameters + begin, count);
    for (uint32_t k = 0; k < kShape.moments; k++) each(of.moments[k] + begin, count);
    each(of.best + begin, count);
    if (chunk == 0) each(of.running, kShape.running);
  }

 private:
  static StateImage at(std::vector<std::byte>& memory) {
    memory.resize(kImageBytes + ImageSum::kBlock + 64);
    const auto start = (reinterpret_cast<uintptr_t>(memory.data()) + 63) / 64 * 64;
    return StateImage::at(reinterpret_cast<std::byte*>(start), kShape);
  }
};

/// Two threads update their chunks, step after step, until told to stop.
class Training {
 public:
  Training(Host& host, bool stages) : host_(host), stages_(stages) {
    for (uint32_t k = 0; k < 2; k++) threads_[k] = std::thread([this, k] { run(k); });
  }
  ~Training() {
    stopping_ = true;
    for (auto& thread : threads_) thread.join();
  }

 private:
  void run(uint32_t which) {
    const Ledger& ledger = host_.ledger;
    const Snapshots<Memory> snapshots(ledger);
    for (uint64_t step = 0;; step++) {
      for (uint32_t chunk = which; chunk < kShape.chunks; chunk += 2) {
        if (stages_)
          snapshots.before_update(step, chunk,
                                  [&](uint32_t c) { copy_state(host_.staging, host_.image, kShape, c); });
        host_.change(chunk, step + 1);
        if (chunk == 0) snapshots.open_if_due(step + 1);
      }
      barrier_.arrive_and_wait();
      if (which == 0) {
        ends_ = stopping_;
        uint64_t* record = ledger.history_of(step);
        Memory::store(&record[4], now_ns());
        Memory::store(&record[0], step + 1);
        Memory::store(ledger.round, Round{step + 1, 0}.tag());
        Memory::announce(ledger.commits, ledger.commit_waiters);
      }
      barrier_.arrive_and_wait();
      if (ends_) return;
    }
  }

  Host& host_;
  const bool stages_;
  std::atomic<bool> stopping_{false};
  bool ends_ = false;
  std::barrier<> barrier_{2};
  std::thread threads_[2];
};

void look(int file) {
  const MappedBanks mapped(file, sizeof kManifest, kImageBytes);
  const Banks<> banks = mapped.banks();
  uint64_t sequence;
  const int newest = banks.newest(sequence);
  if (newest < 0) fail("no bank was sealed");
  Seal seal;
  std::memcpy(&seal, banks.bank(newest), sizeof seal);
  const StateImage image = StateImage::at(banks.bank(newest) + image_offset(seal.manifest_bytes), kShape);
  for (uint32_t chunk = 0; chunk < kShape.chunks; chunk++)
    Host::visit(image, chunk, [&](auto& value, int64_t i) {
      if (value != Host::number(seal.step, i)) fail("a bank holds something else than its step");
    });
}

}  // namespace

int main(int argc, char** argv) {
  const int writers = argc > 1 ? std::atoi(argv[1]) : 60;
  const bool stages = argc < 3 || std::strcmp(argv[2], "unstaged") != 0;
  const int file = memfd_create("writer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  std::mt19937 random(1);
  Host host;
  Training training(host, stages);
  for (int k = 0; k < writers; k++) {
    const auto* text = reinterpret_cast<const std::byte*>(kManifest);
    auto mapped = std::make_unique<MappedBanks>(file, sizeof kManifest, kImageBytes);
    {
      MemoryWriter writer(host.ledger, kShape, host.image, host.staging, std::move(mapped),
                          {text, text + sizeof kManifest}, kImageBytes);
      // Now and then it ends in the middle of whatever it does.
      const bool waits = k == 0 || random() % 3 > 0;
      const uint64_t end = now_ns() + 100'000'000'000;
      while (waits && writer.state().sealed == 0) {
        if (now_ns() > end) fail("nothing is sealed");
        usleep(100);
      }
      if (!waits) usleep(random() % 3000);
    }
    look(file);
  }
  std::printf("%d writers\n", writers);
}
