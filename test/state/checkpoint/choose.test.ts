import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import test from 'ava'
import { chooseCheckpoint, resumeSource } from '../../../src/state/index.js'
import { identity, runWith, write } from './support.js'

const choose = (run: string, who: object = identity) => chooseCheckpoint(resumeSource(run)!, who)
const stepOf = (run: string) => choose(run).checkpoint?.manifest.step
const folderOf = (run: string) => join(run, 'checkpoints')

function damage(run: string, name: string): void {
  const file = join(folderOf(run), name, 'model.safetensors')
  const bytes = readFileSync(file)
  bytes[bytes.length - 1]! ^= 1
  writeFileSync(file, bytes)
}

test('the last checkpoint is chosen, and one that is named is chosen alone', async (t) => {
  const run = await runWith([10, 20, 30])
  t.is(stepOf(run), 30)
  t.is(stepOf(join(folderOf(run), 'step-00000020')), 20)
  t.is(resumeSource(join(folderOf(run), 'step-00000020'))!.run, run)
  t.is(resumeSource('/proc'), undefined)
})

test('damaged and partial ones are named and passed over for the last good one', async (t) => {
  const run = await runWith([10, 20, 30])
  damage(run, 'step-00000030')
  rmSync(join(folderOf(run), 'step-00000020', 'manifest.json'))
  const { checkpoint, skipped } = choose(run)
  t.is(checkpoint!.manifest.step, 10)
  t.deepEqual(
    skipped.map(({ path }) => basename(path)),
    ['step-00000030', 'step-00000020'],
  )
  t.regex(skipped[0]!.reason, /model\.safetensors is not what was written/)
  t.regex(skipped[1]!.reason, /partial/)
})

for (const [what, make] of [
  ['folder', (path: string) => mkdirSync(path)],
  // Whoever opened it to read would wait for good.
  ['pipe', (path: string) => execFileSync('mkfifo', [path])],
] as const)
  test(`a ${what} in the place of any file of a checkpoint is named, and passed over`, async (t) => {
    for (const name of ['manifest.json', 'model.safetensors', 'optimizer.safetensors', 'best.safetensors']) {
      const run = await runWith([10, 20])
      const path = join(folderOf(run), 'step-00000020', name)
      rmSync(path)
      make(path)
      const { checkpoint, skipped } = choose(run)
      t.is(checkpoint!.manifest.step, 10, name)
      t.regex(skipped.at(-1)!.reason, new RegExp(`^is damaged: ${name} is missing, or no file$`))
      await write(run, 30, { keep: 1 })
      t.deepEqual(readdirSync(folderOf(run)).sort(), ['latest', 'step-00000030'])
    }
    const run = await runWith([10])
    const latest = join(folderOf(run), 'latest')
    rmSync(latest)
    make(latest)
    const { checkpoint, skipped } = choose(run)
    t.is(checkpoint!.manifest.step, 10)
    t.like(skipped, { length: 1, 0: { path: latest, reason: 'is damaged: it names no checkpoint' } })
  })

test('with none good, all are named', async (t) => {
  const run = await runWith([10, 20])
  damage(run, 'step-00000010')
  damage(run, 'step-00000020')
  t.throws(() => choose(run), { code: 'ERR_NO_CHECKPOINT', message: /step-00000020 .*; step-00000010 / })
})

test('a run without any checkpoint has none to choose', async (t) => {
  const run = await runWith([])
  mkdirSync(folderOf(run))
  t.deepEqual(choose(run), { checkpoint: null, skipped: [] })
})

test('another identity is refused with the difference, unless an older one is of this run', async (t) => {
  const run = await runWith([10])
  t.throws(() => choose(run, { ...identity, seed: 4 }), {
    code: 'ERR_IDENTITY',
    message: /step-00000010 is not of this run: seed is 3, not 4/,
  })
  await write(run, 20, { identity: { ...identity, seed: 4 } })
  const { checkpoint, skipped } = choose(run)
  t.is(checkpoint!.manifest.step, 10)
  t.regex(skipped[0]!.reason, /of another run: seed is 4, not 3/)
})

test('where the acknowledged one is of another run, a later one of this run is found', async (t) => {
  const run = await runWith([])
  await write(run, 10, { identity: { ...identity, seed: 4 } })
  const latest = readFileSync(join(folderOf(run), 'latest'))
  await write(run, 20)
  writeFileSync(join(folderOf(run), 'latest'), latest)
  const { checkpoint, skipped } = choose(run)
  t.is(checkpoint!.manifest.step, 20)
  t.regex(skipped[0]!.reason, /of another run: seed is 4, not 3/)
})

test('what was finished but never acknowledged is not chosen', async (t) => {
  const run = await runWith([10])
  const latest = readFileSync(join(folderOf(run), 'latest'))
  await write(run, 20)
  writeFileSync(join(folderOf(run), 'latest'), latest)
  t.is(stepOf(run), 10)
})

test('a pointer that is damaged in any byte never hides a good checkpoint', async (t) => {
  const run = await runWith([10, 20])
  const file = join(folderOf(run), 'latest')
  const good = readFileSync(file)
  for (let at = 0; at < good.length; at++) {
    for (const bytes of [good.subarray(0, at), Buffer.from(good)]) {
      if (bytes.length === good.length) bytes[at]! ^= 1
      writeFileSync(file, bytes)
      t.is(stepOf(run), 20, `byte ${at}`)
    }
  }
  rmSync(file)
  t.is(stepOf(run), 20)
})

test('so many are kept as asked for, and what interrupted writers left behind is removed', async (t) => {
  const run = await runWith([10, 20], { keep: 2 })
  mkdirSync(join(folderOf(run), 'step-00000030.partial'))
  await write(run, 30, { keep: 2 })
  t.deepEqual(readdirSync(folderOf(run)).sort(), ['latest', 'step-00000020', 'step-00000030'])
})

test('damaged checkpoints do not push out good ones, and nothing is written over', async (t) => {
  const run = await runWith([10, 20, 30])
  damage(run, 'step-00000030')
  const before = readFileSync(join(folderOf(run), 'step-00000030', 'model.safetensors'))
  // As a run that was resumed from 20 and comes by 30 again.
  const changes = { keep: 2, damaged: ['step-00000030'] }
  t.is(basename(await write(run, 30, changes)), 'step-00000030.2')
  t.deepEqual(readFileSync(join(folderOf(run), 'step-00000030', 'model.safetensors')), before)
  t.deepEqual(readdirSync(folderOf(run)).sort(), [
    'latest',
    'step-00000020',
    'step-00000030',
    'step-00000030.2',
  ])
  t.is(stepOf(run), 30)
  await write(run, 40, changes)
  await write(run, 50, changes)
  t.deepEqual(readdirSync(folderOf(run)).sort(), ['latest', 'step-00000040', 'step-00000050'])
})

test('a write that fails leaves the earlier ones, and says what to do', async (t) => {
  const run = await runWith([10])
  const blocked = await runWith([])
  cpSync(join(folderOf(run), 'latest'), folderOf(blocked))
  const error = await t.throwsAsync(write(blocked, 20), { code: 'ERR_CHECKPOINT_WRITE' })
  t.regex(
    error!.message,
    /checkpoint of step 20 .*a part of the path is a file.*The checkpoints written before stay/,
  )
  t.is(stepOf(run), 10)
})
