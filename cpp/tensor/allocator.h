// Memory of CPU tensors.
#pragma once
#include <cstdint>

namespace troupe::tensor {

/// Makes libtorch take tensors' memory from troupe's allocator. Once for the process; further calls do
/// nothing.
void install_allocator();

/// What the tensors that a thread made hold together, in bytes.
struct MemoryUse {
  uint64_t used;
  uint64_t peak;
  uint64_t limit;  ///< 0: none
};

/// Meters the calling thread from now on, and refuses what would exceed `limit` bytes (0: nothing). Whoever
/// frees a tensor, it is taken off the thread that made it. Called again, it changes the limit only.
void limit_memory(uint64_t limit);

/// All zero for a thread that is not metered.
MemoryUse memory_use();

}  // namespace troupe::tensor
