import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Pace } from './alternate.js'
import { deadlineOf } from './alternate.js'
import { measure } from './child.js'
import { PeerMissingError } from './errors.js'
import { peerScript, root } from './places.js'

const VERSION = '4.22.0'
const PACKAGES = ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm']
/** Ignored by git; 300 MB that only this benchmark needs, hence no dependency of the package. */
const folder = join(root, '.cache/bench/tfjs')

/**
 * Installs TensorFlow.js where only the benchmark sees it, once.
 *
 * @throws PeerMissingError when npm cannot
 */
export async function installTfjs(): Promise<void> {
  if (PACKAGES.every((name) => existsSync(join(folder, 'node_modules', name, 'package.json')))) return
  mkdirSync(folder, { recursive: true })
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts']
  try {
    await promisify(execFile)('npm', [...args, ...PACKAGES.map((name) => `${name}@${VERSION}`)], {
      timeout: 300_000,
    })
  } catch (error) {
    throw new PeerMissingError(
      'tfjs',
      `npm could not install it: ${(error as Error).message.split('\n')[0]}`,
      error,
    )
  }
}

/** One Node process that trains the MLP on tfjs's wasm backend: samples/s. */
export async function tfjs(pace: Pace, batch: number): Promise<number> {
  const args = [peerScript('tfjs.mjs'), folder, String(batch), String(pace.seconds)]
  const figures = await measure<{ samplesPerSecond: number }>(process.execPath, args, {
    deadline: deadlineOf(pace),
  })
  return figures.samplesPerSecond
}

export const tfjsName = `tfjs ${VERSION} (wasm)`
