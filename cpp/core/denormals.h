// Flush-to-zero for the length of one native entry.
//
// Denormal floats cost 20 to 100 times a normal one: an optimizer state that decays towards zero made a fused
// Adam 36 times slower after 800 steps. The setting is a property of the calling thread, though, and
// JavaScript's own doubles run on that thread too: left on, `5e-324 * 1` becomes 0. So every native entry
// holds one of these and the thread gets its own setting back on leaving, however it leaves.
#pragma once

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
#endif

#include <cstdint>

namespace troupe {

/// Sets flush-to-zero and denormals-are-zero on this thread; the destructor restores what was there before.
/// Cheap (two register moves), nests, and must stay on the stack of the thread that made it.
class FlushDenormals {
 public:
  FlushDenormals() noexcept : saved_(read()) { write(saved_ | kFlush); }
  ~FlushDenormals() noexcept { write(saved_); }
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
#if defined(__x86_64__) || defined(__i386__)
  // MXCSR bit 15: results (FTZ); bit 6: inputs (DAZ).
  static constexpr std::uint64_t kFlush = 0x8040;
  static std::uint64_t read() noexcept { return _mm_getcsr(); }
  static void write(std::uint64_t word) noexcept { _mm_setcsr(static_cast<unsigned>(word)); }
#elif defined(__aarch64__)
  // FPCR bit 24 covers both, inputs and results.
  static constexpr std::uint64_t kFlush = std::uint64_t{1} << 24;
  static std::uint64_t read() noexcept {
    std::uint64_t word;
    asm volatile("mrs %0, fpcr" : "=r"(word));
    return word;
  }
  static void write(std::uint64_t word) noexcept { asm volatile("msr fpcr, %0" : : "r"(word)); }
#else
  static constexpr std::uint64_t kFlush = 0;
  static std::uint64_t read() noexcept { return 0; }
  static void write(std::uint64_t) noexcept {}
#endif

  std::uint64_t saved_;
  friend class KeepDenormals;
};

/// The other way round, for a call of JavaScript from inside a native entry.
class KeepDenormals {
 public:
  KeepDenormals() noexcept : saved_(FlushDenormals::read()) {
    FlushDenormals::write(saved_ & ~FlushDenormals::kFlush);
  }
  ~KeepDenormals() noexcept { FlushDenormals::write(saved_); }
  KeepDenormals(const KeepDenormals&) = delete;
  KeepDenormals& operator=(const KeepDenormals&) = delete;

 private:
  std::uint64_t saved_;
};

}  // namespace troupe
