// Threads of the explored program: stacks in one block of memory, so that a state can be copied and put back.
#pragma once
#include <setjmp.h>
#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

namespace explorer {

constexpr int kMostFibers = 8;
constexpr size_t kStack = 32 * 1024;

enum class Status : uint8_t { kUnused, kReady, kWaiting, kTerminating, kDone };

/// What of a fiber is copied with a state, besides its stack.
struct Fiber {
  Status status;
  bool native;       ///< inside a native call: cannot be terminated
  uint32_t seen;     ///< the event it waits beyond
  int target;        ///< the fiber it means to terminate
  uint32_t choices;  ///< alternatives of its next operation, at least 1
  uint32_t choice;   ///< the one picked
  uint64_t history;  ///< hash of what it has observed since its state was last settled
  jmp_buf at;
  char* low;  ///< its stack is in use from here up
};

/// Runs one fiber at a time up to its next operation on shared memory.
class Fibers {
 public:
  Fiber fiber[kMostFibers];
  int current = -1;

  /// Makes a fiber that stands before its first operation.
  void start(int id, std::function<void()> body) {
    bodies_[id] = std::move(body);
    fiber[id] = {};
    fiber[id].status = Status::kReady;
    fiber[id].choices = 1;
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = stacks_[id];
    context.uc_stack.ss_size = kStack;
    context.uc_link = nullptr;
    const int before = current;
    current = id;
    self_ = this;
    makecontext(&context, reinterpret_cast<void (*)()>(&Fibers::trampoline), 0);
    jmp_buf here;
    std::memcpy(here, scheduler_, sizeof here);
    if (_setjmp(scheduler_) == 0) setcontext(&context);
    std::memcpy(scheduler_, here, sizeof here);
    current = before;
  }

  /// Lets fiber `id` do its next operation; returns when it stands before the one after.
  void step(int id, uint32_t choice) {
    current = id;
    fiber[id].choice = choice;
    if (_setjmp(scheduler_) == 0) _longjmp(fiber[id].at, 1);
    current = -1;
  }

  /// Called by a fiber before each operation.
  __attribute__((noinline)) void yield(Status status = Status::kReady) {
    Fiber& me = fiber[current];
    me.status = status;
    me.low = static_cast<char*>(__builtin_frame_address(0)) - 768;
    if (_setjmp(me.at) == 0) _longjmp(scheduler_, 1);
  }

  [[noreturn]] void finish() {
    fiber[current].status = Status::kDone;
    _longjmp(scheduler_, 1);
  }

  void save(std::vector<char>& to) const {
    append(to, fiber, sizeof fiber);
    for (int id = 0; id < kMostFibers; id++)
      if (live(id)) append(to, fiber[id].low, static_cast<size_t>(stacks_[id] + kStack - fiber[id].low));
  }
  const char* load(const char* from) {
    std::memcpy(fiber, from, sizeof fiber);
    from += sizeof fiber;
    for (int id = 0; id < kMostFibers; id++) {
      if (!live(id)) continue;
      const auto size = static_cast<size_t>(stacks_[id] + kStack - fiber[id].low);
      std::memcpy(fiber[id].low, from, size);
      from += size;
    }
    return from;
  }
  static void append(std::vector<char>& to, const void* from, size_t size) {
    const size_t at = to.size();
    to.resize(at + size);
    std::memcpy(to.data() + at, from, size);
  }

 private:
  bool live(int id) const { return fiber[id].status != Status::kUnused && fiber[id].status != Status::kDone; }
  static void trampoline() {
    Fibers& fibers = *self_;
    const int id = fibers.current;
    fibers.yield();
    fibers.fiber[id].history = 1;  // it has begun: another state
    fibers.bodies_[id]();
    fibers.finish();
  }

  static inline Fibers* self_ = nullptr;
  jmp_buf scheduler_;
  std::function<void()> bodies_[kMostFibers];
  alignas(64) char stacks_[kMostFibers][kStack];
};

}  // namespace explorer
