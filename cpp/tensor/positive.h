// Checks that libtorch leaves to the processor: a stride of 0 is a division by 0 there, which ends the
// process.
#pragma once
#include "tensor/call.h"

namespace troupe::tensor {

inline int64_t positive(const char* name, int64_t value) {
  if (value <= 0 || value > INT32_MAX)
    throw Failure{Failure::kArgument,
                  std::string(name) + " must be above 0 and below 2^31, not " + std::to_string(value)};
  return value;
}

inline const Ints& positive(const char* name, const Ints& values) {
  for (const int64_t value : values) positive(name, value);
  return values;
}

inline const OptionalInts& positive(const char* name, const OptionalInts& values) {
  positive(name, values.values);
  return values;
}

}  // namespace troupe::tensor
