import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import type { RunEvent } from '../../src/index.js'
import { MemoryFile, MemoryFileError, readRecord } from '../../src/state/index.js'
import { trainHere } from '../../src/train.js'
import { finish, scratch, small } from '../fixtures/tasks/run.js'

const base = { shards: 4, seed: 3, agents: 2 } as const
const program = fileURLToPath(new URL('../fixtures/programs/kept.js', import.meta.url))
const silentDisk = new URL('../fixtures/programs/silent-disk.js', import.meta.url).href

/** A process that trains and keeps its state in `memory`. */
function start(
  memory: MemoryFile,
  run: string,
  options: object,
  task = 'small',
  preload: string[] = [],
): ChildProcess {
  const args = [...preload, program, task, run, JSON.stringify(options)]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', memory.fd] })
}

/** Reads its events up to one that `until` wants, and kills it there; or up to its end. */
async function follow(child: ChildProcess, until: (event: RunEvent) => boolean): Promise<RunEvent[]> {
  const exit = once(child, 'exit')
  const events: RunEvent[] = []
  for await (const line of createInterface({ input: child.stdout! })) {
    events.push(JSON.parse(line) as RunEvent)
    if (!child.killed && until(events.at(-1)!)) child.kill('SIGKILL')
  }
  await exit
  return events
}

test.serial(
  'a run whose process is killed goes on from memory, without a disk, to the same bits',
  async (t) => {
    const options = { ...base, steps: 1500 }
    const reference = await finish(small, options)
    const memory = MemoryFile.create()
    const run = join(scratch(), 'run')
    let done = 0
    for (let kills = 0; kills < 3; kills++) {
      const from = done
      const events = await follow(
        start(memory, run, options),
        (event) => event.event === 'step' && event.step > from + 200,
      )
      const resumed = kills === 0 ? null : { path: 'memory', step: done }
      t.like(
        events.find(({ event }) => event === 'started'),
        { resumed },
      )
      const { checkpoint, skipped } = memory.newest(readRecord(run).identity)
      t.deepEqual(skipped, [])
      t.true(checkpoint!.manifest.step > from, 'a life gets further than the one before')
      done = checkpoint!.manifest.step
    }
    const events = await follow(start(memory, run, options), () => false)
    t.like(
      events.find(({ event }) => event === 'started'),
      { resumed: { path: 'memory', step: done } },
    )
    t.false(
      events.some(({ event }) => event === 'checkpoint'),
      'nothing of it is on the disk',
    )
    const { steps, loss, evaluation, parametersSha256, stateSha256 } = reference
    t.like(events.at(-1), { event: 'finished', steps, loss, evaluation, parametersSha256, stateSha256 })
    memory.close()
  },
)

test.serial('a disk that never answers holds up neither the steps nor the memory checkpoint', async (t) => {
  const options = { ...base, steps: 1500, checkpointEvery: 4 }
  const reference = await finish(small, { ...base, steps: 1500 })
  const memory = MemoryFile.create()
  const run = join(scratch(), 'run')
  const kept = () => memory.newest(readRecord(run).identity).checkpoint?.manifest.step ?? 0
  // Killed once memory holds a state that is far beyond the first checkpoint, which is still being written then.
  const held = await follow(
    start(memory, run, options, 'small', ['--import', silentDisk]),
    (event) => event.event === 'step' && event.step % 100 === 0 && kept() > 50,
  )
  t.is(held.at(-1)!.event, 'step')
  t.false(held.some(({ event }) => event === 'checkpoint'))
  // The first snapshot is of the fourth step, or of a later one where the run was slow to ask for it.
  const files = readdirSync(join(run, 'checkpoints'))
  t.is(files.length, 1)
  const partial = Number(/^step-(\d{8})\.partial$/.exec(files[0]!)?.[1])
  const step = kept()
  t.true(partial >= 4 && partial < step, files[0])
  const events = await follow(start(memory, run, options), () => false)
  t.like(
    events.find(({ event }) => event === 'started'),
    { resumed: { path: 'memory', step } },
  )
  t.true(events.some(({ event }) => event === 'checkpoint'))
  const { parametersSha256, stateSha256 } = reference
  t.like(events.at(-1), { event: 'finished', parametersSha256, stateSha256 })
  memory.close()
})

test.serial('of long steps a killed process repeats two at most', async (t) => {
  const memory = MemoryFile.create()
  const run = join(scratch(), 'run')
  const options = { ...base, set: { pauseMs: 150 } }
  let done = 0
  for (const until of [4, 8]) {
    const lags: number[] = []
    const kept = () => memory.newest(readRecord(run).identity).checkpoint?.manifest.step ?? 0
    await follow(start(memory, run, options, 'stateful'), (event) => {
      if (event.event === 'step') lags.push(event.step - kept())
      return event.event === 'step' && event.step >= until
    })
    // Nobody waits for the thread that keeps them: where it got no processor for a while, it was further behind then.
    const median = lags.sort((a, b) => a - b)[lags.length >> 1]!
    t.true(median <= 2, `steps that would be repeated: ${lags}`)
    const step = kept()
    t.true(step > done)
    done = step
  }
  memory.close()
})

test.serial('what the disk has counts where it is newer than what memory has', async (t) => {
  const options = { ...base, checkpointEvery: 10 }
  const memory = MemoryFile.create()
  const run = join(scratch(), 'run')
  // Without an end of its own: however fast it is, it is the stop that ends it.
  const first = await trainHere(small, { ...options, steps: 1_000_000, run }, memory)
  for await (const event of first.events()) if (event.event === 'step' && event.step > 20) void first.stop()
  const { identity } = readRecord(run)
  const kept = memory.newest(identity).checkpoint!
  const stopped = (await first.done).steps
  t.true(kept.manifest.step <= stopped)
  const steps = stopped + 20
  const reference = await finish(small, { ...options, steps })

  const again = async (resume: string) => {
    const next = await trainHere(small, { resume, steps, run: join(scratch(), 'run') }, memory)
    const events: RunEvent[] = []
    for await (const event of next.events()) events.push(event)
    t.is((await next.done).stateSha256, reference.stateSha256)
    return events
  }
  // The checkpoint that a stop leaves is of the last step.
  const newer = await again(run)
  t.like(newer[0], { event: 'started', resumed: { step: stopped } })
  memory.close()
})

test.serial('what memory has counts where it is newer than what the disk has', async (t) => {
  const memory = MemoryFile.create()
  const run = join(scratch(), 'run')
  const options = { ...base, checkpointEvery: 10, keep: 1_000_000 }
  const first = await trainHere(small, { ...options, steps: 1_000_000, run }, memory)
  const { identity } = readRecord(run)
  const stepInMemory = () => memory.newest(identity).checkpoint?.manifest.step ?? 0
  let onDisk: number | undefined
  for await (const { event, step } of first.events() as AsyncIterable<{ event: string; step: number }>) {
    if (event === 'checkpoint') onDisk ??= step
    if (onDisk !== undefined && stepInMemory() > onDisk) void first.stop()
  }
  await first.done
  // What a killed process would not have written any more.
  const kept = stepInMemory()
  const folder = join(run, 'checkpoints')
  for (const name of readdirSync(folder))
    if (Number(/^step-(\d+)/.exec(name)?.[1]) >= kept) rmSync(join(folder, name), { recursive: true })
  const next = await trainHere(small, { resume: run, steps: kept + 20, run: join(scratch(), 'run') }, memory)
  const events: RunEvent[] = []
  for await (const event of next.events()) events.push(event)
  t.like(events[0], { event: 'started', resumed: { step: kept, path: 'memory' } })
  const reference = await finish(small, { ...base, steps: kept + 20 })
  t.is((await next.done).stateSha256, reference.stateSha256)
  memory.close()
})

test.serial('a bank of another run, or one with a flipped byte, is never chosen', async (t) => {
  const memory = MemoryFile.create()
  const run = join(scratch(), 'run')
  t.deepEqual(memory.newest({}), { checkpoint: null, skipped: [] })
  const training = await trainHere(small, { ...base, steps: 40, run }, memory)
  await training.done
  const { identity } = readRecord(run)
  const { checkpoint } = memory.newest(identity)
  t.true(checkpoint!.manifest.step > 0)
  const foreign = memory.newest({ ...identity, seed: 4 })
  t.is(foreign.checkpoint, null)
  t.regex(foreign.skipped[0]!.reason, /is of another run: seed is 3, not 4/)
  const byte = new Uint8Array(1)
  for (const at of [8, 70, 5000]) {
    readSync(memory.fd, byte, 0, 1, at)
    writeSync(memory.fd, Uint8Array.of(byte[0]! ^ 1), 0, 1, at)
    const found = memory.newest(identity)
    t.true(found.skipped.some(({ path, reason }) => path.startsWith('bank 0') && reason === 'is damaged'))
    writeSync(memory.fd, byte, 0, 1, at)
  }
  t.is(memory.newest(identity).checkpoint!.manifest.step, checkpoint!.manifest.step)
  memory.close()
})

test('what is no memory file is refused', (t) => {
  for (const fd of [-1, 0.5, 0, 9999]) {
    const error = t.throws(() => MemoryFile.open(fd), { instanceOf: MemoryFileError })
    t.is(error.code, 'ERR_MEMORY_FILE')
  }
})
