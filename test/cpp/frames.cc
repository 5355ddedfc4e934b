// Verifies frames from standard input, each `length:u32 bytes`, and answers one character each: 0 valid, 1
// not an envelope, 2 an envelope with a damaged payload. Each frame gets memory of exactly its size, so that
// AddressSanitizer sees every access beyond it; valid envelopes are written again and must read the same.
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "core/frame.h"
#include "core/frame_payload.h"

using namespace troupe::core;

namespace {

bool survives_rewriting(const Envelope& envelope) {
  const size_t room = 128 + 3 * (kMaxNameBytes + 8) + envelope.payload.size();
  const auto memory = std::make_unique<uint8_t[]>(room);
  const size_t size = write_frame(envelope, {memory.get(), room});
  Envelope again;
  if (size == 0 || read_frame({memory.get(), size}, again) != nullptr) return false;
  if (write_frame(envelope, {memory.get(), size - 8}) != 0) return false;
  const auto same = [](std::string_view a, std::string_view b) { return a == b && !a.data() == !b.data(); };
  return envelope.lane == again.lane && envelope.kind == again.kind && envelope.name_id == again.name_id &&
         envelope.from_place == again.from_place && envelope.to_place == again.to_place &&
         envelope.parcel == again.parcel && envelope.actor == again.actor && envelope.id == again.id &&
         same(envelope.name, again.name) && same(envelope.from_node, again.from_node) &&
         same(envelope.to_node, again.to_node) && envelope.payload.size() == again.payload.size() &&
         std::equal(envelope.payload.begin(), envelope.payload.end(), again.payload.begin());
}

char judge(std::span<const uint8_t> frame) {
  Envelope envelope;
  if (read_frame(frame, envelope) != nullptr) return '1';
  // Written again before it is read: `frame` itself may be longer than its envelope.
  if (!survives_rewriting(envelope)) return '!';
  if (envelope.payload.empty()) return '0';
  return verify_payload(envelope.payload, {}) == nullptr ? '0' : '2';
}

}  // namespace

int main() {
  std::vector<char> verdicts;
  for (uint32_t length; std::fread(&length, sizeof length, 1, stdin) == 1;) {
    const auto memory = std::make_unique<uint8_t[]>(length);
    if (std::fread(memory.get(), 1, length, stdin) != length) return 1;
    verdicts.push_back(judge({memory.get(), length}));
  }
  std::fwrite(verdicts.data(), 1, verdicts.size(), stdout);
  return 0;
}
