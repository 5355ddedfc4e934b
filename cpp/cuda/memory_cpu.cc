// The twin of memory.cu for builds without CUDA.
#include "cuda/memory.h"

namespace troupe::cuda {

Devices devices() { return {{}, "this build of the addon is without CUDA"}; }

}  // namespace troupe::cuda
