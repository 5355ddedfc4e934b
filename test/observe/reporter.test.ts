import test from 'ava'
import {
  jsonReporter,
  liveReporter,
  plainReporter,
  quietReporter,
  type RunEvent,
} from '../../src/observe/index.js'

class Text {
  text = ''
  columns = 60
  write(part: string) {
    this.text += part
  }
}
const started: RunEvent = {
  event: 'started',
  run: 'r',
  task: 'digits',
  agents: [{ id: 0, device: 'cpu' }],
  spares: 2,
  surplus: 0,
  hosts: 1,
  shards: 4,
  batch: 128,
  steps: 100,
  parameters: 1000,
  seed: 1,
  exact: true,
  resumed: null,
}
const step = (number: number): RunEvent => ({
  event: 'step',
  step: number,
  loss: 0.25,
  samplesPerSecond: 1000,
  stepMs: 1,
  waitMs: { data: 0, sum: 0, others: 0 },
  timeMs: { data: 0, compute: 1, sum: 0, update: 0, idle: 0 },
})
const finished: RunEvent = {
  event: 'finished',
  steps: 100,
  loss: 0.25,
  evaluation: { accuracy: 0.97 },
  shardsByAgent: { 0: 400 },
  shardsComputed: 400,
  refused: 0,
  shardsChecked: 0,
  seconds: 12,
  samplesPerSecond: 1066,
  timeMs: { data: 1, compute: 97, sum: 1, update: 1, idle: 0 },
  parametersSha256: 'ab',
  stateSha256: 'cd',
  incidents: 0,
  runDirectory: 'runs/r',
}

test('with json every line is an object and notes go elsewhere', (t) => {
  const out = new Text()
  const err = new Text()
  const reporter = jsonReporter(out, err)
  for (const event of [started, step(1), finished]) reporter.event(event)
  reporter.note('a note')
  const lines = out.text.trimEnd().split('\n')
  t.deepEqual(
    lines.map((line) => JSON.parse(line).event),
    ['started', 'step', 'finished'],
  )
  t.is(err.text, 'a note\n')
})

test('plain lines tell about spares once and about the last step always', (t) => {
  const out = new Text()
  const reporter = plainReporter(out, () => 0)
  for (const event of [started, step(1), step(2), step(100), finished]) reporter.event(event)
  t.is(out.text.match(/stand by as spares/g)?.length, 1)
  t.is(out.text.match(/^step /gm)?.length, 1)
  t.regex(out.text, /step 100 of 100 \(100 %\)/)
  t.regex(out.text, /evaluation: accuracy 0\.97/)
  t.regex(out.text, /run directory: runs\/r/)
})

test('quiet says the result only', (t) => {
  const out = new Text()
  const reporter = quietReporter(out)
  for (const event of [started, step(1), finished]) reporter.event(event)
  t.regex(out.text, /^finished:/)
})

test('the live view redraws its block in place and never wraps a line', (t) => {
  const out = new Text()
  const reporter = liveReporter(out, () => [
    { agent: 0, incarnation: 2, device: 'cpu', state: 'running', shards: 7 },
  ])
  reporter.event(started)
  reporter.event(step(1))
  const before = out.text.length
  reporter.event(step(2))
  t.true(out.text.slice(before).startsWith('\x1b[3A\x1b[J'), 'three lines up, then cleared')
  t.regex(out.text, /agent 0 life 2 on cpu: running, 7 shards/)
  const block = out.text.slice(before).split('\n').slice(0, -1)
  for (const line of block) t.true(line.replace('\x1b[3A\x1b[J', '').length < out.columns)
  reporter.event(finished)
  t.true(out.text.endsWith('run directory: runs/r\n'), 'nothing is drawn after the end')
})

test('one of a thing is told in the singular', (t) => {
  const out = new Text()
  const one = { ...started, spares: 1, surplus: 1, shards: 1, batch: 1, steps: 1, parameters: 1 } as RunEvent
  plainReporter(out, () => 0).event(one)
  t.regex(out.text, /1 parameter, 1 step of 1 sample in 1 shard,/)
  t.regex(out.text, /1 more agent stands by as a spare\n1 agent beyond that is not started/)
})
