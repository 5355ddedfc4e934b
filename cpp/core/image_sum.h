// The checksum of an image, and a copy that makes it on the way.
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace troupe::core {

/// A sum over the blocks of an image, each with its number: so they can be copied, and summed, in any order
/// and as often as it takes. A bank is summed while it is written, at no cost beside that of memory; a pass
/// of its own (XXH64) took longer than the copy. It finds what was torn, lost or put in the wrong place, and
/// is no protection against anybody's will.
///
/// Within a block each word of a line has a lane, which any change of a single word changes for certain. What
/// is missing of the last block counts as zeros.
class ImageSum {
 public:
  /// The blocks that the arena's chunks are made of (BLOCK in src/arena/layout.ts), in bytes.
  static constexpr size_t kBlock = 16384;

  /// Of a block that lies in memory.
  static uint64_t block(uint64_t number, const std::byte* bytes, size_t count) {
    return with_whole(bytes, count, [&](const std::byte* whole) {
      Lanes lanes(number);
      for (size_t at = 0; at < kBlock; at += kLine) lanes.add(whole + at);
      return lanes.sum();
    });
  }

  static uint64_t of(const std::byte* image, size_t bytes) {
    uint64_t sum = 0;
    for (size_t at = 0; at < bytes; at += kBlock)
      sum += block(at / kBlock, image + at, std::min(kBlock, bytes - at));
    return sum;
  }

  /// Copies `bytes` bytes to `at`, a multiple of kBlock, of an image that has room for whole blocks, and
  /// returns the sum of these. What is behind the bytes in the last block becomes zeros. Past the caches:
  /// nobody reads an image while its process lives. May race with a change of `from` when the caller finds
  /// out and drops it.
  static uint64_t copy(std::byte* image, size_t at, const void* from, size_t bytes) {
    uint64_t sum = 0;
    const auto* source = static_cast<const std::byte*>(from);
    for (; bytes > 0; at += kBlock) {
      const size_t count = std::min(kBlock, bytes);
      sum += with_whole(source, count, [&](const std::byte* whole) {
        Lanes lanes(at / kBlock);
        for (size_t line = 0; line < kBlock; line += kLine) {
          lanes.add(whole + line);
          copy_line(image + at + line, whole + line);
        }
        return lanes.sum();
      });
      source += count;
      bytes -= count;
    }
#if defined(__SSE2__)
    _mm_sfence();  // what passes the caches is not ordered with what does not
#endif
    return sum;
  }

 private:
  static constexpr size_t kLine = 64, kLanes = kLine / sizeof(uint64_t);
  static constexpr uint64_t kPrime = 0x9E3779B185EBCA87, kOther = 0xC2B2AE3D27D4EB4F;

  struct Lanes {
    uint64_t lane[kLanes];

    explicit Lanes(uint64_t number) {
      for (size_t i = 0; i < kLanes; i++) lane[i] = (number * kLanes + i + 1) * kOther;
    }
    void add(const std::byte* line) {
      for (size_t i = 0; i < kLanes; i++) {
        uint64_t word;
        std::memcpy(&word, line + i * sizeof word, sizeof word);
        lane[i] = std::rotl(lane[i] ^ word, 31) * kPrime;
      }
    }
    uint64_t sum() const {
      uint64_t sum = 0;
      for (const uint64_t each : lane) sum = std::rotl(sum ^ (each ^ each >> 32) * kOther, 27) * kPrime;
      return sum ^ sum >> 29;
    }
  };

  /// Calls `use` with a whole block: the bytes themselves, or a copy of what there is.
  template <class Use>
  static uint64_t with_whole(const std::byte* bytes, size_t count, Use use) {
    if (count == kBlock) return use(bytes);
    alignas(kLine) std::byte whole[kBlock];
    std::memcpy(whole, bytes, count);
    std::memset(whole + count, 0, kBlock - count);
    return use(whole);
  }

  static void copy_line(std::byte* to, const std::byte* from) {
#if defined(__SSE2__)
    for (size_t i = 0; i < kLine; i += sizeof(__m128i))
      _mm_stream_si128(reinterpret_cast<__m128i*>(to + i),
                       _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i)));
#else
    std::memcpy(to, from, kLine);
#endif
  }
};

}  // namespace troupe::core
