// The watch over a ledger's agents as JavaScript has it.
#pragma once
#include <node_api.h>

namespace troupe {

void register_agent_watch(napi_env env, napi_value exports);

}  // namespace troupe
