// The watchdog outside Node: what it says of a monitor under a clock of the test's own, real threads that get
// stuck while others come and go, and monitors full of garbage.
#include "core/watchdog.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "check.h"

using namespace troupe::core;
using namespace std::chrono_literals;

namespace {

/// Memory of exactly a monitor's size, so that AddressSanitizer sees any step out of it; written as a place
/// does.
struct Place {
  std::vector<uint64_t> words = std::vector<uint64_t>(Monitor::kBytes / 8);
  explicit Place(uint32_t place = 1) { monitor().place = place; }
  Monitor& monitor() { return *reinterpret_cast<Monitor*>(words.data()); }

  void put(size_t at, const char* text) {
    auto* const bytes = reinterpret_cast<uint8_t*>(words.data());
    std::atomic_ref(bytes[at]).store(uint8_t(std::strlen(text)), std::memory_order_relaxed);
    for (size_t i = 0; text[i]; i++)
      std::atomic_ref(bytes[at + 1 + i]).store(uint8_t(text[i]), std::memory_order_relaxed);
  }
  static void set(uint32_t& word, uint32_t value) {
    std::atomic_ref(word).store(value, std::memory_order_relaxed);
  }
  void begin(const char* path, const char* name) {
    put(Monitor::kPath, path);
    put(1024, name);
    set(monitor().name, 1024);
    end();
  }
  void end() { set(monitor().pulse, load(monitor().pulse) + 1); }
  void await(const char* path, const char* name) {
    put(Monitor::kWaitingPath, path);
    put(1200, name);
    set(monitor().waiting_name, 1200);
    set(monitor().waiting, 1);
  }
};

/// Looks every 10 ms of a made-up time, `ms` long.
template <class Ring>
std::vector<Stall> look(StallWatch& watch, Nanoseconds& now, int ms, const Ring& ring) {
  std::vector<Stall> stalls;
  for (int i = 0; i < ms; i += 10) {
    now += 10ms;
    if (auto stall = watch.look(now, 10ms, ring)) stalls.push_back(*stall);
  }
  return stalls;
}

bool no_bell(uint32_t) { return false; }

void a_handler_that_does_not_return_is_told_once_and_again_when_it_is_over() {
  Place place;
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  CHECK(look(watch, now, 1000, no_bell).empty());
  place.begin("/a", "spin");
  const auto told = look(watch, now, 500, no_bell);
  CHECK(told.size() == 1 && !told[0].over && told[0].path == "/a" && told[0].name == "spin");
  CHECK(told[0].lasted >= 100ms && told[0].lasted <= 130ms);
  place.end();
  const auto over = look(watch, now, 500, no_bell);
  CHECK(over.size() == 1 && over[0].over && over[0].path == "/a" && over[0].name == "spin");
  CHECK(over[0].lasted >= 490ms && over[0].lasted <= 520ms);
}

void a_busy_thread_is_no_stalled_one() {
  Place place;
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  for (int i = 0; i < 100; i++) {
    place.begin("/a", "work");
    CHECK(look(watch, now, 50, no_bell).empty());
    place.end();
  }
}

void a_handler_that_went_on_after_an_await_is_found_by_asking_the_event_loop() {
  Place place;
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  bool answers = true;
  int rung = 0;
  Place::set(place.monitor().doorbell, 5);
  const auto ring = [&](uint32_t doorbell) {
    CHECK(doorbell == 5);
    rung++;
    if (answers) Place::set(place.monitor().answer, load(place.monitor().probe));
    return true;
  };
  CHECK(look(watch, now, 1000, ring).empty() && rung == 0);  // where nothing is awaited nobody is woken
  place.await("/b", "fetch");
  CHECK(look(watch, now, 1000, ring).empty() && rung > 5 && rung <= 40);
  answers = false;
  const auto told = look(watch, now, 500, ring);
  CHECK(told.size() == 1 && !told[0].over && told[0].path == "/b" && told[0].name == "fetch");
  Place::set(place.monitor().answer, load(place.monitor().probe));
  const auto over = look(watch, now, 10, ring);
  CHECK(over.size() == 1 && over[0].over && over[0].path == "/b");
}

void of_several_that_await_none_is_accused() {
  Place place;
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  place.await("/b", "fetch");
  Place::set(place.monitor().waiting, 2);
  const auto told = look(watch, now, 1000, [](uint32_t) { return true; });
  CHECK(told.size() == 1 && told[0].path.empty() && told[0].name.empty());
}

/// It also runs what is no actor's.
void in_the_main_thread_nobody_is_accused_for_having_awaited() {
  Place place(0);
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  place.await("/b", "fetch");
  const auto told = look(watch, now, 1000, [](uint32_t) { return true; });
  CHECK(told.size() == 1 && told[0].path.empty());
  place.begin("/a", "spin");
  const auto moved = look(watch, now, 500, no_bell);
  CHECK(moved.size() == 2 && moved[0].over && moved[1].path == "/a");
}

/// A thread without a doorbell can't be asked: nothing is known of it, so nothing is said.
void who_can_not_be_asked_is_not_accused() {
  Place place;
  Nanoseconds now{0};
  StallWatch watch(place.monitor(), 100ms);
  place.await("/b", "fetch");
  CHECK(look(watch, now, 1000, no_bell).empty());
}

void garbage_in_a_monitor_is_read_without_harm(uint32_t rounds) {
  std::mt19937_64 random(1);
  Place place;
  for (uint32_t i = 0; i < rounds; i++) {
    for (auto& word : place.words) word = random();
    Nanoseconds now{0};
    StallWatch watch(place.monitor(), 20ms);
    place.monitor().pulse |= 1;
    for (size_t at : {size_t{0}, size_t{255}, Monitor::kBytes - 1, Monitor::kBytes, size_t{0xffffffff}})
      for (char c : text_at(place.monitor(), at)) CHECK(c == '?' || uint8_t(c) >= 0x20);
    look(watch, now, 100, no_bell);
  }
}

/// Places work, some get stuck, and all of them are watched and forgotten again, from several threads at
/// once.
void real_threads(int rounds) {
  constexpr int kWatchers = 3;
  std::vector<std::thread> watchers;
  for (int w = 0; w < kWatchers; w++) {
    watchers.emplace_back([rounds, w] {
      for (int round = 0; round < rounds; round++) {
        Place stuck, busy;
        struct Heard {
          std::atomic<int> stalls{0}, overs{0}, wrong{0};
        } of_stuck, of_busy;
        const auto listen = [](Heard& heard) {
          return [&heard](const Stall& stall) {
            (stall.over ? heard.overs : heard.stalls)++;
            if (stall.path != "/stuck" || stall.name != "spin") heard.wrong++;
          };
        };
        const uint32_t first = watch(stuck.monitor(), 20ms, listen(of_stuck), no_bell);
        const uint32_t second = watch(busy.monitor(), 10s, listen(of_busy), no_bell);
        CHECK(first != 0 && second != 0 && first != second && watched() >= 2);
        std::atomic<bool> done{false};
        std::thread worker([&] {
          while (!done.load()) {
            busy.begin("/busy", "work");
            busy.end();
          }
        });
        stuck.begin("/stuck", "spin");
        while (of_stuck.stalls == 0) std::this_thread::yield();
        if ((round + w) % 2 == 0) {
          stuck.end();
          while (of_stuck.overs == 0) std::this_thread::yield();
        }
        unwatch(first);
        done = true;
        worker.join();
        unwatch(second);
        CHECK(of_stuck.stalls == 1 && of_stuck.wrong == 0 && of_busy.stalls == 0);
      }
    });
  }
  for (auto& watcher : watchers) watcher.join();
  CHECK(watched() == 0);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 5;
  a_handler_that_does_not_return_is_told_once_and_again_when_it_is_over();
  a_busy_thread_is_no_stalled_one();
  a_handler_that_went_on_after_an_await_is_found_by_asking_the_event_loop();
  of_several_that_await_none_is_accused();
  in_the_main_thread_nobody_is_accused_for_having_awaited();
  who_can_not_be_asked_is_not_accused();
  garbage_in_a_monitor_is_read_without_harm(uint32_t(rounds) * 20);
  real_threads(rounds);
  std::puts("watched");
}
