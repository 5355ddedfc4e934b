import type {
  AugmentContext,
  CollateContext,
  DataContext,
  DataSplits,
  FieldArray,
  Fields,
  Sample,
} from '../data/index.js'
import type { nn, optim, Tensor } from '../tensor/index.js'
import { checkDefinition } from './definition.js'
import { NotATaskError, TaskDefinitionError } from './errors.js'
import { isPlateau } from './plateau.js'
import { checkSettingDefaults, type SettingDefaults, type Settings } from './settings.js'

/** Any module, whatever its forward() takes. */
export type AnyModule = nn.Module<any[], any>

/** A batch in `loss` and `evaluate`: a tensor per field of the data, with the batch size in front. */
export type BatchOf<D extends DataSplits> = { readonly [K in keyof D['train']['fields']]: Tensor }

/**
 * What `loss` returns: the mean over the shard as a scalar tensor, or the sum and the count it is to be divided
 * by, for masked or weighted means: those are divided by the whole batch's count, after the tree (exact-step §1).
 */
export type Loss = Tensor | { readonly sum: Tensor; readonly count: number | Tensor }

/** What `evaluate` returns: named means over the batch. Batches are weighted by their number of samples. */
export type Metrics = Readonly<Record<string, Tensor | number>>

/** What the functions of a task are told besides their data. */
export interface StepContext<O> {
  readonly options: O
  /** The step being worked on, from 0. */
  readonly step: number
}

export interface ScheduleContext<O> {
  readonly options: O
  /** Steps of the whole run. */
  readonly steps: number
}

/** A metric of `evaluate` to go by. `mode` says which way is better; default `max`. */
export interface MetricGoal {
  readonly metric: string
  readonly mode?: 'max' | 'min' | undefined
}

export interface EarlyStopping extends MetricGoal {
  /** Evaluations without an improvement that are put up with. */
  readonly patience: number
  /** The least change that counts as an improvement. Default 0. */
  readonly minDelta?: number | undefined
}

/**
 * What people write. Put `options`, `model` and `data` before `loss` and `evaluate`: TypeScript infers from top
 * to bottom, and these two take their types from the others.
 */
export interface TaskDefinition<M extends AnyModule, D extends DataSplits, O extends SettingDefaults> {
  /** Default: the file's name. Names the run directory. */
  readonly name?: string
  /** The task's own options, declared by their defaults; `--set lr=0.01` changes one. */
  readonly options?: O
  /** Makes the module. Called in main and in every agent; initial values are keyed by the seed. */
  readonly model: (options: Settings<O>) => M
  /** Makes the optimizer over the module's parameters; the model is there to form groups of them. */
  readonly optimizer: (parameters: nn.Parameter[], options: Settings<O>, model: M) => optim.Optimizer
  /** Gives the data sets. Must be a function of its argument alone: data workers may call it again. */
  readonly data: (context: DataContext & { readonly options: Settings<O> }) => D | Promise<D>
  /** Samples of a global batch unless `--batch` says otherwise. */
  readonly batch: number
  readonly loss: (model: M, batch: BatchOf<D>, context: StepContext<Settings<O>>) => Loss
  /** Without it (or without `data().test`) nothing is evaluated. */
  readonly evaluate?: (model: M, batch: BatchOf<D>, context: StepContext<Settings<O>>) => Metrics
  /** Steps between evaluations. Default: only at the end. The end is always evaluated. */
  readonly evaluateEvery?: number
  /** Samples of an evaluation batch. Default: 500, at most the test set. */
  readonly evaluationBatch?: number
  /**
   * Factor on the optimizer's learning rates at each step, as PyTorch's LambdaLR: a function, one of `optim.schedules`,
   * or `optim.plateau()`, which goes by an evaluation from the step after it on. Default: 1.
   */
  readonly schedule?: ((step: number, context: ScheduleContext<Settings<O>>) => number) | optim.Plateau
  /** Scales the gradient down to this global 2-norm, as torch.nn.utils.clip_grad_norm_. */
  readonly clipNorm?: number
  /** Holds every element of the gradient within ± this, as torch.nn.utils.clip_grad_value_. Excludes `clipNorm`. */
  readonly clipValue?: number
  /**
   * Keeps an exponential moving average of the parameters: average = decay · average + (1 - decay) · parameter after
   * every step. It is what is evaluated, kept and saved; training goes on with the parameters.
   */
  readonly ema?: { readonly decay: number }
  /** Ends with the parameters of the best evaluation instead of the last. */
  readonly keepBest?: MetricGoal
  /** Ends the run when evaluations stop getting better. */
  readonly earlyStopping?: EarlyStopping
  /** Changes one training sample in place; runs in data workers on typed arrays, with keyed random numbers. */
  readonly augment?: (sample: Sample, context: AugmentContext) => void | Promise<void>
  /** Writes the rows of a batch; runs in data workers. Default: the samples one after the other. */
  readonly collate?: (
    samples: readonly Sample[],
    into: Record<string, FieldArray>,
    context: CollateContext,
  ) => void | Promise<void>
  /** Fields of a batch, when `collate` makes other ones than the data set has. */
  readonly batchFields?: Fields
  /** Steps, or epochs, unless the command says otherwise. Default: one epoch. */
  readonly steps?: number
  readonly epochs?: number
}

/** Marks tasks across copies of this package: a task file may have found another copy than the one that runs it. */
const brand = Symbol.for('troupe.task')

/** A task as the trainer holds it: checked, with the types of its inner workings erased. */
export type Task<
  M extends AnyModule = any,
  D extends DataSplits = any,
  O extends SettingDefaults = any,
> = Readonly<TaskDefinition<M, D, O>> & { readonly [brand]: true }

/**
 * Describes what is trained: the default export of a task module.
 *
 * @throws TaskDefinitionError (`ERR_TASK_DEFINITION`), one line that names the property
 */
export function defineTask<
  M extends AnyModule,
  D extends DataSplits,
  const O extends SettingDefaults = Record<never, never>,
>(definition: TaskDefinition<M, D, O>): Task<M, D, O> {
  checkDefinition(definition)
  if (definition.steps !== undefined && definition.epochs !== undefined) {
    throw new TaskDefinitionError('defineTask: steps and epochs contradict each other; give one of them.')
  }
  if (definition.clipNorm !== undefined && definition.clipValue !== undefined) {
    throw new TaskDefinitionError('defineTask: clipNorm and clipValue exclude each other; give one of them.')
  }
  if (definition.evaluate === undefined) {
    if (isPlateau(definition.schedule))
      throw new TaskDefinitionError('defineTask: a schedule by plateau needs evaluate.')
    const needs = (['keepBest', 'earlyStopping', 'evaluateEvery'] as const).find(
      (key) => definition[key] !== undefined,
    )
    if (needs !== undefined) throw new TaskDefinitionError(`defineTask: ${needs} needs evaluate.`)
  }
  checkSettingDefaults(definition.options ?? {})
  return Object.freeze({ ...definition, [brand]: true as const })
}

/** What a module's namespace exports as its task. @throws NotATaskError with what was found instead */
export function taskOf(namespace: Readonly<Record<string, unknown>>, path: string): Task {
  if (!('default' in namespace)) throw new NotATaskError(path, 'has no default export')
  const found = namespace.default
  if (typeof found !== 'object' || found === null || (found as Partial<Task>)[brand] !== true) {
    throw new NotATaskError(path, 'default-exports something that defineTask did not make')
  }
  return found as Task
}
