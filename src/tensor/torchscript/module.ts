import { native, type ScriptHandle, type ScriptOutput } from '../addon.js'
import { check, checkNames, tensorList } from '../arguments.js'
import { TensorArgumentError, TensorOperationError } from '../errors.js'
import { checkPath, withSource } from '../files/source.js'
import { Module } from '../nn/module.js'
import { Buffer, Parameter } from '../nn/parameter.js'
import { exempt } from '../scope.js'
import { Tensor } from '../tensor.js'
import { TorchScriptError } from './errors.js'

/** What a TorchScript model may return. */
export type ScriptResult = Tensor | null | readonly ScriptResult[] | { readonly [key: string]: ScriptResult }

/**
 * A model that PyTorch saved together with its code. Parameters and buffers have the names that PyTorch gave them; they
 * are trained, frozen, saved and loaded like those of any module.
 */
export class TorchScriptModule<Output extends ScriptResult = Tensor> extends Module<Tensor[], Output> {
  readonly #script: ScriptHandle

  /** @internal See loadTorchScript(). */
  constructor(script: ScriptHandle, file: string) {
    super()
    this.#script = script
    this.#adopt(Parameter, native().torchScriptTensors(script, false), file)
    this.#adopt(Buffer, native().torchScriptTensors(script, true), file)
  }

  /** Makes fields of the tensors, where every module's are found. Their names have dots, as `layer1.0.weight`. */
  #adopt(Kind: new (handle: number) => Tensor, list: readonly (string | number)[], file: string): void {
    for (let k = 0; k < list.length; k += 2) {
      const name = list[k] as string
      const tensor = exempt(new Kind(list[k + 1] as number))
      if (name in this)
        throw new TorchScriptError(file, `it has a tensor named '${name}', which every module has a use for`)
      Object.defineProperty(this, name, { value: tensor, enumerable: true })
    }
  }

  forward(...inputs: Tensor[]): Output {
    check('forward', { inputs }, tensorList)
    const handles = inputs.map(({ handle }) => handle)
    return wrap(native().torchScriptForward(this.#script, handles, this.training)) as Output
  }

  /** Frees parameters, buffers and the model's code. */
  override dispose(): void {
    super.dispose()
    native().torchScriptRelease(this.#script)
  }
}

function wrap(output: ScriptOutput): ScriptResult {
  if (typeof output === 'number') return new Tensor(output)
  if (output === null) return null
  if (Array.isArray(output)) return (output as readonly ScriptOutput[]).map(wrap)
  return Object.fromEntries(Object.entries(output).map(([key, value]) => [key, wrap(value)]))
}

/**
 * Loads a model that `torch.jit.save` wrote.
 *
 * **The file is a program.** Loading it and calling forward() run what it says, with libtorch's operations, in this
 * process. Load only files that you made, or whose maker you trust as you trust a dependency. Nothing in troupe loads such
 * a file unless the program itself calls this function with its path: no command, no option and no message leads here.
 * For weights alone, use safetensors and loadWeights(): those hold numbers only.
 *
 * @param options.trustItsCode must be `true`: the caller knows the above
 * @throws TorchScriptError when it cannot be loaded, FileAccessError when it cannot be read
 */
export function loadTorchScript<Output extends ScriptResult = Tensor>(
  file: string,
  options: { readonly trustItsCode: true },
): TorchScriptModule<Output> {
  checkPath('loadTorchScript', file)
  if (options?.trustItsCode !== true)
    throw new TensorArgumentError(
      'loadTorchScript',
      `${file} is a program that would run in this process. Pass { trustItsCode: true } if you trust its maker`,
    )
  checkNames('loadTorchScript', options, { trustItsCode: true })
  // The system's reason is clearer than libtorch's when there is no such file.
  withSource(file, () => {})
  try {
    return new TorchScriptModule<Output>(native().torchScriptLoad(file), file)
  } catch (cause) {
    if (!(cause instanceof TensorOperationError)) throw cause
    throw new TorchScriptError(file, cause.reason.split('\n')[0]!.replace(/\.$/, ''), undefined, cause)
  }
}
