/** A measuring process: `node steps.js '{"subject":"mlp","precision":"float32","seconds":4}'` prints steps per second. */
import { performance } from 'node:perf_hooks'
import { prepareThread } from '../../src/native/index.js'
import { autocast } from '../../src/tensor/index.js'
import { build, type Subject } from './models.js'

interface Job {
  readonly subject: Subject
  readonly precision: 'float32' | 'bf16'
  readonly seconds: number
}

const { subject, precision, seconds }: Job = JSON.parse(process.argv[2]!)
prepareThread(1)
const step = build(subject, precision === 'bf16' ? (fn) => autocast('bf16', fn) : (fn) => fn())
const until = (ms: number) => {
  const begin = performance.now()
  let steps = 0
  let spent = 0
  while (spent < ms) {
    for (let k = 0; k < burst; k++) step()
    steps += burst
    spent = performance.now() - begin
  }
  return (steps * 1000) / spent
}
// Looking at the clock must cost nothing beside an addition.
const burst = subject === 'add' ? 1000 : 1
until(seconds * 250)
console.log(JSON.stringify({ stepsPerSecond: until(seconds * 1000) }))
