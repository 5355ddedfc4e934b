import type { Traits } from './journal.js'
import type { Program, Step } from './program.js'

const calm = { seed: 0, latencyMs: 0, loss: 0, duplicate: 0, reorder: 0, unreachableAfterMs: 50 }
const traits: Traits = {
  placement: 'thread',
  capacity: 2,
  overflow: 'drop-new',
  strategy: 'none',
  maxRestarts: 0,
  withinMs: 50,
  backoffMs: 0,
  failsIn: -1,
}
const now: Step = { do: 'advance', ms: 0 }

/** Programs that once broke a promise: they run before any random one. */
export const found: Program[] = [
  // A child waits to be restarted when its parent's thread is ended: the recovery went on there, for nobody.
  {
    ...calm,
    steps: [
      { do: 'spawn', by: -1, traits },
      now,
      {
        do: 'spawn',
        by: 0,
        traits: { ...traits, placement: 'pool', strategy: 'rest-for-one', maxRestarts: 1, backoffMs: 10 },
      },
      now,
      { do: 'crash', to: 1 },
      now,
      { do: 'kill', by: 0, to: 0 },
    ],
  },
  // Of a group one member stops, still busy, when another fails: that one began a new life beside the old one.
  {
    ...calm,
    steps: [
      {
        do: 'gather',
        by: 0,
        size: 2,
        traits: { ...traits, placement: 'here', strategy: 'one-for-one', maxRestarts: 1 },
      },
      now,
      { do: 'work', to: 1, ms: 1 },
      { do: 'stop', by: -1, to: 1, graceMs: 0 },
      { do: 'crash', to: 0 },
    ],
  },
  // A child's thread is lost before it hears that the child is to end: nobody was told.
  {
    ...calm,
    loss: 0.1,
    reorder: 0.5,
    steps: [
      { do: 'spawn', by: 0, traits: { ...traits, strategy: 'one-for-all' } },
      now,
      { do: 'crash', to: 0 },
      { do: 'partition', a: 9, b: 0 },
      { do: 'advance', ms: 100 },
    ],
  },
]
