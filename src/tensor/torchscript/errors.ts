import { TroupeError } from '../../errors.js'
import { registerError } from '../../transport/error-record.js'

/** A TorchScript file that cannot be loaded; `fields.reason` is libtorch's. */
export class TorchScriptError extends TroupeError {
  constructor(
    readonly file: string,
    readonly reason: string,
    remedy = "Write it again in Python: torch.jit.script(model).save('model.pt'), or torch.jit.trace(model, example).save('model.pt')",
    cause?: unknown,
  ) {
    super('ERR_TORCHSCRIPT', `${file}: ${reason}. ${remedy}.`, { file, reason }, cause)
  }
}

registerError(TorchScriptError)
