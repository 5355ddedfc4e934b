// The ring between two threads, outside Node: order and wholeness under real threads, and readers that meet
// garbage.
#include "core/ring.h"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

using namespace troupe::core;

namespace {

/// Memory of exactly the ring's size, so that AddressSanitizer sees any step out of it.
struct Memory {
  std::vector<uint64_t> words;
  explicit Memory(uint32_t capacity) : words((RingHeader::kBytes + capacity) / 8, 0) {
    make_ring(words.data(), capacity);
  }
  RingHeader& header() { return *ring_at(words.data(), words.size() * 8); }
};

[[noreturn]] void fail(const char* what) {
  std::printf("failed: %s\n", what);
  std::exit(1);
}

uint32_t size_of(uint32_t i) { return (i * 2654435761u >> 20) % 700; }

/// A producer and a consumer on threads of their own: every record arrives once, whole and in order, and
/// whoever sleeps is woken (the doorbell is a word here).
void pass(uint32_t count) {
  Memory memory(RingHeader::kSmallest);
  std::atomic<uint32_t> bell{0};
  std::atomic_ref(memory.header().doorbell).store(7u);
  std::thread producer([&] {
    RingWriter writer(memory.header());
    for (uint32_t i = 0; i < count; i++) {
      std::byte* at;
      while ((at = writer.reserve(size_of(i), i)) == nullptr) {
        if (writer.publish() == 7) bell.store(1);
        std::this_thread::yield();
      }
      std::memset(at, int(i & 0xff), size_of(i));
      if (i % 5 == 0 && writer.publish() == 7) bell.store(1);
    }
    if (writer.publish() == 7) bell.store(1);
  });
  RingReader reader(memory.header());
  Record record;
  for (uint32_t i = 0; i < count;) {
    switch (reader.next(record)) {
      case RingReader::Next::kCorrupt:
        fail("a sound ring was called corrupt");
      case RingReader::Next::kEmpty:
        reader.release();
        // Asleep until the bell rings: a lost wake-up hangs here, and the test's deadline tells.
        if (reader.block()) {
          while (bell.exchange(0) == 0) std::this_thread::yield();
        }
        break;
      case RingReader::Next::kRecord:
        if (record.mark != i || record.size != size_of(i)) fail("a record is missing or out of order");
        for (uint32_t k = 0; k < record.size; k++)
          if (record.bytes[k] != std::byte(i & 0xff)) fail("a record is torn");
        i++;
        if (i % 3 == 0) reader.release();
    }
  }
  producer.join();
}

/// A producer that stops anywhere leaves what it published, and nothing else.
void abandon(std::mt19937& random) {
  Memory memory(RingHeader::kSmallest);
  RingWriter writer(memory.header());
  uint32_t published = 0, written = 0;
  for (int k = int(random() % 20); k > 0; k--) {
    std::byte* at = writer.reserve(random() % 200, written);
    if (at == nullptr) break;
    written++;
    if (random() % 3 == 0) {
      writer.publish();
      published = written;
    }
  }
  RingReader reader(memory.header());
  Record record;
  uint32_t read = 0;
  while (reader.next(record) == RingReader::Next::kRecord)
    if (record.mark != read++) fail("a record that nobody published");
  if (read != published) fail("a published record is lost");
}

/// Readers of damaged memory stop; they never look outside of it, nor run for ever.
void damage(std::mt19937& random, uint32_t rounds) {
  for (uint32_t round = 0; round < rounds; round++) {
    Memory memory(RingHeader::kSmallest);
    RingWriter writer(memory.header());
    for (int k = 0; k < 40; k++) {
      const uint32_t size = random() % 120;
      std::byte* at = writer.reserve(size, uint32_t(k));
      if (at != nullptr) std::memset(at, int(random()), size);
    }
    writer.publish();
    auto* words = reinterpret_cast<uint32_t*>(memory.words.data());
    const size_t count = memory.words.size() * 2;
    // Half of the rounds keep the header, so that the damage gets past the first check.
    const size_t first = round % 2 == 0 ? RingHeader::kBytes / 4 : 0;
    const size_t reach = round % 4 < 2 ? 600 : count - first;
    for (uint32_t k = 1 + random() % 8; k > 0; k--) {
      const uint32_t value = random() % 2 == 0 ? random() : 1u << (random() % 32);
      words[first + random() % std::min(reach, count - first)] = value;
    }
    if (round % 3 == 0) words[16] = random();
    RingHeader* header = ring_at(words, count * 4);
    if (header == nullptr) continue;
    RingReader reader(*header);
    Record record;
    uint32_t sum = 0, records = 0;
    while (reader.next(record) == RingReader::Next::kRecord) {
      for (uint32_t k = 0; k < record.size; k++) sum += uint32_t(record.bytes[k]);
      if (++records > RingHeader::kLargest / 8) fail("a reader that does not end");
    }
    if (sum == 1) words[0] = 0;  // the bytes are really read
    RingWriter again(*header);
    again.reserve(100);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const uint32_t count = argc > 1 ? uint32_t(std::atoi(argv[1])) : 200000;
  const uint32_t rounds = argc > 2 ? uint32_t(std::atoi(argv[2])) : 20000;
  std::mt19937 random(4);
  pass(count);
  for (int i = 0; i < 2000; i++) abandon(random);
  damage(random, rounds);
  std::printf("whole\n");
}
