#include "core/frame.h"

#include <bit>
#include <cstring>

namespace troupe::core {
namespace {

static_assert(std::endian::native == std::endian::little, "frames are read without swapping bytes");

constexpr uint64_t kMost = uint64_t{1} << 53;
constexpr size_t kTable = 32;
constexpr size_t kShortTable = 40;
constexpr size_t kLongTable = 56;

struct Field {
  size_t at;
  size_t size;
};
/// In the order of the schema; positions as the writer arranges them.
constexpr Field kFields[] = {{4, 1}, {5, 1},  {6, 2},  {24, 4}, {28, 4}, {32, 4},
                             {8, 8}, {16, 8}, {36, 4}, {40, 4}, {44, 4}, {48, 4}};
enum {
  kLane,
  kKind,
  kNameId,
  kFromPlace,
  kToPlace,
  kParcel,
  kActor,
  kId,
  kPayload,
  kName,
  kFromNode,
  kToNode,
  kCount
};
static_assert(std::size(kFields) == kCount);

template <typename T>
T load(std::span<const uint8_t> bytes, size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

template <typename T>
void store(std::span<uint8_t> bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// As TextDecoder in its fatal mode: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text) {
  const auto* at = reinterpret_cast<const uint8_t*>(text.data());
  const auto* end = at + text.size();
  while (at < end) {
    const uint8_t lead = *at++;
    if (lead < 0x80) continue;
    const int more = lead >= 0xc2 && lead < 0xe0   ? 1
                     : lead >= 0xe0 && lead < 0xf0 ? 2
                     : lead >= 0xf0 && lead < 0xf5 ? 3
                                                   : 0;
    if (more == 0 || end - at < more) return false;
    const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (at[0] < low || at[0] > high) return false;
    for (int i = 1; i < more; i++)
      if ((at[i] & 0xc0) != 0x80) return false;
    at += more;
  }
  return true;
}

/// Where each field stands; 0 for one that is left out.
const char* find_fields(std::span<const uint8_t> frame, size_t (&found)[kCount]) {
  const size_t size = frame.size();
  if (size < 12) return "it is too short";
  const size_t table = load<uint32_t>(frame, 0);
  if (table + 4 > size || table % 4 != 0) return "its root leads out of it";
  const int64_t vtable = int64_t(table) - load<int32_t>(frame, table);
  if (vtable < 0 || uint64_t(vtable) + 4 > size || vtable % 2 != 0) return "its vtable is not within";
  const size_t vtable_size = load<uint16_t>(frame, vtable);
  const size_t table_size = load<uint16_t>(frame, vtable + 2);
  if (vtable_size < 4 || vtable_size % 2 != 0 || vtable + vtable_size > size)
    return "its vtable is not within";
  if (table_size < 4 || table + table_size > size) return "its table is not within";
  for (size_t i = 0; i < kCount; i++) {
    const size_t entry = 4 + 2 * i;
    const size_t offset = entry < vtable_size ? load<uint16_t>(frame, vtable + entry) : 0;
    if (offset != 0 && (offset < 4 || offset + kFields[i].size > table_size))
      return "a field is not within its table";
    if (offset != 0 && (table + offset) % kFields[i].size != 0) return "a field is not aligned";
    found[i] = offset == 0 ? 0 : table + offset;
  }
  return nullptr;
}

/// The vector or string that the field at `at` points to. False: it is not within the frame.
bool follow(std::span<const uint8_t> frame, size_t at, std::span<const uint8_t>& bytes) {
  const size_t offset = load<uint32_t>(frame, at);
  const size_t to = at + offset;
  if (offset == 0 || to + 4 > frame.size()) return false;
  const size_t length = load<uint32_t>(frame, to);
  if (length > frame.size() - to - 4) return false;
  bytes = frame.subspan(to + 4, length);
  return true;
}

const char* read_string(std::span<const uint8_t> frame, size_t at, std::string_view& text) {
  text = {};
  if (at == 0) return nullptr;
  std::span<const uint8_t> bytes;
  if (!follow(frame, at, bytes)) return "a name is not within it";
  if (bytes.size() > kMaxNameBytes) return "a name that is too long";
  if (bytes.data() + bytes.size() == frame.data() + frame.size()) return "a name is longer than it";
  text = {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  return is_utf8(text) ? nullptr : "a name that is not UTF-8";
}

}  // namespace

const char* read_frame(std::span<const uint8_t> frame, Envelope& envelope) {
  size_t found[kCount] = {};
  if (const char* wrong = find_fields(frame, found)) return wrong;
  const auto word = [&](int field) { return found[field] == 0 ? 0 : load<uint32_t>(frame, found[field]); };
  const auto wide = [&](int field) { return found[field] == 0 ? 0 : load<uint64_t>(frame, found[field]); };
  const uint8_t lane = found[kLane] == 0 ? 0 : frame[found[kLane]];
  const uint8_t kind = found[kKind] == 0 ? 0 : frame[found[kKind]];
  if (lane > uint8_t(Lane::kControl)) return "an unknown lane";
  if (kind > uint8_t(Kind::kCancel)) return "an unknown kind";
  envelope.lane = Lane(lane);
  envelope.kind = Kind(kind);
  envelope.name_id = found[kNameId] == 0 ? 0 : load<uint16_t>(frame, found[kNameId]);
  envelope.from_place = word(kFromPlace);
  envelope.to_place = word(kToPlace);
  envelope.parcel = word(kParcel);
  envelope.actor = wide(kActor);
  envelope.id = wide(kId);
  if (envelope.actor >= kMost || envelope.id >= kMost) return "a number beyond 2^53";
  if (const char* wrong = read_string(frame, found[kFromNode], envelope.from_node)) return wrong;
  if (const char* wrong = read_string(frame, found[kToNode], envelope.to_node)) return wrong;
  envelope.payload = {};
  if (found[kPayload] != 0) {
    if (!follow(frame, found[kPayload], envelope.payload)) return "its payload is longer than itself";
    if ((envelope.payload.data() - frame.data()) % 8 != 0) return "its payload is not aligned";
  }
  return read_string(frame, found[kName], envelope.name);
}

size_t write_frame(const Envelope& envelope, std::span<uint8_t> room) {
  const std::string_view strings[] = {envelope.name, envelope.from_node, envelope.to_node};
  bool any = false;
  for (const auto& text : strings) any = any || text.data() != nullptr;
  const size_t table_size = any ? kLongTable : kShortTable;
  size_t length = kTable + table_size;
  for (const auto& text : strings) {
    if (text.size() > kMaxNameBytes) return 0;
    if (text.data() != nullptr) length += (4 + text.size() + 1 + 3) / 4 * 4;
  }
  // The payload's length stands right before it, on the last word of eight bytes.
  const size_t payload = (length + 4 + 7) / 8 * 8;
  const size_t total = (payload + envelope.payload.size() + 7) / 8 * 8;
  if (total > room.size()) return 0;
  std::memset(room.data(), 0, payload);
  std::memset(room.data() + total - 8, 0, 8);
  store<uint32_t>(room, 0, kTable);
  store<uint16_t>(room, 4, kTable - 4);
  store<uint16_t>(room, 6, table_size);
  store<int32_t>(room, kTable, kTable - 4);
  for (size_t i = 0; i < kCount; i++) {
    const bool present = i < kName || strings[i - kName].data() != nullptr;
    store<uint16_t>(room, 8 + 2 * i, present ? kFields[i].at : 0);
  }
  const auto put = [&](int field, auto value) { store(room, kTable + kFields[field].at, value); };
  put(kLane, uint8_t(envelope.lane));
  put(kKind, uint8_t(envelope.kind));
  put(kNameId, envelope.name_id);
  put(kFromPlace, envelope.from_place);
  put(kToPlace, envelope.to_place);
  put(kParcel, envelope.parcel);
  put(kActor, envelope.actor);
  put(kId, envelope.id);
  size_t at = kTable + table_size;
  for (int i = 0; i < 3; i++) {
    const auto& text = strings[i];
    if (text.data() == nullptr) continue;
    put(kName + i, uint32_t(at - kTable - kFields[kName + i].at));
    store<uint32_t>(room, at, text.size());
    std::memcpy(room.data() + at + 4, text.data(), text.size());
    at += (4 + text.size() + 1 + 3) / 4 * 4;
  }
  put(kPayload, uint32_t(payload - 4 - kTable - kFields[kPayload].at));
  store<uint32_t>(room, payload - 4, envelope.payload.size());
  if (!envelope.payload.empty())
    std::memcpy(room.data() + payload, envelope.payload.data(), envelope.payload.size());
  return total;
}

}  // namespace troupe::core
