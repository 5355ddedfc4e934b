// A checksum for memory that was copied: as fast as the memory, and no protection against anybody's will.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace troupe::core {

/// XXH64 (Yann Collet, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) with seed 0. A change
/// within any one word of eight bytes changes it for certain, any other but for one in 2^64.
class Checksum {
 public:
  static uint64_t of(const std::byte* bytes, size_t length) {
    const std::byte* const end = bytes + length;
    uint64_t hash = kPrimes[4];
    if (length >= 32) {
      uint64_t lanes[4] = {kPrimes[0] + kPrimes[1], kPrimes[1], 0, 0 - kPrimes[0]};
      for (; end - bytes >= 32; bytes += 32)
        for (int i = 0; i < 4; i++) lanes[i] = round(lanes[i], word<uint64_t>(bytes + 8 * i));
      hash = 0;
      constexpr int kTurns[] = {1, 7, 12, 18};
      for (int i = 0; i < 4; i++) hash += std::rotl(lanes[i], kTurns[i]);
      for (const uint64_t lane : lanes) hash = (hash ^ round(0, lane)) * kPrimes[0] + kPrimes[3];
    }
    hash += length;
    for (; end - bytes >= 8; bytes += 8)
      hash = std::rotl(hash ^ round(0, word<uint64_t>(bytes)), 27) * kPrimes[0] + kPrimes[3];
    if (end - bytes >= 4) {
      hash = std::rotl(hash ^ word<uint32_t>(bytes) * kPrimes[0], 23) * kPrimes[1] + kPrimes[2];
      bytes += 4;
    }
    for (; bytes < end; bytes++)
      hash = std::rotl(hash ^ static_cast<uint64_t>(*bytes) * kPrimes[4], 11) * kPrimes[0];
    hash = (hash ^ hash >> 33) * kPrimes[1];
    hash = (hash ^ hash >> 29) * kPrimes[2];
    return hash ^ hash >> 32;
  }

 private:
  static constexpr uint64_t kPrimes[] = {0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                                         0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5};

  static uint64_t round(uint64_t lane, uint64_t value) {
    return std::rotl(lane + value * kPrimes[1], 31) * kPrimes[0];
  }
  /// Little-endian, as every platform that Node runs on.
  template <class Word>
  static uint64_t word(const std::byte* bytes) {
    Word value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
  }
};

}  // namespace troupe::core
