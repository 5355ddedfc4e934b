// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a block of four
// 32-bit words is a pure function of a 64-bit key and a 128-bit counter. src/tensor/random/philox.ts is its
// twin; a test compares them, and both with the paper's known answers.
#pragma once
#include <array>
#include <cstdint>

namespace troupe::tensor {

using Block = std::array<uint32_t, 4>;

inline Block philox(Block counter, uint32_t key0, uint32_t key1) noexcept {
  for (int round = 0; round < 10; round++) {
    const uint64_t product0 = uint64_t{0xD2511F53} * counter[0];
    const uint64_t product1 = uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key0, static_cast<uint32_t>(product1),
               static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key1, static_cast<uint32_t>(product0)};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return counter;
}

}  // namespace troupe::tensor
