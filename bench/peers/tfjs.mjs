// One Node process that trains the MLP with TensorFlow.js on its wasm backend: samples/s.
//
// usage: node tfjs.mjs FOLDER BATCH SECONDS    (FOLDER holds the node_modules with tfjs)

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const [folder, batchText, secondsText] = process.argv.slice(2)
const batch = Number(batchText)
const seconds = Number(secondsText)
const require = createRequire(join(folder, 'package.json'))
const tf = require('@tensorflow/tfjs')
const wasm = require('@tensorflow/tfjs-backend-wasm')

wasm.setWasmPaths(join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'))
await tf.setBackend('wasm')
await tf.ready()

const SAMPLES = 8192 // as the other peers have
const x = tf.randomUniform([SAMPLES, 784], 0, 1, 'float32', 1)
const y = tf.oneHot(tf.randomUniform([SAMPLES], 0, 10, 'int32', 2), 10)
const model = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [784], units: 256, activation: 'relu' }),
    tf.layers.dense({ units: 10 }),
  ],
})
// fit() is the fastest of tfjs's loops: optimizer.minimize over the same model took half as long again or more.
model.compile({
  optimizer: tf.train.adam(1e-3),
  loss: (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits),
})

const CHUNK = 16 // batches for each call of fit(), so that the clock is looked at often enough
const [chunkX, chunkY] = [x.slice(0, CHUNK * batch), y.slice(0, CHUNK * batch)]

async function run(milliseconds) {
  const begin = performance.now()
  let steps = 0
  while (performance.now() - begin < milliseconds) {
    await model.fit(chunkX, chunkY, { batchSize: batch, epochs: 1, shuffle: false, verbose: 0 })
    steps += CHUNK
  }
  return { steps, spent: (performance.now() - begin) / 1000 }
}

await run((seconds * 1000) / 4)
const { steps, spent } = await run(seconds * 1000)
console.log(JSON.stringify({ version: tf.version.tfjs, samplesPerSecond: (steps * batch) / spent, steps }))
