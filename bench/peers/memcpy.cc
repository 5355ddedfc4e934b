// Two threads copy one buffer, half each: the least that a sum of two buffers could cost. Prints the median
// in milliseconds.
//
// usage: memcpy BYTES REPEATS

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const size_t bytes = std::strtoull(argv[1], nullptr, 10);
  const int repeats = std::atoi(argv[2]);
  if (bytes < 128 || repeats < 1) return 2;
  // Filled, not only allocated: untouched pages would all be one page of zeros.
  std::vector<char> from(bytes, 1), to(bytes, 2);
  std::atomic<int> round{0}, done{0};
  const size_t half = bytes / 128 * 64;
  auto copy = [&](size_t begin, size_t end) {
    for (int seen = 0; seen < repeats + 1; seen++) {
      round.wait(seen);
      std::memcpy(to.data() + begin, from.data() + begin, end - begin);
      done.fetch_add(1);
      done.notify_one();
    }
  };
  std::thread first(copy, 0, half), second(copy, half, bytes);
  std::vector<double> times;
  for (int i = 0; i < repeats + 1; i++) {
    const auto begin = std::chrono::steady_clock::now();
    round.store(i + 1);
    round.notify_all();
    for (int finished = done.load(); finished < 2 * (i + 1); finished = done.load()) done.wait(finished);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - begin;
    if (i > 0) times.push_back(spent.count());  // the first warms up
  }
  first.join();
  second.join();
  std::sort(times.begin(), times.end());
  std::printf("{\"milliseconds\": %.4f}\n", times[times.size() / 2]);
}
