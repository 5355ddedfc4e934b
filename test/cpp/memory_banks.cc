// The banks of a memory file: writers are really killed (memory_crash.cc goes through all moments), bytes are
// flipped, lengths are wrong.
// Prints how many kills there were, or what went wrong.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "core/memory_writer.h"

namespace {

using namespace troupe::core;
using Bytes = std::vector<std::byte>;

void require(bool holds, const char* what) {
  if (holds) return;
  std::printf("%s\n", what);
  std::exit(1);
}

uint64_t sum(const std::string& text) {
  return Checksum::of(reinterpret_cast<const std::byte*>(text.data()), text.size());
}

/// What the authors of XXH64 say it is.
void check_checksum() {
  require(sum("") == 0xef46db3751d8e999, "the checksum of nothing is wrong");
  require(sum("abc") == 0x44bc2cf5ad770999, "the checksum of three bytes is wrong");
  require(sum("Nobody inspects the spammish repetition") == 0xfbcea83c8a378bf1,
          "the checksum of 39 bytes is wrong");
}

/// The sum of an image is that of its blocks, in whatever order they are copied; each knows its place.
void check_sum() {
  constexpr size_t kBlock = ImageSum::kBlock, kBytes = 2 * kBlock + 1000;
  Bytes bytes(kBytes);
  for (size_t i = 0; i < kBytes; i++) bytes[i] = static_cast<std::byte>((i * 37 >> 3) + (i >> 14));
  auto* image = static_cast<std::byte*>(std::aligned_alloc(64, 3 * kBlock));
  std::memset(image, 0xff, 3 * kBlock);
  const uint64_t sum = ImageSum::copy(image, 2 * kBlock, &bytes[2 * kBlock], 1000) +
                       ImageSum::copy(image, 0, bytes.data(), 2 * kBlock);
  require(std::memcmp(image, bytes.data(), kBytes) == 0, "a copy differs from what was copied");
  require(std::all_of(image + kBytes, image + 3 * kBlock, [](std::byte b) { return b == std::byte{0}; }),
          "what was in the last block is left behind the copy");
  require(sum == ImageSum::of(image, kBytes), "the sum of the pieces is not that of the whole");
  require(sum == ImageSum::of(image, 3 * kBlock),
          "what is missing of the last block does not count as zeros");
  for (const size_t flipped : {size_t{0}, size_t{7}, kBlock - 1, kBlock, kBytes - 1}) {
    bytes[flipped] ^= std::byte{0x80};
    require(sum != ImageSum::of(bytes.data(), kBytes), "a flipped bit of an image goes unnoticed");
    bytes[flipped] ^= std::byte{0x80};
  }
  std::swap_ranges(image, image + kBlock, image + kBlock);
  require(sum != ImageSum::of(image, kBytes), "two blocks may change places unnoticed");
  std::swap_ranges(image, image + kBlock, image + kBlock);
  std::swap_ranges(image, image + 64, image + 64);
  require(sum != ImageSum::of(image, kBytes), "two lines may change places unnoticed");
  std::free(image);
}

void check_interval() {
  using std::chrono::microseconds, std::chrono::milliseconds;
  constexpr milliseconds kNone{0}, k1{1}, k5{5}, k10{10}, k30{30}, k80{80}, k125{125};
  const uint64_t small = 64u << 20, large = small + 1;
  require(ask_after({small, kNone, kNone, kNone, kNone, kNone}) == milliseconds(250),
          "a run of short steps waits for 250 ms");
  require(ask_after({small, k10, k10, k1, k5, kNone}) == milliseconds(234),
          "the step, the opening and the sealing that follow the asking count");
  // Borders at 80, 160 and 240 ms, with an update that opens a snapshot 1 ms before: the third is the last
  // whose copy is sealed within 250.
  const auto third = ask_after({small, k80, k80, k1, k5, kNone});
  require(third > milliseconds(159) && third <= milliseconds(239), "every third border of steps of 80 ms");
  require(ask_after({small, k80, milliseconds(120), k1, k5, kNone}) <= milliseconds(159),
          "a border earlier when steps vary");
  require(ask_after({small, k125, k125, k10, k30, kNone}) <= milliseconds(115), "every border of long steps");
  require(ask_after({small, milliseconds(900), milliseconds(1900), kNone, k30, k30}) == kNone,
          "a small state keeps the promise whatever it costs");
  require(ask_after({large, k10, k10, kNone, k30, microseconds(100)}) == milliseconds(210),
          "a large one too when it costs little");
  require(ask_after({large, k10, k10, kNone, k30, milliseconds(20)}) == milliseconds(3960),
          "else its cost is one part in a hundred");
  require(expected_redone({small, k10, k10, k1, k5, milliseconds(50)}) == milliseconds(250),
          "250 ms of short steps are promised");
  require(expected_redone({small, milliseconds(300), milliseconds(300), k1, k5, kNone}) == milliseconds(600),
          "two steps when they are long");
  require(expected_redone({large, k10, k10, kNone, k30, milliseconds(20)}) == milliseconds(4000),
          "a stretched interval is told");
}

constexpr uint64_t kManifestBytes = 100;

/// Every byte of a bank is told by its step.
std::byte expected(uint64_t step, uint64_t at) {
  return static_cast<std::byte>((step * 31 + at * 7) >> (at % 3));
}

Bytes manifest_of(uint64_t step) {
  Bytes manifest(kManifestBytes);
  for (uint64_t i = 0; i < kManifestBytes; i++) manifest[i] = expected(step, i + 1000);
  return manifest;
}

void write(std::byte* bank, uint64_t share, uint64_t sequence, uint64_t step, uint64_t image_bytes) {
  BankWriter<> writer(bank, share);
  const Bytes manifest = manifest_of(step);
  std::byte* const image = writer.open(manifest.data(), manifest.size());
  for (uint64_t i = 0; i < image_bytes; i++) image[i] = expected(step, i);
  writer.close(sequence, step, image_bytes, ImageSum::of(image, image_bytes));
}

BankFault check(const Bytes& bank, Seal& seal) {
  std::memcpy(&seal, bank.data(), sizeof seal);
  const BankFault fault = check_seal(seal, bank.size());
  return fault == BankFault::kNone ? check_body(seal, bank.data() + sizeof seal) : fault;
}

void check_damage() {
  constexpr uint64_t kImage = 700;
  const uint64_t share = bank_bytes(kManifestBytes, kImage);
  Bytes bank(share);
  Seal seal;
  require(check(bank, seal) == BankFault::kNeverSealed, "empty memory passes for a bank");
  write(bank.data(), share, 5, 9, kImage);
  require(check(bank, seal) == BankFault::kNone && seal.step == 9 && seal.sequence == 5,
          "a sealed bank is refused");
  const uint64_t end = image_offset(kManifestBytes) + kImage;
  for (uint64_t at = 0; at < end; at++)
    for (int bit = 0; bit < 8; bit++) {
      bank[at] ^= static_cast<std::byte>(1 << bit);
      require(check(bank, seal) != BankFault::kNone, "a flipped bit goes unnoticed");
      bank[at] ^= static_cast<std::byte>(1 << bit);
    }
  require(check(bank, seal) == BankFault::kNone, "the bank was not restored");
  // Lengths that lie, under a seal that is right in itself: refused before a byte is read there.
  for (uint64_t Seal::*length : {&Seal::manifest_bytes, &Seal::image_bytes, &Seal::bank_bytes})
    for (const uint64_t wrong :
         {share, share - end + kImage + 1, uint64_t{1} << 63, ~uint64_t{0}, ~uint64_t{63}}) {
      if (length == &Seal::bank_bytes && wrong == share) continue;
      Seal lies = seal;
      lies.*length = wrong;
      lies.self = lies.own();
      require(check_seal(lies, share) == BankFault::kDamaged, "a length beyond the bank is believed");
    }
  BankWriter<>(bank.data(), share).open(bank.data(), 0);
  require(check(bank, seal) == BankFault::kNeverSealed, "an opened bank still counts");
}

/// What a writer says to the one who kills it.
struct Told {
  std::atomic<uint64_t> sealed;  ///< step of the last bank that was closed
};

[[noreturn]] void write_on(const MappedBanks& mapped, Told& told, uint64_t image_bytes) {
  Banks<> banks = mapped.banks();
  for (uint64_t step = told.sealed + 1;; step++) {
    const Bytes manifest = manifest_of(step);
    std::byte* const image = banks.open(manifest.data(), manifest.size());
    for (uint64_t i = 0; i < image_bytes; i++) image[i] = expected(step, i);
    banks.close(step, image_bytes, ImageSum::of(image, image_bytes));
    told.sealed = step;
  }
}

void check_kills(int kills, uint64_t image_bytes, std::mt19937& random) {
  const int file = memfd_create("banks", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  require(file >= 0, "no memory file");
  auto* told = static_cast<Told*>(
      mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  for (int kill_count = 0; kill_count < kills; kill_count++) {
    const uint64_t before = told->sealed;
    const pid_t child = fork();
    require(child >= 0, "no process");
    if (child == 0) write_on(MappedBanks(file, kManifestBytes, image_bytes), *told, image_bytes);
    // Only once it writes: killed before, it would prove nothing.
    while (told->sealed <= before + random() % 3) {
    }
    usleep(static_cast<useconds_t>(random() % (image_bytes / 100 + 50)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    require(WIFSIGNALED(status), "the writer ended by itself");
    const MappedBanks mapped(file, kManifestBytes, image_bytes);
    const Banks<> banks = mapped.banks();
    uint64_t sequence;
    const int newest = banks.newest(sequence);
    require(newest >= 0, "a kill left no bank");
    Seal seal;
    std::memcpy(&seal, banks.bank(newest), sizeof seal);
    require(seal.step >= told->sealed, "a bank that was closed is lost");
    const std::byte* const image = banks.bank(newest) + image_offset(kManifestBytes);
    require(seal.image_bytes == image_bytes, "the length of the image is wrong");
    for (uint64_t i = 0; i < image_bytes; i++)
      require(image[i] == expected(seal.step, i), "a bank holds something else than its step");
    require(std::memcmp(banks.bank(newest) + sizeof seal, manifest_of(seal.step).data(), kManifestBytes) == 0,
            "a bank has another step's manifest");
    told->sealed = seal.step;
  }
  close(file);
}

/// A file that has the wrong size, or gets another one.
void check_sizes() {
  const int file = memfd_create("sizes", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  require(ftruncate(file, 4000) == 0, "no size");
  uint64_t sequence;
  { require(MappedBanks(file, 10, 1000).banks().newest(sequence) == -1, "a small file has a bank"); }
  struct stat found;
  fstat(file, &found);
  require(static_cast<uint64_t>(found.st_size) == 2 * bank_bytes(10, 1000),
          "the file was not made large enough");
  require(ftruncate(file, 4096) != 0, "a file in use can be cut under its mapping");
  close(file);
}

}  // namespace

int main(int argc, char** argv) {
  const int kills = argc > 1 ? std::atoi(argv[1]) : 100;
  std::mt19937 random(argc > 2 ? static_cast<uint32_t>(std::atoi(argv[2])) : 1);
  check_checksum();
  check_checksum();
  check_sum();
  check_interval();
  check_damage();
  check_sizes();
  for (const uint64_t image_bytes : {64u, 5000u, 300'000u}) check_kills(kills, image_bytes, random);
  std::printf("%d kills\n", 3 * kills);
}
