// What a thread that runs actors publishes of itself; src/actor/observe/monitor.ts is its twin.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace troupe::core {

/// The monitor of a place: 8 KiB of a SharedArrayBuffer that main owns. Whoever wants to know whether a
/// thread gets on reads it, from any thread and at any moment: nothing in it needs the watched event loop to
/// answer.
///
///     0     magic, place                          written once
///     64    pulse, name, waiting, waiting name, doorbell, answer      written by the place
///     128   probe                                 written by the watchdog
///     256   path of the actor whose handler ran last
///     512   path of the one actor that awaits something, when `waiting` is 1
///     768   a name of a message, when the table below is full
///     1024  names of messages, each written once
///
/// `pulse` counts begun and ended handlers modulo 2^32: it is odd while one runs, and moves with all work
/// that is done. `waiting` counts handlers that await something. A name is the offset of its text from the
/// start of the block. A text is one byte with its length, then that many bytes of UTF-8.
///
/// The place writes with plain stores, which cost it next to nothing: a reader takes path and name for those
/// of the running handler only once the pulse has not moved for a while, long after every store has landed.
struct Monitor {
  static constexpr uint32_t kMagic = 0x314e4d54;  // "TMN1"
  static constexpr size_t kBytes = 8192;
  static constexpr size_t kPath = 256, kWaitingPath = 512;

  uint32_t magic;
  uint32_t place;
  uint32_t unused0[14];
  uint32_t pulse;
  uint32_t name;
  uint32_t waiting;
  uint32_t waiting_name;
  uint32_t doorbell;
  uint32_t answer;
  uint32_t unused1[10];
  uint32_t probe;
};

inline uint32_t load(const uint32_t& word) {
  return std::atomic_ref(const_cast<uint32_t&>(word)).load(std::memory_order_relaxed);
}

/// The text at `offset`; empty when that lies outside the block. What would end or forge a line in a terminal
/// is replaced.
inline std::string text_at(const Monitor& monitor, size_t offset) {
  if (offset < Monitor::kPath || offset >= Monitor::kBytes) return {};
  auto* const bytes = reinterpret_cast<uint8_t*>(const_cast<Monitor*>(&monitor));
  const auto byte = [&](size_t i) { return std::atomic_ref(bytes[i]).load(std::memory_order_relaxed); };
  const size_t length = byte(offset);
  if (offset + 1 + length > Monitor::kBytes) return {};
  std::string text(length, '?');
  for (size_t i = 0; i < length; i++) {
    const uint8_t c = byte(offset + 1 + i);
    if (c >= 0x20 && c != 0x7f) text[i] = static_cast<char>(c);
  }
  return text;
}

}  // namespace troupe::core
