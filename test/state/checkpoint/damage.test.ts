import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { openCheckpoint, restoreCheckpoint } from '../../../src/state/index.js'
import { form, runWith, viewsOf } from './support.js'

const files = ['best.safetensors', 'manifest.json', 'model.safetensors', 'optimizer.safetensors']

/** A checkpoint of its own for each test: they break it. */
async function checkpoint(): Promise<string> {
  const path = join(mkdtempSync(join(tmpdir(), 'troupe-')), 'step-00000020')
  cpSync(join(await runWith([20]), 'checkpoints', 'step-00000020'), path, { recursive: true })
  return path
}

test('what was written comes back, every bit', async (t) => {
  const path = await checkpoint()
  t.deepEqual(readdirSync(path).sort(), files)
  const views = viewsOf(0)
  restoreCheckpoint(openCheckpoint(path), form, views)
  const expected = viewsOf(20)
  for (const { offset, length } of form.layout.parameters) {
    const part = (region: Float32Array) => region.subarray(offset, offset + length)
    t.deepEqual(part(views.parameters), part(expected.parameters))
    t.deepEqual(part(views.moments[0]!), part(expected.moments[0]!))
    t.deepEqual(part(views.best!), part(expected.best!))
  }
  t.deepEqual(views.buffers.subarray(0, 3), expected.buffers.subarray(0, 3))
  t.deepEqual(views.running, expected.running)
})

for (const file of files) {
  test(`a flipped bit anywhere in ${file} is never loaded as good`, async (t) => {
    const path = await checkpoint()
    const good = readFileSync(join(path, file))
    const bytes = Buffer.from(good)
    for (let at = 0; at < good.length; at++) {
      bytes[at] = good[at]! ^ (1 << (at % 8))
      writeFileSync(join(path, file), bytes)
      bytes[at] = good[at]!
      if (refuses(path)) continue
      t.fail(`byte ${at} of ${file} was flipped unnoticed`)
    }
    writeFileSync(join(path, file), good)
    t.notThrows(() => openCheckpoint(path))
  })

  test(`${file} cut off anywhere, or with bytes behind it, is never loaded as good`, async (t) => {
    const path = await checkpoint()
    const good = readFileSync(join(path, file))
    for (let length = good.length - 1; length >= 0; length--) {
      truncateSync(join(path, file), length)
      if (!refuses(path)) t.fail(`${file} was cut to ${length} bytes unnoticed`)
    }
    writeFileSync(join(path, file), Buffer.concat([good, Buffer.from(' ')]))
    t.true(refuses(path))
  })

  test(`ranges of ${file} that a disk lost (zeros) are never loaded as good`, async (t) => {
    const path = await checkpoint()
    const good = readFileSync(join(path, file))
    for (let at = 0; at < good.length; at += 16) {
      const bytes = Buffer.from(good)
      bytes.fill(0, at, Math.min(at + 16, good.length))
      if (bytes.equals(good)) continue
      writeFileSync(join(path, file), bytes)
      if (!refuses(path)) t.fail(`bytes ${at} to ${at + 16} of ${file} were lost unnoticed`)
    }
    t.pass()
  })

  test(`without ${file} a checkpoint is none`, async (t) => {
    const path = await checkpoint()
    rmSync(join(path, file))
    t.true(refuses(path))
  })
}

function refuses(path: string): boolean {
  try {
    openCheckpoint(path)
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_CHECKPOINT_DAMAGED'
  }
}

test('a manifest of another program, or of a later version, is foreign', async (t) => {
  const { seal } = await import('../../../src/state/checkpoint/seal.js')
  const path = await checkpoint()
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'))
  delete manifest.sha256
  for (const [changes, reason] of [
    [{ format: 'other' }, /not written by this program/],
    [{ version: 99 }, /a later version wrote it/],
    [{ files: { '../model.safetensors': { bytes: 1, sha256: 'a'.repeat(64) } } }, /damaged/],
  ] as const) {
    writeFileSync(join(path, 'manifest.json'), seal({ ...manifest, ...changes }))
    t.throws(() => openCheckpoint(path), { code: 'ERR_CHECKPOINT_DAMAGED', message: reason })
  }
})

test('a checkpoint of another model is refused before anything is changed', async (t) => {
  const path = await checkpoint()
  const views = viewsOf(0)
  const [weight, ...rest] = form.layout.parameters
  const layout = { ...form.layout, parameters: [{ ...weight!, shape: [6] }, ...rest] }
  t.throws(() => restoreCheckpoint(openCheckpoint(path), { ...form, layout }, views), {
    message: /does not fit the model: fc\.weight is float32 \[2, 3\]/,
  })
  t.deepEqual(views, viewsOf(0))
})
