export { TorchScriptError } from './errors.js'
export { loadTorchScript, type ScriptResult, TorchScriptModule } from './module.js'
