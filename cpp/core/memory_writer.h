// The thread that keeps the memory checkpoint. Knows nothing of Node.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/ledger.h"
#include "core/memory_banks.h"
#include "core/memory_interval.h"
#include "core/pace.h"
#include "core/state_image.h"

namespace troupe::core {

/// A memory file in this process's memory, large enough for two banks of what is to be written.
class MappedBanks {
 public:
  /// Makes the file larger if it is too small, and takes the memory for all of it, so that it cannot run out
  /// later. Throws std::system_error.
  MappedBanks(int file, uint64_t manifest_bytes, uint64_t image_bytes);
  ~MappedBanks();
  MappedBanks(const MappedBanks&) = delete;
  MappedBanks& operator=(const MappedBanks&) = delete;

  Banks<> banks() const { return {base_, share_}; }

 private:
  std::byte* base_ = nullptr;
  uint64_t share_ = 0, bytes_ = 0;
};

/// What the thread has done so far.
struct MemoryWriterState {
  uint64_t sealed = 0;     ///< snapshots
  uint64_t step = 0;       ///< of the last one
  uint64_t redone_ns = 0;  ///< expected_redone after the last one
  uint64_t promised_ns = 0;
};

/// Takes snapshots of a run that goes on meanwhile, as often as memory_interval.h says, and seals each in the
/// bank that is not the newest.
class MemoryWriter {
 public:
  /// All memory stays until the writer is gone.
  MemoryWriter(const Ledger& ledger, const StateShape& shape, const StateImage& live,
               const StateImage& staged, std::unique_ptr<MappedBanks> mapped, std::vector<std::byte> manifest,
               uint64_t image_bytes);
  /// Ends the thread: at once when it waits, else after the copy it is making.
  ~MemoryWriter();

  MemoryWriterState state() const;

 private:
  void run();
  bool sleep_until(uint64_t when_ns);
  uint64_t await_border();
  void take(uint64_t step);
  uint64_t copy_live(std::byte* image, uint32_t chunk) const;
  uint64_t copy_chunk(std::byte* image, const StateImage& from, uint32_t chunk) const;
  void measure(uint64_t step, uint64_t processor_ns);

  Ledger ledger_;
  StateShape shape_;
  StateImage live_, staged_;
  std::unique_ptr<MappedBanks> mapped_;
  Banks<> banks_;
  std::vector<std::byte> manifest_;
  uint64_t image_bytes_;
  uint64_t ask_at_ = 0;
  uint64_t opened_ = 0;                  ///< when the snapshot under way was seen to be opened, 0: not yet
  Nanoseconds opening_{0}, sealing_{0};  ///< as in SnapshotMeasure; what was long of late counts for a while

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> stopping_{false};
  MemoryWriterState state_;
  std::thread thread_;
};

}  // namespace troupe::core
