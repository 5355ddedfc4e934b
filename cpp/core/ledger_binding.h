// What main and the data workers may do to a ledger; see src/arena/ledger.ts.
#pragma once
#include <node_api.h>

namespace troupe {

void register_ledger(napi_env env, napi_value exports);

}  // namespace troupe
