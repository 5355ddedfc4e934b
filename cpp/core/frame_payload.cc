#include "core/frame_payload.h"

#include <cmath>
#include <cstring>
#include <iterator>

namespace troupe::core {
namespace {

enum Tag : uint8_t {
  kHead = 0x10,
  kHeadWithBack = 0x11,
  kShortString = 0x80,
  kShortArray = 0xd0,
  kUndefined = 0xe0,
  kTrue = 0xe3,
  kInt32 = 0xe4,
  kFloat64,
  kBigInt64,
  kBigInt,
  kLatin1,
  kUtf16,
  kObject,
  kArray,
  kSparse,
  kMap,
  kSet,
  kDate,
  kRegExp,
  kBoxed,
  kBuffer,
  kView,
  kViewOf,
  kError,
  kRef,
  kHanded,
  kBack,
  kEnd = 0xff,
};

constexpr uint8_t kViewSizes[] = {1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8, 1, 2};
constexpr uint32_t kMaxBigIntBytes = 1 << 16;
constexpr double kMost = 9007199254740991.0;

/// Recursive, but never deeper than the limit allows: a level takes about 100 bytes of stack.
class Verifier {
 public:
  Verifier(std::span<const uint8_t> bytes, const PayloadLimits& limits) : bytes_(bytes), limits_(limits) {}

  const char* run() {
    if (bytes_.empty()) return "no bytes";
    if (bytes_.size() > limits_.bytes) return "too many bytes";
    if (bytes_[0] != kHead && bytes_[0] != kHeadWithBack) return "unknown version";
    backs_ = bytes_[0] == kHeadWithBack;
    at_ = 1;
    if (value(0) && at_ != bytes_.size()) fail("bytes left over");
    return wrong_;
  }

 private:
  std::span<const uint8_t> bytes_;
  PayloadLimits limits_;
  size_t at_ = 0;
  uint32_t objects_ = 0;
  bool backs_ = false;
  const char* wrong_ = nullptr;

  bool fail(const char* reason) {
    wrong_ = reason;
    return false;
  }

  bool take(uint64_t length) {
    if (length > bytes_.size() - at_) return fail("it ends too early");
    at_ += length;
    return true;
  }

  template <typename T>
  bool read(T& value) {
    if (!take(sizeof value)) return false;
    std::memcpy(&value, bytes_.data() + at_ - sizeof value, sizeof value);
    return true;
  }

  bool enter(uint32_t depth) {
    if (depth > limits_.depth) return fail("too many levels");
    if (objects_ >= limits_.objects) return fail("too many objects");
    objects_++;
    return true;
  }

  /// Sets `done` at the end of a list, which is then behind.
  bool at_end(bool& done) {
    if (at_ >= bytes_.size()) return fail("it ends too early");
    done = bytes_[at_] == kEnd;
    at_ += done ? 1 : 0;
    return true;
  }

  bool string() {
    uint8_t tag;
    if (!read(tag)) return false;
    if (tag >= kShortString && tag < kShortString + 64) return take(tag & 63);
    if (tag != kLatin1 && tag != kUtf16) return fail("not a string");
    return long_string(tag);
  }

  bool long_string(uint8_t tag) {
    uint32_t length;
    return read(length) && take(tag == kUtf16 ? 2 * uint64_t{length} : length);
  }

  bool values(uint64_t count, uint32_t depth) {
    for (uint64_t i = 0; i < count; i++)
      if (!value(depth)) return false;
    return true;
  }

  /// A list that ends by itself, of groups of `group` values.
  bool list(int group, uint32_t depth) {
    for (bool done = false;;) {
      if (!at_end(done)) return false;
      if (done) return true;
      if (!values(group, depth)) return false;
    }
  }

  bool array(uint64_t length, uint32_t depth) {
    if (length > bytes_.size() - at_) return fail("an array longer than its bytes");
    return enter(depth) && values(length, depth + 1);
  }

  bool object(uint32_t depth) {
    if (!enter(depth)) return false;
    for (bool done = false;;) {
      if (!at_end(done)) return false;
      if (done) return true;
      if (!string() || !value(depth + 1)) return false;
    }
  }

  /// A number without regard to how it is encoded. False also for what is no whole number from 0 to 2^53 - 1.
  bool count(double& number) {
    uint8_t tag;
    if (!read(tag)) return false;
    if (tag < 0x80) {
      number = tag;
      return true;
    }
    if (tag == kInt32) {
      int32_t whole;
      if (!read(whole)) return false;
      number = whole;
    } else if (tag == kFloat64) {
      if (!read(number)) return false;
    } else {
      return fail("not a count");
    }
    return (number >= 0 && number <= kMost && number == std::floor(number)) || fail("not a count");
  }

  bool sparse(uint32_t depth) {
    uint32_t length;
    if (!read(length) || !enter(depth)) return false;
    double next = 0;
    for (bool done = false;;) {
      if (!at_end(done)) return false;
      if (done) return true;
      double index;
      if (!count(index)) return false;
      if (index < next || index >= length) return fail("an index out of order");
      next = index + 1;
      if (!value(depth + 1)) return false;
    }
  }

  bool big_int() {
    uint8_t sign;
    uint32_t length;
    if (!read(sign) || !read(length)) return false;
    if (length == 0 || length > kMaxBigIntBytes) return fail("a bigint of impossible length");
    return take(length);
  }

  /// Bytes on a multiple of `size`, counted from the payload's start.
  bool block(uint64_t length, size_t size) { return take(-at_ & (size - 1)) && take(length); }

  bool view_kind(size_t& size) {
    uint8_t kind;
    if (!read(kind)) return false;
    if (kind >= std::size(kViewSizes)) return fail("an unknown kind of view");
    size = kViewSizes[kind];
    return true;
  }

  bool view(uint32_t depth) {
    size_t size;
    uint32_t length;
    return enter(depth) && view_kind(size) && read(length) && block(uint64_t{length} * size, size);
  }

  /// Whether it fits its buffer shows only when that is there.
  bool view_of(uint32_t depth) {
    size_t size;
    double offset, length;
    if (!enter(depth) || !view_kind(size) || !read(offset) || !read(length)) return false;
    if (at_ < bytes_.size() && bytes_[at_] != kHanded && bytes_[at_] != kBack && bytes_[at_] != kBuffer)
      return fail("not a buffer");
    return value(depth + 1);
  }

  bool ref(uint32_t depth) {
    double whole;
    if (!enter(depth) || !string() || !count(whole) || !count(whole) || !string() || !count(whole))
      return false;
    if (at_ < bytes_.size() && bytes_[at_] == kUndefined) return take(1);
    return count(whole);
  }

  bool boxed(uint32_t depth) {
    if (!enter(depth)) return false;
    if (at_ < bytes_.size()) {
      const uint8_t tag = bytes_[at_];
      if (tag >= kShortArray && !(tag > kUndefined + 1 && tag <= kUtf16)) return fail("not a primitive");
    }
    return value(depth + 1);
  }

  bool back() {
    uint32_t number;
    if (!read(number)) return false;
    return (backs_ && number < objects_) || fail("a reference to nothing");
  }

  bool value(uint32_t depth) {
    uint8_t tag;
    if (!read(tag)) return false;
    if (tag < kShortString) return true;
    if (tag < kShortString + 64) return take(tag & 63);
    if (tag >= kShortArray && tag < kShortArray + 16) return array(tag & 15, depth);
    if (tag >= kUndefined && tag <= kTrue) return true;
    uint32_t length;
    switch (tag) {
      case kInt32:
        return take(4);
      case kFloat64:
      case kBigInt64:
        return take(8);
      case kBigInt:
        return big_int();
      case kLatin1:
      case kUtf16:
        return long_string(tag);
      case kObject:
        return object(depth);
      case kArray:
        return read(length) && array(length, depth);
      case kSparse:
        return sparse(depth);
      case kMap:
        return enter(depth) && list(2, depth + 1);
      case kSet:
        return enter(depth) && list(1, depth + 1);
      case kDate:
        return enter(depth) && take(8);
      case kRegExp:
        return enter(depth) && string() && string();
      case kBoxed:
        return boxed(depth);
      case kBuffer:
        return enter(depth) && read(length) && block(length, 8);
      case kView:
        return view(depth);
      case kViewOf:
        return view_of(depth);
      case kError:
        return enter(depth) && value(depth + 1);
      case kRef:
        return ref(depth);
      case kHanded:
        return enter(depth) && take(4);
      case kBack:
        return back();
      default:
        return fail("unknown tag");
    }
  }
};

}  // namespace

const char* verify_payload(std::span<const uint8_t> payload, const PayloadLimits& limits) {
  return Verifier(payload, limits).run();
}

}  // namespace troupe::core
