// How a native failure becomes a typed JavaScript error: a code and a text here, a class in
// src/tensor/errors.ts.
#pragma once
#include <node_api.h>

#include <exception>
#include <string>

namespace troupe::tensor {

struct Failure : std::exception {
  enum Kind { kOperation = 0, kDisposed = 1, kArgument = 2, kMemory = 3, kAnomaly = 4 };

  Failure(Kind kind, std::string text) : kind(kind), text(std::move(text)) {}
  const char* what() const noexcept override { return text.c_str(); }

  Kind kind;
  std::string text;
};

/// Throws the JavaScript error of a failure in `operation`; `arguments` lists what it was called with
/// ("float32[2, 3], float32[4]"). Never throws a C++ exception; does nothing when one is pending already
/// (a worker that is being terminated).
void throw_error(napi_env env, Failure::Kind kind, const char* operation, const std::string& text,
                 const std::string& arguments) noexcept;

/// Has libtorch walk no stack for its errors: nobody is shown one, and walking it takes 9 ms an error.
void without_stack_traces();

}  // namespace troupe::tensor
