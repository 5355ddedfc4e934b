// The GPUs of this machine and their memory. Two implementations, one is compiled: memory.cu asks the CUDA
// runtime, memory_cpu.cc answers for builds without it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::cuda {

struct Device {
  int index;         // as in cuda:<index>
  std::string name;  // e.g. "NVIDIA H100 80GB HBM3"
  int major, minor;  // compute capability
  int multiprocessors;
  std::int64_t total_bytes;      // of the card
  std::int64_t free_bytes;       // now, other processes counted
  std::int64_t allocated_bytes;  // held by this process's tensors
  std::int64_t reserved_bytes;   // held by libtorch's caching allocator, the above included
};

struct Devices {
  std::vector<Device> list;
  std::string reason;  // why the list is empty, for people
};

/// Lists the devices. Thread-safe; does not throw for a missing driver or card, that is `reason`.
Devices devices();

}  // namespace troupe::cuda
