import fc from '../../properties.js'
import type { Traits } from './journal.js'

/** One step of a program. Numbers choose among the actors that are known by then; `by` -1 is the program itself. */
export type Step =
  | { do: 'spawn'; by: number; traits: Traits }
  | { do: 'tell'; by: number; to: number; count: number }
  | { do: 'work'; to: number; ms: number }
  | { do: 'ask'; by: number; to: number; timeoutMs: number }
  | { do: 'crash'; to: number }
  | { do: 'poison'; to: number }
  | { do: 'stop'; by: number; to: number; graceMs: number }
  | { do: 'kill' | 'watch'; by: number; to: number }
  /** One of the watches that were made by then, whatever became of it. */
  | { do: 'unwatch'; watch: number }
  | { do: 'gather'; by: number; size: number; traits: Traits }
  | { do: 'tellAll'; group: number }
  | { do: 'askAll'; group: number; timeoutMs: number }
  | { do: 'disband'; group: number; graceMs: number }
  | { do: 'advance'; ms: number }
  /** Cuts the links between two threads; -1 is the main one. */
  | { do: 'partition'; a: number; b: number }
  | { do: 'heal' }

export interface Program {
  /** Of the simulation. */
  readonly seed: number
  readonly latencyMs: number
  /** Chances, of each message between two threads. */
  readonly loss: number
  readonly duplicate: number
  readonly reorder: number
  /** How long a thread that is cut off from the main one is waited for. */
  readonly unreachableAfterMs: number
  readonly steps: readonly Step[]
}

/** Few actors that meet often find out more than many that hardly do. */
const who = fc.oneof({ weight: 1, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(11) })
const by = fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, { weight: 2, arbitrary: who })

const traits: fc.Arbitrary<Traits> = fc.record({
  placement: fc.constantFrom('here', 'here', 'here', 'thread', 'thread', 'pool'),
  capacity: fc.constantFrom(2, 5, 1024),
  overflow: fc.constantFrom('drop-new', 'drop-old'),
  strategy: fc.constantFrom('none', 'one-for-one', 'one-for-one', 'one-for-all', 'rest-for-one'),
  maxRestarts: fc.constantFrom(0, 1, 3),
  withinMs: fc.constantFrom(50, 1000),
  backoffMs: fc.constantFrom(0, 0, 10),
  failsIn: fc.constantFrom(-1, -1, -1, -1, 0, 1),
})

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('spawn' as const), by, traits }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('tell' as const),
      by,
      to: who,
      count: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('work' as const), to: who, ms: fc.integer({ min: 1, max: 50 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      by,
      to: who,
      timeoutMs: fc.constantFrom(0, 5, 500),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('crash' as const), to: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const), to: who }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('stop' as const), by, to: who, graceMs: fc.constantFrom(0, 500) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), by, to: who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('watch' as const), by, to: who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unwatch' as const), watch: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('gather' as const),
      by,
      size: fc.integer({ min: 1, max: 3 }),
      traits,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('tellAll' as const), group: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('askAll' as const),
      group: fc.nat(3),
      timeoutMs: fc.constantFrom(0, 5, 500),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('disband' as const),
      group: fc.nat(3),
      graceMs: fc.constantFrom(0, 500),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(0, 1, 10, 100) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('partition' as const), a: by, b: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('heal' as const) }) },
)

const mostlyNone = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(0.1, 0.5) },
)

export const programs: fc.Arbitrary<Program> = fc.record({
  seed: fc.nat(2 ** 31 - 1),
  latencyMs: fc.constantFrom(0, 0, 3, 20),
  loss: mostlyNone,
  duplicate: mostlyNone,
  reorder: mostlyNone,
  unreachableAfterMs: fc.constantFrom(50, 10_000),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
})
