// Envelopes on a ring or a wire: the reader and writer of schema/envelope.fbs for native code.
//
// Written by hand because an envelope is one flat table: checking it takes fewer lines than FlatBuffers' own
// headers would take to include, and core.node needs no library. src/transport/wire is the same in
// TypeScript; the fuzzer (test/transport/wire/fuzz.test.ts) holds the two against each other.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace troupe::core {

enum class Lane : uint8_t { kUser, kControl };
enum class Kind : uint8_t { kTell, kAsk, kReply, kFailure, kItem, kCredit, kCancel };

/// One envelope. Views point into the frame's memory.
struct Envelope {
  Lane lane = Lane::kUser;
  Kind kind = Kind::kTell;
  uint16_t name_id = 0;
  uint32_t from_place = 0;
  uint32_t to_place = 0;
  uint32_t parcel = 0;
  uint64_t actor = 0;
  uint64_t id = 0;
  std::span<const uint8_t> payload;
  /// Empty with a null pointer where the frame has none.
  std::string_view name;
  std::string_view from_node;
  std::string_view to_node;
};

/// Longest name or node in bytes.
inline constexpr uint32_t kMaxNameBytes = 1024;

/// Reads the frame in `frame`, every access checked against its size. Nullptr, or what is wrong with it.
/// Alignment counts from the frame's first byte, so the memory itself may lie anywhere.
const char* read_frame(std::span<const uint8_t> frame, Envelope& envelope);

/// Writes `envelope` in the arrangement of src/transport/wire/layout.ts and returns its length, a multiple of
/// 8; 0 when it does not fit into `room`, or a string is longer than kMaxNameBytes.
size_t write_frame(const Envelope& envelope, std::span<uint8_t> room);

}  // namespace troupe::core
