import type { Pace } from './alternate.js'
import { deadlineOf } from './alternate.js'
import { measure } from './child.js'
import { installPeer } from './npm-peer.js'
import { peerScript } from './places.js'

const VERSION = '4.22.0'

/** Installs TensorFlow.js, 300 MB; the result trains the MLP on its wasm backend in a Node process: samples/s. */
export async function installTfjs(): Promise<(pace: Pace, batch: number) => Promise<number>> {
  const folder = await installPeer('tfjs', {
    '@tensorflow/tfjs': VERSION,
    '@tensorflow/tfjs-backend-wasm': VERSION,
  })
  return async (pace, batch) => {
    const args = [peerScript('tfjs.mjs'), folder, String(batch), String(pace.seconds)]
    const figures = await measure<{ samplesPerSecond: number }>(process.execPath, args, {
      deadline: deadlineOf(pace),
    })
    return figures.samplesPerSecond
  }
}

export const tfjsName = `tfjs ${VERSION} (wasm)`
