// What C++ tests outside Node check with: says what is wrong and ends the program.
#pragma once
#include <cstdio>
#include <cstdlib>

#define CHECK(what)                                         \
  if (!(what)) {                                            \
    std::printf("failed: %s (line %d)\n", #what, __LINE__); \
    std::exit(1);                                           \
  }
