// One definition of a kernel, compiled for several vector widths and picked when the addon loads.
//
// The clones give the same bits: contraction is off for the whole build, and elementwise operations round
// alike at any width.
#pragma once

// ThreadSanitizer and AddressSanitizer run before the resolvers of the clones could.
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#define TROUPE_SIMD __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TROUPE_SIMD
#endif
