#include "core/snapshot_binding.h"

#include "core/ledger_view.h"
#include "core/memory.h"
#include "core/snapshot.h"
#include "core/state_view.h"

namespace troupe {
namespace {

using namespace core;
using Memory = SharedMemory;

using Arguments = LedgerArguments<7>;

/// snapshotAwait(ledger, timeoutMs): the step of the snapshot for the disk once its border is reached, -1
/// when none came in time, -2 when the run is given up. Stays at most one slice of 100 ms away from the event
/// loop.
napi_value await(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  const Ledger& ledger = args.ledger;
  const Snapshots<Memory> snapshots(ledger);
  const auto limit = static_cast<uint64_t>(std::max(0.0, args.number(1)) * 1e6);
  const uint64_t end = now_ns() + std::min(limit, kSliceNs);
  for (;;) {
    // Read before looking: what happens meanwhile ends the wait at once.
    const uint32_t opened = Memory::load(ledger.snapshots), committed = Memory::load(ledger.commits);
    const uint64_t step = snapshots.ready(kForDisk);
    if (step != Snapshots<Memory>::kNone) return number(env, static_cast<double>(step));
    if (Memory::load(ledger.abort) != 0) return number(env, -2);
    const uint64_t now = now_ns();
    if (now >= end) return number(env, -1);
    if (snapshots.open_for(kForDisk))
      Memory::await(ledger.commits, ledger.commit_waiters, ledger.abort, committed, end - now);
    else
      Memory::await(ledger.snapshots, ledger.snapshot_waiters, ledger.abort, opened, end - now);
  }
}

/// snapshotCopy(ledger, shape, live, staging, image, first, count): copies chunks [first, first + count) of
/// the snapshot under way into `image`. Returns the chunk to go on with, or -1 after the last.
napi_value copy(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (!args.ok) return nullptr;
  StateShape shape;
  const Snapshots<Memory> snapshots(args.ledger);
  const uint64_t step = snapshots.ready(kForDisk);
  if (!shape_of(env, args.values[1], shape) || shape.chunks != args.ledger.shape.chunks ||
      step == Snapshots<Memory>::kNone) {
    napi_throw_range_error(env, "ERR_SNAPSHOT", "no snapshot of this shape is under way");
    return nullptr;
  }
  const StateImage live = live_of(env, args.values[2], shape);
  const StateImage staged = StateImage::at(bytes_of(env, args.values[3]), shape);
  const StateImage image = StateImage::at(bytes_of(env, args.values[4]), shape);
  const auto first = static_cast<uint32_t>(args.number(5)), count = static_cast<uint32_t>(args.number(6));
  const uint32_t end = std::min(shape.chunks, first + count);
  for (uint32_t chunk = first; chunk < end; chunk++)
    snapshots.copy_chunk(
        step, chunk, [&](uint32_t c) { copy_state(image, live, shape, c); },
        [&](uint32_t c) { copy_state(image, staged, shape, c); });
  return number(env, end == shape.chunks ? -1 : double(end));
}

/// snapshotRelease(ledger): the copy is made, or given up; the next one may be opened.
napi_value release(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (args.ok) Snapshots<Memory>(args.ledger).release();
  return nullptr;
}

/// snapshotWritten(ledger): what was copied for the disk is written, or given up.
napi_value written(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  if (args.ok) Snapshots<Memory>(args.ledger).written();
  return nullptr;
}

/// snapshotOpen(ledger): whether a snapshot for the disk is open, be its border reached or not.
napi_value open(napi_env env, napi_callback_info info) {
  const Arguments args(env, info);
  napi_value result = nullptr;
  if (args.ok) napi_get_boolean(env, Snapshots<Memory>(args.ledger).open_for(kForDisk), &result);
  return result;
}

}  // namespace

void register_snapshot(napi_env env, napi_value exports) {
  static constexpr Function kFunctions[] = {{"snapshotAwait", await},
                                            {"snapshotCopy", copy},
                                            {"snapshotRelease", release},
                                            {"snapshotWritten", written},
                                            {"snapshotOpen", open}};
  define(env, exports, kFunctions);
}

}  // namespace troupe
