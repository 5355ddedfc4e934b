import { alternate, deadlineOf } from './alternate.js'
import { measure } from './child.js'
import type { Context } from './context.js'
import { compiled, peerScript } from './places.js'
import { type Goal, makeRow, type Row } from './rows.js'
import type { Subject } from './tensor/models.js'

const BENCH = 'tensor'

interface Figures {
  readonly stepsPerSecond: number
}

const times: readonly { readonly subject: Subject; readonly row: string; readonly goal: Goal }[] = [
  { subject: 'add', row: 'add of 2 x 2, freed', goal: '<= 0.75' },
  { subject: 'mlp', row: 'mlp, batch 8, Adam step', goal: '<= 0.5' },
  { subject: 'cnn', row: 'cnn, batch 32, Adam step', goal: '<= 1' },
  { subject: 'transformer', row: 'transformer, batch 8, Adam step', goal: '<= 1' },
]

const gains: readonly { readonly subject: Subject; readonly goal: Goal }[] = [
  { subject: 'cnn', goal: '>= 1.6' },
  { subject: 'transformer', goal: '>= 2.2' },
]

/**
 * The tensor library in a loop of one's own, on one thread: time per step against Python's PyTorch, and what bfloat16
 * gains over float32 (on a CPU with AMX; elsewhere next to nothing).
 */
export async function* tensorBench({ pace, python }: Context): AsyncGenerator<Row> {
  const deadline = deadlineOf(pace)
  const ours =
    (subject: Subject, precision: 'float32' | 'bf16' = 'float32') =>
    async () => {
      const job = JSON.stringify({ subject, precision, seconds: pace.seconds })
      const { stepsPerSecond } = await measure<Figures>(
        process.execPath,
        [compiled('tensor/steps.js'), job],
        {
          deadline,
        },
      )
      return stepsPerSecond
    }
  const microseconds = (run: () => Promise<number>) => async () => 1e6 / (await run())
  const peerName = `PyTorch ${python?.version ?? ''}`.trim()

  for (const { subject, row, goal } of times) {
    const peer = async () =>
      (
        await measure<Figures>(python!.path, [peerScript('tensor.py'), subject, String(pace.seconds)], {
          env: python!.env,
          deadline,
        })
      ).stepsPerSecond
    const [own, other] = await alternate(pace, [
      { name: 'troupe', optional: false, run: microseconds(ours(subject)) },
      ...(python === undefined ? [] : [{ name: peerName, optional: true, run: microseconds(peer) }]),
    ])
    yield makeRow({ bench: BENCH, row, unit: 'µs', goal }, own ?? null, other ?? null, peerName)
  }
  for (const { subject, goal } of gains) {
    const [low, full] = await alternate(pace, [
      { name: 'bf16', optional: false, run: ours(subject, 'bf16') },
      { name: 'float32', optional: false, run: ours(subject) },
    ])
    const row = `${subject}, bf16`
    yield makeRow(
      { bench: BENCH, row, unit: 'steps/s', goal },
      low ?? null,
      full ?? null,
      'troupe in float32',
    )
  }
}
