import { type Act, phaseNumber, type Slowness } from '../faults/points/index.js'
import { type DeviceAddon, torch } from '../native/index.js'
import { Scope, zeros } from '../tensor/index.js'

/** Elements of the tensors that use memory up: 16 MiB each. */
const pieceElements = 4 << 20
/** Where no limit is set, one stands this far above what the agent holds: the machine's own memory is left alone. */
const marginBytes = 64 << 20

/** The faults that an agent carries out on itself. */
export class Acts {
  readonly #acts: readonly Act[]
  readonly #slow: readonly Slowness[]
  readonly #done = new Set<Act>()
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4))

  constructor(acts: readonly Act[], slow: readonly Slowness[]) {
    this.#acts = acts
    this.#slow = slow
  }

  /** What is to be done at this point, the first time that it is reached. */
  at(step: number, phase: number): (() => void) | undefined {
    const act = this.#acts.find(
      (one) => one.step === step && phaseNumber(one.phase) === phase && !this.#done.has(one),
    )
    if (act === undefined) return undefined
    this.#done.add(act)
    return () => carryOut(act)
  }

  /** Makes a shard that took `ms` so far take as long as it should. Sleeping leaves the processor to the others. */
  delay(step: number, ms: number): void {
    for (const { from, until, factor } of this.#slow)
      if (step >= from && step <= until) Atomics.wait(this.#sleeper, 0, 0, ms * (factor - 1))
  }

  get slow(): boolean {
    return this.#slow.length > 0
  }
}

function carryOut({ kind, forMs, of }: Act): void {
  if (kind === 'exit') process.exit(1)
  else if (kind === 'hang') {
    const end = performance.now() + forMs
    while (performance.now() < end);
  } else if (of === 'heap') fillHeap()
  else fillTensors()
}

function fillHeap(): void {
  const kept: unknown[] = []
  // Large pieces without references: filling takes a fraction of a second, and collecting next to nothing.
  for (;;) kept.push(new Array(100_000).fill(0.5))
}

/** Ends with the error that any other allocation beyond the limit gives. */
function fillTensors(): void {
  const addon = torch() as DeviceAddon
  const { used, limit } = addon.memoryUse()
  if (limit === 0) addon.limitMemory(used + marginBytes)
  const scope = new Scope()
  try {
    for (;;) zeros([pieceElements])
  } finally {
    scope.dispose()
  }
}
