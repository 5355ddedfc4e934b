#include "core/memory_writer.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/memory.h"
#include "core/snapshot.h"

namespace troupe::core {
namespace {

using Memory = SharedMemory;
using Taken = Snapshots<Memory>;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

/// What the calling thread has had of a processor.
uint64_t processor_ns() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000u + static_cast<uint64_t>(t.tv_nsec);
}

}  // namespace

MappedBanks::MappedBanks(int file, uint64_t manifest_bytes, uint64_t image_bytes) {
  struct stat found;
  if (fstat(file, &found) != 0) fail("fstat");
  auto size = static_cast<uint64_t>(found.st_size);
  const uint64_t wanted = bank_bytes(manifest_bytes, image_bytes);
  if (bank_share(size) < wanted) {
    size = 2 * wanted;
    if (ftruncate(file, static_cast<off_t>(size)) != 0) fail("ftruncate");
  }
  // Nobody can take pages away under the mapping any more, and none is missing when it is written to.
  if (fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK) != 0 && (fcntl(file, F_GET_SEALS) & F_SEAL_SHRINK) == 0)
    fail("F_ADD_SEALS");
  if (fallocate(file, 0, 0, static_cast<off_t>(size)) != 0) fail("fallocate");
  void* base = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  if (base == MAP_FAILED) fail("mmap");
  base_ = static_cast<std::byte*>(base);
  share_ = bank_share(size);
  bytes_ = size;
}

MappedBanks::~MappedBanks() { munmap(base_, bytes_); }

MemoryWriter::MemoryWriter(const Ledger& ledger, const StateShape& shape, const StateImage& live,
                           const StateImage& staged, std::unique_ptr<MappedBanks> mapped,
                           std::vector<std::byte> manifest, uint64_t image_bytes)
    : ledger_(ledger),
      shape_(shape),
      live_(live),
      staged_(staged),
      mapped_(std::move(mapped)),
      banks_(mapped_->banks()),
      manifest_(std::move(manifest)),
      image_bytes_(image_bytes) {
  // Signals are for Node's threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

MemoryWriter::~MemoryWriter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  Memory::announce(ledger_.snapshots, ledger_.snapshot_waiters);
  thread_.join();
}

MemoryWriterState MemoryWriter::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void MemoryWriter::run() {
  pthread_setname_np(pthread_self(), "troupe-memory");
  const Taken snapshots(ledger_);
  while (sleep_until(ask_at_)) {
    snapshots.ask();
    const uint64_t step = await_border();
    if (step == Taken::kNone) break;
    take(step);
  }
  if (snapshots.open_for(kForMemory)) snapshots.release();
}

/// False when the writer is to end.
bool MemoryWriter::sleep_until(uint64_t when_ns) {
  std::unique_lock lock(mutex_);
  const uint64_t now = now_ns();
  if (when_ns > now)
    changed_.wait_for(lock, std::chrono::nanoseconds(when_ns - now), [this] { return stopping_.load(); });
  return !stopping_;
}

/// The step of the snapshot that was asked for, once its border is reached; kNone when the run is over.
uint64_t MemoryWriter::await_border() {
  const Taken snapshots(ledger_);
  for (;;) {
    // Read before looking: what happens meanwhile ends the wait at once.
    const uint32_t opened = Memory::load(ledger_.snapshots), committed = Memory::load(ledger_.commits);
    const uint64_t step = snapshots.ready(kForMemory);
    if (step != Taken::kNone) return step;
    if (stopping_ || Memory::load(ledger_.abort) != 0) return Taken::kNone;
    const bool open = snapshots.open_for(kForMemory);
    if (open && opened_ == 0) opened_ = now_ns();
    if (open)
      Memory::await(ledger_.commits, ledger_.commit_waiters, ledger_.abort, committed, kSliceNs);
    else
      Memory::await(ledger_.snapshots, ledger_.snapshot_waiters, ledger_.abort, opened, kSliceNs);
  }
}

/// Races with the updates of its chunk on purpose: who loses is told by Snapshots, and drops the copy.
uint64_t MemoryWriter::copy_live(std::byte* image, uint32_t chunk) const {
  return copy_chunk(image, live_, chunk);
}

uint64_t MemoryWriter::copy_chunk(std::byte* image, const StateImage& from, uint32_t chunk) const {
  uint64_t sum = 0;
  copy_state(StateImage::at(image, shape_), from, shape_, chunk,
             [&](void* into, const void* values, size_t bytes) {
               const auto at = static_cast<size_t>(static_cast<std::byte*>(into) - image);
               sum += ImageSum::copy(image, at, values, bytes);
             });
  return sum;
}

void MemoryWriter::take(uint64_t step) {
  const Taken snapshots(ledger_);
  const uint64_t begun = processor_ns();
  std::byte* const image = banks_.open(manifest_.data(), manifest_.size());
  uint64_t sum = 0;
  for (uint32_t chunk = 0; chunk < shape_.chunks; chunk++) {
    uint64_t of_chunk = 0;  // of the copy that counts
    snapshots.copy_chunk(
        step, chunk, [&](uint32_t c) { of_chunk = copy_live(image, c); },
        [&](uint32_t c) { of_chunk = copy_chunk(image, staged_, c); });
    sum += of_chunk;
  }
  snapshots.release();
  banks_.close(step, image_bytes_, sum);
  measure(step, processor_ns() - begun);
}

/// After a seal: when the next snapshot is to be asked for.
void MemoryWriter::measure(uint64_t step, uint64_t processor_ns) {
  const uint64_t now = now_ns(), applied = step == 0 ? 0 : applied_ns(ledger_, step - 1);
  const uint64_t border = applied == 0 || applied > now ? now : applied;
  const auto of_late = [](Nanoseconds before, uint64_t from, uint64_t to) {
    return std::max(before * 7 / 8, Nanoseconds(from == 0 || to < from ? 0 : to - from));
  };
  opening_ = of_late(opening_, opened_, border);
  sealing_ = of_late(sealing_, border, now);
  opened_ = 0;
  const Pace pace = pace_before(ledger_, step);
  const SnapshotMeasure measure{image_bytes_, pace.median, pace.longest,
                                opening_,     sealing_,    Nanoseconds(processor_ns)};
  ask_at_ = border + static_cast<uint64_t>(ask_after(measure).count());
  const std::lock_guard lock(mutex_);
  state_ = {state_.sealed + 1, step, static_cast<uint64_t>(expected_redone(measure).count()),
            static_cast<uint64_t>(promised_redone(measure.step).count())};
}

}  // namespace troupe::core
