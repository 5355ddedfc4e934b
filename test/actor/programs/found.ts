import type { Program } from './program.js'

/** Programs that once broke a promise: they run before any random one. */
export const found: Program[] = [
  {
    // A child waits to be restarted when its parent's thread is ended: the recovery went on there, for nobody.
    seed: 0,
    latencyMs: 0,
    loss: 0,
    duplicate: 0,
    reorder: 0,
    unreachableAfterMs: 50,
    steps: [
      {
        do: 'spawn',
        by: -1,
        traits: {
          placement: 'thread',
          capacity: 2,
          overflow: 'drop-new',
          strategy: 'none',
          maxRestarts: 0,
          withinMs: 50,
          backoffMs: 0,
          failsIn: -1,
        },
      },
      { do: 'advance', ms: 0 },
      {
        do: 'spawn',
        by: 0,
        traits: {
          placement: 'pool',
          capacity: 2,
          overflow: 'drop-new',
          strategy: 'rest-for-one',
          maxRestarts: 1,
          withinMs: 50,
          backoffMs: 10,
          failsIn: -1,
        },
      },
      { do: 'advance', ms: 0 },
      { do: 'crash', to: 1 },
      { do: 'advance', ms: 0 },
      { do: 'kill', by: 0, to: 0 },
    ],
  },
  {
    // Of a group one member stops, still busy, when another fails: that one began a new life beside the old one.
    seed: 0,
    latencyMs: 0,
    loss: 0,
    duplicate: 0,
    reorder: 0,
    unreachableAfterMs: 50,
    steps: [
      {
        do: 'gather',
        by: 0,
        size: 2,
        traits: {
          placement: 'here',
          capacity: 2,
          overflow: 'drop-new',
          strategy: 'one-for-one',
          maxRestarts: 1,
          withinMs: 50,
          backoffMs: 0,
          failsIn: -1,
        },
      },
      { do: 'advance', ms: 0 },
      { do: 'work', to: 1, ms: 1 },
      { do: 'stop', by: -1, to: 1, graceMs: 0 },
      { do: 'crash', to: 0 },
    ],
  },
  {
    // A child's thread is lost before it hears that the child is to end: nobody was told.
    seed: 0,
    latencyMs: 0,
    loss: 0.1,
    duplicate: 0,
    reorder: 0.5,
    unreachableAfterMs: 50,
    steps: [
      {
        do: 'spawn',
        by: 0,
        traits: {
          placement: 'thread',
          capacity: 2,
          overflow: 'drop-new',
          strategy: 'one-for-all',
          maxRestarts: 0,
          withinMs: 50,
          backoffMs: 0,
          failsIn: -1,
        },
      },
      { do: 'advance', ms: 0 },
      { do: 'crash', to: 0 },
      { do: 'partition', a: 9, b: 0 },
      { do: 'advance', ms: 100 },
    ],
  },
]
