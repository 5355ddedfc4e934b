/** The head of a decision record; the numbers stand in cpp/arena/plan.h too. */
export const RECORD_HEAD = 9

export const Verdict = { apply: 1, retry: 2, stop: 3, fail: 4, skip: 5 } as const

/** What the deciding agent settles for all; every scalar is computed once and shared as bits. */
export interface Decision {
  readonly verdict: keyof typeof Verdict
  /** Keep the parameters as they are before this update: the evaluation that came in was the best. */
  readonly keepBest: boolean
  /** Factor on the summed buffers: 1/S. */
  readonly bufferScale: number
  readonly loss: number
  readonly norm: number
  readonly rate: number
  readonly clip: number
  /** What the moving average keeps of itself. */
  readonly averageKeep: number
  /** 1 + the number of the evaluation decided with this step, or 0. */
  readonly evaluation: number
  readonly metrics: readonly number[]
  readonly running: readonly number[]
  /** The kernel's scalars, for each parameter group. */
  readonly scalars: readonly (readonly number[])[]
  /** Of each parameter, for an optimizer that measures them; else none. */
  readonly ratios: ArrayLike<number>
}

/** What the length of a decision record depends on. */
export interface RecordShape {
  readonly running: readonly number[]
  readonly metrics: number
  readonly optimizer: { readonly groups: number; readonly scalarsPerGroup: number; readonly ratios: number }
}

/** Doubles of a decision record. */
export function recordLength({ running, metrics, optimizer }: RecordShape): number {
  const { groups, scalarsPerGroup, ratios } = optimizer
  return RECORD_HEAD + running.length + metrics + groups * scalarsPerGroup + ratios
}

/** Writes a decision in the order the native side reads it; `into` was zeroed when it was made. */
export function writeDecision(
  decision: Decision,
  into: Float64Array,
  metrics: number,
  scalarsPerGroup: number,
): void {
  const { verdict, keepBest, bufferScale, loss, norm, rate, evaluation, clip, averageKeep, running } =
    decision
  into.set([Verdict[verdict], keepBest ? 1 : 0, bufferScale, loss, norm, rate, evaluation, clip, averageKeep])
  into.set(running, RECORD_HEAD)
  into.set(decision.metrics, RECORD_HEAD + running.length)
  decision.scalars.forEach((scalars, group) => {
    into.set(scalars, RECORD_HEAD + running.length + metrics + group * scalarsPerGroup)
  })
  into.set(decision.ratios, into.length - decision.ratios.length)
}

/** The other way round, for main; the optimizer's scalars are of no use to it. */
export function readDecision(
  record: Float64Array,
  running: number,
  metrics: number,
): Omit<Decision, 'scalars' | 'ratios'> {
  const [verdict, keepBest, bufferScale, loss, norm, rate, evaluation, clip, averageKeep] =
    record as unknown as number[]
  const name = (Object.keys(Verdict) as (keyof typeof Verdict)[]).find((key) => Verdict[key] === verdict)
  return {
    verdict: name ?? 'fail',
    keepBest: keepBest === 1,
    bufferScale: bufferScale!,
    loss: loss!,
    norm: norm!,
    rate: rate!,
    evaluation: evaluation!,
    clip: clip!,
    averageKeep: averageKeep!,
    running: [...record.subarray(RECORD_HEAD, RECORD_HEAD + running)],
    metrics: [...record.subarray(RECORD_HEAD + running, RECORD_HEAD + running + metrics)],
  }
}
