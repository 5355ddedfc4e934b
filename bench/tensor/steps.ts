/**
 * A measuring process: `node steps.js mlp` does steps for as long as each line on its stdin says,
 * `{"seconds":0.5,"precision":"float32"}`, and prints how many it did a second.
 */
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { prepareThread } from '../../src/native/index.js'
import { autocast } from '../../src/tensor/index.js'
import { build, type Subject } from './models.js'

/** One block of steps. */
export interface Block {
  readonly seconds: number
  readonly precision: 'float32' | 'bf16'
}

/** What is printed for it. */
export interface Rate {
  readonly stepsPerSecond: number
}

prepareThread(1)
const subject = process.argv[2] as Subject
let precision: Block['precision'] = 'float32'
const step = build(subject, (fn) => (precision === 'bf16' ? autocast('bf16', fn) : fn()))
// Looking at the clock must cost nothing beside an addition.
const burst = subject === 'add' ? 1000 : 1

for await (const line of createInterface({ input: process.stdin })) {
  const block = JSON.parse(line) as Block
  precision = block.precision
  const begin = performance.now()
  let steps = 0
  let spent = 0
  while (spent < block.seconds * 1000) {
    for (let k = 0; k < burst; k++) step()
    steps += burst
    spent = performance.now() - begin
  }
  console.log(JSON.stringify({ stepsPerSecond: (steps * 1000) / spent } satisfies Rate))
}
