// Whether bytes are a payload, before anything is allocated for them; the format is in
// src/transport/codec/tags.ts.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

namespace troupe::core {

/// As `Limits` of src/transport/codec/limits.ts.
struct PayloadLimits {
  size_t bytes = size_t{1} << 24;
  uint32_t depth = 100;
  uint32_t objects = 1u << 20;
};

/// Checks the structure of a payload: lengths, depth, counts, kinds, references. Nullptr, or what is wrong
/// with it. What only JavaScript can judge is left to it: regular expressions, the fields of errors, what is
/// handed over.
const char* verify_payload(std::span<const uint8_t> payload, const PayloadLimits& limits);

}  // namespace troupe::core
