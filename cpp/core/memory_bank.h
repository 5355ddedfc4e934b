// A bank of the memory checkpoint: the state of one step, sealed last.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/checksum.h"
#include "core/image_sum.h"

namespace troupe::core {

/// A memory file is two banks of equal size, which are written in turn: at every moment one of them is whole.
///
///     | seal, 64 bytes | manifest | to 64 bytes | image of the state | to a page |
///
/// A bank counts when its seal is right: checksums over the seal itself, over the manifest, and over the
/// image (image_sum.h). The seal's last word is cleared before anything else is written, and set after
/// everything else, so a writer that is killed between any two instructions leaves the other bank, or both.
struct Seal {
  uint64_t magic;
  uint64_t sequence;  ///< counts the seals of the file: the higher one is newer
  uint64_t step;
  uint64_t manifest_bytes, image_bytes;
  uint64_t bank_bytes;  ///< of this file when it was written
  uint64_t body;        ///< checksums of what follows the seal, added up
  uint64_t self;        ///< checksum of the words before

  static constexpr uint64_t kMagic = 0x32304b4e41425254;  // "TRBANK02"

  uint64_t own() const {
    return Checksum::of(reinterpret_cast<const std::byte*>(this), offsetof(Seal, self));
  }
};
static_assert(sizeof(Seal) == 64);

constexpr uint64_t kPageBytes = 4096;
/// Larger ones are a mistake: a manifest holds an identity and some sizes.
constexpr uint64_t kMostManifestBytes = 16u << 20;
/// What a state may take; keeps sums of lengths far from overflowing.
constexpr uint64_t kMostImageBytes = uint64_t{1} << 46;

/// Where the image lies in a bank.
constexpr uint64_t image_offset(uint64_t manifest_bytes) {
  return (sizeof(Seal) + manifest_bytes + 63) / 64 * 64;
}

/// Bytes that a bank takes for these: an image is written in whole blocks.
constexpr uint64_t bank_bytes(uint64_t manifest_bytes, uint64_t image_bytes) {
  const uint64_t blocks = (image_bytes + ImageSum::kBlock - 1) / ImageSum::kBlock;
  return (image_offset(manifest_bytes) + blocks * ImageSum::kBlock + kPageBytes - 1) / kPageBytes *
         kPageBytes;
}

/// Where the banks of a file of so many bytes lie: at 0 and here.
constexpr uint64_t bank_share(uint64_t file_bytes) { return file_bytes / 2 / kPageBytes * kPageBytes; }

/// The rules of writing and reading; true in everything that trains. Their test (test/cpp/memory_crash.cc)
/// turns them off one at a time, and must then find the crash that shows it.
struct BankRules {
  /// A bank's seal is cleared before anything else of it is written.
  static constexpr bool kSealClearedFirst = true;
  /// The word that makes a seal right is stored after everything else.
  static constexpr bool kSealedLast = true;
  /// The newest bank stays: the other one is written.
  static constexpr bool kInTurn = true;
  /// A bank counts only if its seal is right in itself.
  static constexpr bool kSealChecked = true;
  /// A bank counts only if all between seal and end is what was sealed.
  static constexpr bool kBodyChecked = true;
};

/// How a bank is written, but for its image. A test replaces it by one that sees every store.
struct BankMemory {
  static void copy(std::byte* to, const void* from, size_t bytes) { std::memcpy(to, from, bytes); }
  /// What was stored before comes before it, what is stored afterwards after it.
  static void seal(uint64_t* word, uint64_t value) { std::atomic_ref<uint64_t>(*word).exchange(value); }
};

/// What is wrong with a bank.
enum class BankFault { kNone, kNeverSealed, kDamaged };

/// Looks at a seal alone; `share` is what the file has for a bank. After this its lengths may be relied on.
template <class Rule = BankRules>
BankFault check_seal(const Seal& seal, uint64_t share) {
  if (seal.self == 0) return BankFault::kNeverSealed;
  const bool right = (!Rule::kSealChecked || seal.self == seal.own()) && seal.magic == Seal::kMagic &&
                     seal.bank_bytes == share && seal.manifest_bytes <= kMostManifestBytes &&
                     seal.image_bytes <= kMostImageBytes &&
                     image_offset(seal.manifest_bytes) + seal.image_bytes <= share;
  return right ? BankFault::kNone : BankFault::kDamaged;
}

/// Bytes between the seal and the end of the image.
constexpr uint64_t body_bytes(const Seal& seal) {
  return image_offset(seal.manifest_bytes) + seal.image_bytes - sizeof(Seal);
}

/// What a seal says of them: of the manifest with what fills up its line, and of the image.
inline uint64_t body_sum(const std::byte* manifest, uint64_t manifest_bytes, uint64_t image_sum) {
  return Checksum::of(manifest, image_offset(manifest_bytes) - sizeof(Seal)) + image_sum;
}

template <class Rule = BankRules>
BankFault check_body(const Seal& seal, const std::byte* body) {
  const std::byte* const image = body + image_offset(seal.manifest_bytes) - sizeof seal;
  const bool right = !Rule::kBodyChecked ||
                     body_sum(body, seal.manifest_bytes, ImageSum::of(image, seal.image_bytes)) == seal.body;
  return right ? BankFault::kNone : BankFault::kDamaged;
}

/// Fills one bank: `open`, then the image, then `close`.
template <class Memory = BankMemory, class Rule = BankRules>
class BankWriter {
 public:
  /// `bank` has `share` bytes, which must hold both.
  BankWriter(std::byte* bank, uint64_t share)
      : bank_(bank), seal_(reinterpret_cast<Seal*>(bank)), share_(share) {}

  /// What was in the bank is gone from here on. Returns where the image goes.
  std::byte* open(const std::byte* manifest, uint64_t manifest_bytes) {
    if (Rule::kSealClearedFirst) Memory::seal(&seal_->self, 0);
    std::byte* const image = bank_ + image_offset(manifest_bytes);
    static constexpr std::byte kNothing[64]{};
    // What fills up the line behind the manifest.
    Memory::copy(image - sizeof kNothing, kNothing, sizeof kNothing);
    Memory::copy(bank_ + sizeof(Seal), manifest, manifest_bytes);
    manifest_bytes_ = manifest_bytes;
    return image;
  }

  /// `image_sum` is that of the image (image_sum.h), as it was made when it was copied.
  void close(uint64_t sequence, uint64_t step, uint64_t image_bytes, uint64_t image_sum) {
    Seal seal{Seal::kMagic, sequence, step, manifest_bytes_, image_bytes, share_, 0, 0};
    seal.body = body_sum(bank_ + sizeof(Seal), manifest_bytes_, image_sum);
    if (!Rule::kSealedLast) Memory::seal(&seal_->self, seal.own());
    Memory::copy(bank_, &seal, offsetof(Seal, self));
    if (Rule::kSealedLast) Memory::seal(&seal_->self, seal.own());
  }

 private:
  std::byte* bank_;
  Seal* seal_;
  uint64_t share_;
  uint64_t manifest_bytes_ = 0;
};

}  // namespace troupe::core
