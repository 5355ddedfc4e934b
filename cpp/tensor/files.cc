#include "tensor/files.h"

#include <unistd.h>

#include <cerrno>

#include "tensor/call.h"

namespace troupe::tensor {
namespace {

// Linux moves at most 2 GiB at a time.
constexpr size_t kMost = size_t{1} << 30;

/// Moves `bytes` bytes with pread or pwrite. The number moved, less only at a file's end; -errno on failure.
template <typename Move>
double move_all(size_t bytes, int64_t position, Move move) {
  size_t done = 0;
  while (done < bytes) {
    const ssize_t count =
        move(done, std::min(kMost, bytes - done), static_cast<off_t>(position + static_cast<int64_t>(done)));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return -static_cast<double>(errno);
    if (count == 0) break;
    done += static_cast<size_t>(count);
  }
  return static_cast<double>(done);
}

// readTensor(descriptor, position, shape, dtype): a new tensor's handle, 0 when the file ends before it,
// -errno when it cannot be read.
napi_value read_tensor(napi_env env, napi_callback_info info) {
  Call call(env, info, "readTensor", "");
  return call.run([&] {
    const int descriptor = static_cast<int>(call.integer(0));
    const int64_t position = call.integer(1);
    const Ints shape = call.integers(2);
    at::Tensor tensor = at::empty(shape, at::TensorOptions().dtype(call.dtype(3)));
    auto* data = static_cast<char*>(tensor.data_ptr());
    const double count = move_all(tensor.nbytes(), position, [&](size_t at, size_t length, off_t where) {
      return pread(descriptor, data + at, length, where);
    });
    if (count < 0) return call.result(count);
    if (count < static_cast<double>(tensor.nbytes())) return call.result(0.0);
    // A bool that is neither 0 nor 1 is undefined behaviour wherever it is used.
    if (tensor.scalar_type() == at::kBool)
      for (int64_t k = 0; k < tensor.numel(); k++) data[k] = data[k] != 0;
    return call.result(std::move(tensor));
  });
}

// writeTensor(handle, descriptor, position): bytes written, -errno when they cannot be.
napi_value write_tensor(napi_env env, napi_callback_info info) {
  Call call(env, info, "writeTensor", "t");
  return call.run([&] {
    const at::NoGradGuard none;
    const at::Tensor tensor = call.tensor(0).detach().cpu().contiguous();
    const int descriptor = static_cast<int>(call.integer(1));
    const auto* data = static_cast<const char*>(tensor.data_ptr());
    return call.result(move_all(tensor.nbytes(), call.integer(2), [&](size_t at, size_t length, off_t where) {
      return pwrite(descriptor, data + at, length, where);
    }));
  });
}

}  // namespace

void register_files(napi_env env, napi_value exports) {
  static constexpr Entry kEntries[] = {{"readTensor", read_tensor}, {"writeTensor", write_tensor}};
  export_all(env, exports, kEntries, std::size(kEntries));
}

}  // namespace troupe::tensor
