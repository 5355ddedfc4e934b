// One-way ring between two threads; src/transport/ring/ring.ts is its twin, over the same memory.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace troupe::core {

/// The memory of a ring, a power of two of data behind a header whose words lie on lines of their own, so
/// that neither side's stores take the other's line away:
///
///     0    magic, capacity in bytes               written once, before the other thread sees it
///     8    written                                producer, or 0: bytes of whole records, published or not
///     64   tail                                   producer: bytes published, modulo 2^32
///     128  head                                   consumer: bytes released, modulo 2^32
///     192  blocked, doorbell                      both: see below
///     256  data: records on multiples of 8
///
/// A record is two words, `type << 28 | size in bytes` and one for its user, then the bytes, padded to 8. One
/// that would not fit before the end of the data is preceded by a `skip` up to there. A record is published
/// by moving the tail behind it, many at once: the consumer never looks further, so a producer that is ended
/// amid a write leaves nothing torn, and one store publishes a whole batch. Once a producer has ended, its
/// consumer may read on to `written`: what was told in a turn that never ended is whole all the same.
///
/// A consumer that is about to sleep sets `blocked`, looks at the tail once more, and returns to its event
/// loop. A producer that has published exchanges `blocked` for 0 and, if it was set, rings the doorbell. All
/// four are sequentially consistent: one of the two always sees the other.
struct RingHeader {
  static constexpr uint32_t kMagic = 0x31475254;  // "TRG1"
  static constexpr size_t kBytes = 256;
  static constexpr uint32_t kSmallest = 1u << 12, kLargest = 1u << 22;

  uint32_t magic;
  uint32_t capacity;
  uint32_t written;
  uint32_t unused0[13];
  uint32_t tail;
  uint32_t unused1[15];
  uint32_t head;
  uint32_t unused2[15];
  uint32_t blocked;
  uint32_t doorbell;
  uint32_t unused3[14];
};
static_assert(sizeof(RingHeader) == RingHeader::kBytes);

/// `frame` holds one; of `parcel` the frame, and of `moved` the next and bigger ring, travels beside the
/// ring, with the number in the record's second word. After `moved` nothing follows.
enum class RecordType : uint32_t { kNone = 0, kFrame = 1, kSkip = 2, kMoved = 3, kParcel = 4 };

/// A ring as its memory says; null when that is no ring. `bytes` is what the memory really holds.
inline RingHeader* ring_at(void* memory, size_t bytes) {
  auto* header = static_cast<RingHeader*>(memory);
  if (memory == nullptr || reinterpret_cast<uintptr_t>(memory) % 8 != 0 || bytes < RingHeader::kBytes)
    return nullptr;
  const uint32_t capacity = std::atomic_ref(header->capacity).load();
  if (std::atomic_ref(header->magic).load() != RingHeader::kMagic) return nullptr;
  if (capacity < RingHeader::kSmallest || capacity > RingHeader::kLargest || (capacity & (capacity - 1)) != 0)
    return nullptr;
  return bytes < RingHeader::kBytes + capacity ? nullptr : header;
}

/// The producing side. One thread at a time.
class RingWriter {
 public:
  explicit RingWriter(RingHeader& header)
      : header_(header),
        data_(reinterpret_cast<std::byte*>(&header) + RingHeader::kBytes),
        capacity_(header.capacity),
        tail_(std::atomic_ref(header.tail).load()),
        head_(std::atomic_ref(header.head).load()) {}

  /// Room for a frame of `size` bytes, or null when it doesn't fit now. The last 8 bytes stay free, for
  /// `moved`.
  std::byte* reserve(uint32_t size, uint32_t mark = 0) {
    if (size > capacity_ / 2 || tail_ % 8 != 0) return nullptr;
    const uint32_t need = 8 + ((size + 7) & ~7u);
    const uint32_t left = capacity_ - (tail_ & (capacity_ - 1));
    const uint32_t total = need <= left ? need : left + need;
    if (total + 8 > capacity_ - (tail_ - head_)) {
      head_ = std::atomic_ref(header_.head).load();
      if (tail_ - head_ > capacity_ || total + 8 > capacity_ - (tail_ - head_)) return nullptr;
    }
    if (need > left) {
      put(RecordType::kSkip, left - 8, 0);
      tail_ += left;
    }
    std::byte* const at = put(RecordType::kFrame, size, mark);
    tail_ += need;
    return at;
  }

  /// Publishes what was written. Returns the doorbell to ring, or 0.
  uint32_t publish() {
    std::atomic_ref(header_.tail).store(tail_);
    std::atomic_ref blocked(header_.blocked);
    if (blocked.load() == 0 || blocked.exchange(0) == 0) return 0;
    return std::atomic_ref(header_.doorbell).load();
  }

 private:
  std::byte* put(RecordType type, uint32_t size, uint32_t mark) {
    std::byte* const at = data_ + (tail_ & (capacity_ - 1));
    const uint32_t words[2] = {static_cast<uint32_t>(type) << 28 | size, mark};
    std::memcpy(at, words, sizeof words);
    return at + 8;
  }

  RingHeader& header_;
  std::byte* const data_;
  const uint32_t capacity_;
  uint32_t tail_, head_;
};

struct Record {
  RecordType type;
  uint32_t mark;
  uint32_t size;
  const std::byte* bytes;
};

/// The consuming side. One thread at a time. Trusts nothing that it reads: every size is checked against what
/// was published, and what was published against the ring.
class RingReader {
 public:
  enum class Next { kRecord, kEmpty, kCorrupt };

  explicit RingReader(RingHeader& header)
      : header_(header),
        data_(reinterpret_cast<const std::byte*>(&header) + RingHeader::kBytes),
        capacity_(header.capacity),
        head_(std::atomic_ref(header.head).load()),
        tail_(head_) {}

  /// The next record; its bytes are valid until `release`. After kCorrupt there is nothing more to read.
  Next next(Record& record) {
    for (;;) {
      if (head_ == tail_) {
        tail_ = std::atomic_ref(header_.tail).load();
        if (head_ == tail_) return Next::kEmpty;
      }
      const uint32_t published = tail_ - head_, at = head_ & (capacity_ - 1);
      if (published > capacity_ || published % 8 != 0 || at % 8 != 0) return Next::kCorrupt;
      uint32_t words[2];
      std::memcpy(words, data_ + at, sizeof words);
      const auto type = static_cast<RecordType>(words[0] >> 28);
      const uint32_t size = words[0] & 0x0fffffff;
      if (size > capacity_) return Next::kCorrupt;
      const uint32_t total = 8 + ((size + 7) & ~7u);
      if (total > published || total > capacity_ - at) return Next::kCorrupt;
      head_ += total;
      if (type == RecordType::kSkip) continue;
      if (type != RecordType::kFrame && type != RecordType::kMoved && type != RecordType::kParcel)
        return Next::kCorrupt;
      record = {type, words[1], size, data_ + at + 8};
      return Next::kRecord;
    }
  }

  /// Gives the producer the room of everything that was read.
  void release() { std::atomic_ref(header_.head).store(head_); }

  /// Says that the reader is about to sleep. False when something came meanwhile: read on then.
  bool block() {
    std::atomic_ref(header_.blocked).store(1u);
    if (std::atomic_ref(header_.tail).load() == head_) return true;
    std::atomic_ref(header_.blocked).store(0u);
    return false;
  }

 private:
  RingHeader& header_;
  const std::byte* const data_;
  const uint32_t capacity_;
  uint32_t head_, tail_;
};

/// Makes a ring of zeroed memory.
inline RingHeader* make_ring(void* memory, uint32_t capacity) {
  auto* header = static_cast<RingHeader*>(memory);
  header->capacity = capacity;
  header->magic = RingHeader::kMagic;
  return header;
}

}  // namespace troupe::core
