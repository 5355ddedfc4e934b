import {
  Action,
  Arena,
  type Decision,
  type DecisionInputs,
  DREW,
  type Layout,
  type SharedArena,
  Stepper,
} from '../arena/index.js'
import { type BatchMemory, batchShapes, openBatch } from '../data/layout.js'
import { phaseNumber } from '../faults/points/index.js'
import { autocast, fromShared, noGrad, random, Scope, Tensor } from '../tensor/index.js'
import { exempt, handlesOf, native } from '../tensor/internal.js'
import type { Acts } from './acts.js'
import { decideStep, type StepDecision, skipStep } from './decide.js'
import { ChangedInPlaceError, DefaultGeneratorError, LossShapeError } from './errors.js'
import { loadTask } from './load.js'
import { metricValues } from './metrics.js'
import { type Built, blame, buildModel } from './model.js'
import type { StepContext, Task } from './task.js'

/** Everything an agent needs to take part; crosses threads by structured clone, shared memory as itself. */
export interface SessionSpec {
  readonly task: { readonly name: string; readonly path: string; readonly url: string }
  readonly settings: Readonly<Record<string, number | string | boolean>>
  readonly seed: number
  readonly threads: number
  readonly precision: 'float32' | 'bf16'
  readonly onNonfinite: 'retry' | 'skip' | 'fail'
  readonly arena: SharedArena
  /** Batch buffers that the ledger's batch words name by place. */
  readonly batches: BatchMemory
  /** The built-in batch of the admission probe, in place 0. */
  readonly probe: BatchMemory
  /** The fixed evaluation batches, with the rows and metrics of each; null without an evaluation. */
  readonly evaluation: {
    readonly memory: BatchMemory
    readonly rows: readonly number[]
    readonly metrics: readonly string[]
  } | null
}

/** What an agent computes with: the task, and a model of its own with the seed's initial values. */
export interface Equipment {
  readonly task: Task
  readonly built: Built
}

/** Imports the task and builds its model. */
export async function equip({ task: source, settings, seed }: SessionSpec): Promise<Equipment> {
  const task = await loadTask(source)
  return { task, built: buildModel(task, source.name, settings, seed) }
}

/** What a session tells as it goes along. */
export interface SessionHooks {
  /** Before each move: the step that is being worked on. */
  step(step: number): void
  /** Faults that the agent carries out on itself; none in a run without. */
  readonly acts?: Acts | undefined
}

const phase = {
  forward: phaseNumber('forward'),
  backward: phaseNumber('backward'),
  evaluate: phaseNumber('evaluate'),
}

/**
 * One agent's part of a run, in its own thread: what needs JavaScript between the native moves of the stepper.
 *
 * Everything it computes is a function of (parameters, seed, step, shard); it keeps nothing from one shard to the
 * next but its module, whose parameters alias the arena.
 */
export class Session {
  readonly stepper: Stepper
  readonly #spec: SessionSpec
  readonly #task: Task
  readonly #built: Built
  readonly #hooks: SessionHooks
  readonly #batches = new Map<number, { batch: Record<string, Tensor>; handles: Uint32Array }>()
  /** What the first move asked for: a newcomer that is alone has work at once. */
  #first: Action | undefined

  /** For parameters that lie where they should, in the arena or in the model's own memory. */
  constructor(spec: SessionSpec, { task, built }: Equipment, seat: number, hooks: SessionHooks) {
    this.#hooks = hooks
    this.#spec = spec
    this.#task = task
    this.#built = built
    this.stepper = new Stepper(spec.arena, seat, spec.threads)
    this.stepper.bind({
      parameters: handlesOf(built.trained.values()),
      buffers: handlesOf(built.buffers.values()),
      constants: handlesOf(built.constants.values()),
    })
  }

  /** Aliases the model's parameters to the arena. */
  static open(spec: SessionSpec, equipment: Equipment, seat: number, hooks: SessionHooks): Session {
    aliasParameters(equipment, spec.arena)
    return new Session(spec, equipment, seat, hooks)
  }

  /** Takes the seat: from then on the agent counts as there, although it does not work before {@link work}. */
  sit(): void {
    this.#first = this.stepper.next(0)
  }

  /**
   * Moves on until the run is over for this agent, or until about `limitMs` have passed.
   *
   * @returns `slice` when there is more to do, else why there is not
   */
  work(limitMs: number): Action {
    const end = performance.now() + limitMs
    for (;;) {
      const left = end - performance.now()
      if (left <= 0) return Action.slice
      const action = this.#moveOrFail(Math.ceil(left))
      if (action === Action.compute || action === Action.evaluate || action === Action.decide) continue
      if (action !== Action.halted || !this.#carriesOut(this.stepper.haltedPhase)) return action
    }
  }

  /** What is thrown ends this thread, which may take its time: the ledger says at once that it is no hang. */
  #moveOrFail(limitMs: number): Action {
    try {
      return this.move(limitMs)
    } catch (error) {
      this.stepper.fail()
      throw error
    }
  }

  /**
   * One move and what it asks for.
   *
   * @returns what it was; after `compute` the shard lies in a slot of this agent's own and is not published yet
   */
  move(limitMs: number): Action {
    const action = this.#first ?? this.stepper.next(limitMs)
    this.#first = undefined
    this.#hooks.step(this.stepper.step)
    if (action === Action.compute) this.#compute()
    else if (action === Action.evaluate) this.#evaluate()
    else if (action === Action.decide) this.#decide()
    return action
  }

  /** Whether an armed fault holds this agent at a point of its own code. */
  #halts(at: number): boolean {
    return this.stepper.reached(at) && !this.#carriesOut(at)
  }

  /** Does to itself what a fault says; true when it goes on afterwards. */
  #carriesOut(at: number): boolean {
    const act = this.#hooks.acts?.at(this.stepper.step, at)
    if (act === undefined) return false
    // First: from here on it counts as working, and is missed when it does not get on.
    this.stepper.resume()
    act()
    return true
  }

  #context(): StepContext<any> {
    return { options: this.#spec.settings, step: this.stepper.step }
  }

  /** One shard, alone: forward, backward, and its gradient handed over. */
  #compute(): void {
    const { stepper } = this
    const { task, seed, precision } = this.#spec
    const begun = this.#hooks.acts?.slow ? performance.now() : 0
    if (this.#halts(phase.forward)) return
    stepper.prepare()
    const scope = new Scope()
    try {
      const { batch, handles } = this.#batchIn(stepper.place)
      const key = { seed, step: stepper.step, shard: stepper.shard, use: 'forward' }
      const loss = random.run(key, () =>
        inPrecision(precision, () => this.#task.loss(this.#built.module, batch as never, this.#context())),
      )
      const { tensor, weight } = lossOf(loss, task.name)
      if (this.#halts(phase.backward)) return
      tensor.backward()
      if (begun > 0) this.#hooks.acts!.delay(stepper.step, performance.now() - begun)
      const changed = stepper.computed(tensor.handle, weight, handles)
      if (changed === DREW) throw new DefaultGeneratorError(task.name, stepper.step)
      if (changed >= 0) throw new ChangedInPlaceError(task.name, this.#nameOf(changed, batch))
    } catch (cause) {
      throw blame('loss', task.name, cause)
    } finally {
      scope.dispose()
    }
  }

  /** The tensors over a batch buffer. Buffers are used over and over, so these are made once and outlive all scopes. */
  #batchIn(place: number): { batch: Record<string, Tensor>; handles: Uint32Array } {
    let found = this.#batches.get(place)
    if (found === undefined) {
      const batch = tensorsOf(this.#spec.batches, place)
      for (const tensor of Object.values(batch)) exempt(tensor)
      found = { batch, handles: handlesOf(Object.values(batch)) }
      this.#batches.set(place, found)
    }
    return found
  }

  /** One evaluation batch, in evaluation mode and without a history. */
  #evaluate(): void {
    const { stepper } = this
    const { task, seed, precision, evaluation } = this.#spec
    if (this.#halts(phase.evaluate)) return
    stepper.prepare()
    const index = stepper.evaluation
    const rows = evaluation!.rows[index]!
    const scope = new Scope()
    try {
      const batch = tensorsOf(evaluation!.memory, index, rows)
      const key = { seed, step: stepper.step, shard: index, use: 'evaluate' }
      const metrics = noGrad(() => {
        this.#built.module.eval()
        this.#alias(Arena.evaluated(this.#spec.arena))
        return random.run(key, () =>
          inPrecision(precision, () =>
            this.#task.evaluate!(this.#built.module, batch as never, this.#context()),
          ),
        )
      })
      stepper.evaluated(metricValues(metrics, evaluation!.metrics, task.name), rows)
    } catch (cause) {
      throw blame('evaluate', task.name, cause)
    } finally {
      this.#alias(this.#spec.arena.parameters)
      this.#built.module.train()
      scope.dispose()
    }
  }

  /** Lets the model compute with other values than the parameters, which a moving average is. */
  #alias(values: SharedArena['parameters']): void {
    const { arena } = this.#spec
    if (arena.options.averages) aliasTo(this.#built, arena.layout, values)
  }

  #decide(): void {
    const { stepper } = this
    const { options } = this.#spec.arena
    const due = evaluationDue(options, stepper.step)
    const inputs: DecisionInputs = stepper.inputs(due)
    const decision: StepDecision = {
      task: this.#task,
      name: this.#spec.task.name,
      settings: this.#spec.settings,
      optimizer: this.#built.optimizer,
      metrics: this.#spec.evaluation?.metrics ?? [],
      step: stepper.step,
      closing: stepper.closing,
      run: options,
    }
    const decided = decideStep(decision, inputs)
    if (decided.verdict !== 'fail') stepper.decided(decided)
    else this.#decideNonFinite(decision, inputs, decided)
  }

  /** Once more as a new attempt, not at all, or the end: the same for all who decide this round. */
  #decideNonFinite(context: StepDecision, inputs: DecisionInputs, decided: Decision): void {
    const verdict = this.stepper.spoilt(this.#spec.onNonfinite, Number.isFinite(decided.loss))
    if (verdict === undefined) return
    this.stepper.decided(verdict === 'skip' ? skipStep(context, decided, inputs) : { ...decided, verdict })
  }

  #nameOf(place: number, batch: Readonly<Record<string, Tensor>>): string {
    const { trained, constants } = this.#built
    const names = [
      ...[...trained.keys()].map((name) => `the parameter ${name}`),
      ...[...constants.keys()].map((name) => `${name} of the model`),
      ...Object.keys(batch).map((name) => `the input ${name}`),
    ]
    return names[place] ?? 'a tensor'
  }
}

/** Runs a task's function in the precision of its run. */
export function inPrecision<T>(precision: SessionSpec['precision'], fn: () => T): T {
  return precision === 'float32' ? fn() : autocast(precision, fn)
}

/** From here on the model's parameters are the arena's. */
export function aliasParameters({ built }: Equipment, { layout, parameters }: SharedArena): void {
  aliasTo(built, layout, parameters)
}

function aliasTo(built: Built, layout: Layout, values: Float32Array): void {
  for (const { name, offset, length } of layout.parameters)
    native().adopt(built.trained.get(name)!.handle, values.subarray(offset, offset + length))
}

/** Whether an evaluation belongs to `step`; the same rule stands in cpp/core/ledger.h. */
export function evaluationDue(
  run: { readonly evaluations: number; readonly evaluateEvery: number; readonly steps: number },
  step: number,
): boolean {
  if (run.evaluations === 0 || step === 0) return false
  return step === run.steps || (run.evaluateEvery > 0 && step % run.evaluateEvery === 0)
}

/** The batch in buffer `place` as tensors that alias it. */
export function tensorsOf(
  memory: BatchMemory,
  place: number,
  rows = memory.layout.rows,
): Record<string, Tensor> {
  const shapes = batchShapes(memory.layout, rows)
  const views = openBatch(memory, place, rows)
  return Object.fromEntries(
    Object.entries(views).map(([name, view]) => [name, fromShared(view, shapes[name]!)]),
  )
}

/** The scalar to differentiate, and what the sum over shards is divided by in the end. */
export function lossOf(loss: unknown, task: string): { tensor: Tensor; weight: number } {
  if (loss instanceof Tensor) return { tensor: scalar(loss, 'loss', task), weight: 1 }
  const { sum, count } = (loss ?? {}) as { sum?: unknown; count?: unknown }
  if (!(sum instanceof Tensor)) throw new LossShapeError(task, describe(loss))
  const weight = count instanceof Tensor ? scalar(count, 'count', task).item() : count
  if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) {
    throw new LossShapeError(task, `{ sum, count } with count ${describe(count)}`)
  }
  return { tensor: scalar(sum, 'sum', task), weight }
}

function scalar(tensor: Tensor, what: string, task: string): Tensor {
  if (tensor.numel === 1) return tensor
  throw new LossShapeError(task, `a ${what} of shape [${tensor.shape.join(', ')}]`)
}

function describe(value: unknown): string {
  if (value instanceof Promise) return 'a promise'
  if (value === null || value === undefined) return 'nothing'
  return typeof value === 'object'
    ? `an object with ${Object.keys(value).join(', ') || 'nothing in it'}`
    : `${value}`
}
