#include "tensor/indexing.h"

#include <algorithm>
#include <cmath>

namespace troupe::tensor {
namespace {

enum Code { kPlace = 0, kNewAxis = 1, kEllipsis = 2, kRange = 3, kList = 4 };

/// Dimensions of the input that a tensor as an entry takes up: a mask as many as it has.
int64_t dimensions(const at::Tensor& list) { return list.scalar_type() == at::kBool ? list.dim() : 1; }

/// The entries in order, checked.
class Entries {
 public:
  explicit Entries(const Index& index) : index_(index) {}
  bool more() const { return at_ < index_.entries.size(); }
  int64_t next() {
    if (!more()) throw Failure{Failure::kArgument, "the index is cut off"};
    const double value = index_.entries[at_++];
    if (value != std::floor(value) || std::abs(value) > 9007199254740991.0)
      throw Failure{Failure::kArgument, "an index must be an integer"};
    return static_cast<int64_t>(value);
  }
  const at::Tensor& list() {
    if (list_ >= index_.tensors.size()) throw Failure{Failure::kArgument, "the index is cut off"};
    return index_.tensors[list_++];
  }

 private:
  const Index& index_;
  size_t at_ = 0, list_ = 0;
};

int64_t dimensions(const Index& index) {
  int64_t count = 0;
  Entries entries(index);
  while (entries.more()) {
    const int64_t code = entries.next();
    if (code == kRange)
      for (int k = 0; k < 4; k++) entries.next();
    if (code == kPlace) entries.next();
    if (code == kPlace || code == kRange) count++;
    if (code == kList) count += dimensions(entries.list());
  }
  return count;
}

/// The view that places, ranges and new axes give, with steps above 0 only.
struct View {
  at::Tensor view;
  Ints backwards = {};  ///< its dimensions that are to be read in reverse
  c10::List<c10::optional<at::Tensor>> lists =
      c10::List<c10::optional<at::Tensor>>();  ///< by dimension of the view
  bool has_lists = false;
};

void range(View& result, int64_t dim, Entries& entries) {
  const int64_t given = entries.next();
  int64_t start = entries.next(), end = entries.next();
  const int64_t step = entries.next(), size = result.view.size(dim);
  if (step == 0) throw Failure{Failure::kArgument, "the step of a range must not be 0"};
  // As Python's slice.indices().
  const int64_t first = step > 0 ? 0 : -1, last = step > 0 ? size : size - 1;
  const auto bounded = [&](bool present, int64_t value, int64_t otherwise) {
    if (!present) return otherwise;
    return std::clamp(value < 0 ? value + size : value, first, last);
  };
  start = bounded(given & 1, start, step > 0 ? 0 : size - 1);
  end = bounded(given & 2, end, step > 0 ? size : -1);
  if (step > 0) {
    result.view =
        result.view.slice(dim, start, std::max(start, end), std::min(step, std::max<int64_t>(size, 1)));
    return;
  }
  // start, start + step, … above end: the same places from the lowest up, to be read in reverse.
  const int64_t stride = std::min(-step, std::max<int64_t>(size, 1));
  const int64_t count = start > end ? (start - end + stride - 1) / stride : 0;
  const int64_t lowest = start - (count - 1) * stride;
  result.view = count == 0 ? result.view.slice(dim, 0, 0) : result.view.slice(dim, lowest, start + 1, stride);
  result.backwards.push_back(dim);
}

View view_of(const at::Tensor& input, const Index& index) {
  View result{.view = input};
  const int64_t wanted = dimensions(index);
  if (wanted > input.dim())
    throw Failure{Failure::kArgument, "the index has " + std::to_string(wanted) +
                                          " entries for dimensions, the tensor only " +
                                          std::to_string(input.dim())};
  int64_t dim = 0;
  bool ellipsis = false;
  const auto whole = [&](int64_t count) {
    for (; count > 0; count--, dim++) result.lists.push_back(c10::optional<at::Tensor>());
  };
  for (Entries entries(index); entries.more();) {
    switch (entries.next()) {
      case kPlace:
        result.view = result.view.select(dim, entries.next());
        break;
      case kNewAxis:
        result.view = result.view.unsqueeze(dim);
        whole(1);
        break;
      case kEllipsis:
        if (ellipsis) throw Failure{Failure::kArgument, "an index may have one '...'"};
        ellipsis = true;
        whole(input.dim() - wanted);
        break;
      case kRange:
        range(result, dim, entries);
        whole(1);
        break;
      case kList: {
        const at::Tensor& given = entries.list();
        // libtorch 1.13 takes places in int64 only.
        const at::Tensor list = given.scalar_type() == at::kInt ? given.to(at::kLong) : given;
        result.lists.push_back(c10::optional<at::Tensor>(list));
        result.has_lists = true;
        dim += dimensions(list);
        break;
      }
      default:
        throw Failure{Failure::kArgument, "there is no such entry of an index"};
    }
  }
  return result;
}

}  // namespace

at::Tensor take_at(const at::Tensor& input, const Index& index) {
  const View found = view_of(input, index);
  const at::Tensor view = found.backwards.empty() ? found.view : found.view.flip(found.backwards);
  if (found.has_lists) return at::index(view, found.lists);
  return view;
}

void put_at(at::Tensor& input, const Index& index, const at::Scalar& value) {
  put_at(input, index, at::scalar_tensor(value, input.options().requires_grad(false)));
}

void put_at(at::Tensor& input, const Index& index, const at::Tensor& value) {
  View found = view_of(input, index);
  // libtorch has no views that run backwards: a reversed copy is written and reversed back.
  at::Tensor target = found.backwards.empty() ? found.view : found.view.flip(found.backwards);
  const at::Tensor source =
      value.scalar_type() == target.scalar_type() ? value : value.to(target.scalar_type());
  if (found.has_lists)
    target.index_put_(found.lists, source);
  else
    target.copy_(source);
  if (!found.backwards.empty()) found.view.copy_(target.flip(found.backwards));
}

}  // namespace troupe::tensor
