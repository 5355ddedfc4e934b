// Memory of CPU tensors.
#pragma once

namespace troupe::tensor {

/// Makes libtorch take tensors' memory from troupe's allocator. Once for the process; further calls do
/// nothing.
void install_allocator();

}  // namespace troupe::tensor
