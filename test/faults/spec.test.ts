import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import {
  checkFaultPlan,
  describeFault,
  divideShards,
  type FaultPlan,
  readFaults,
  requireFeasible,
} from '../../src/faults/lab/index.js'

test('a specification of several faults is read in order', (t) => {
  const plan = readFaults('kill:agent=1@step=20,phase=backward; throw:agent=0@step=3')
  t.deepEqual(plan.faults, [
    { kind: 'kill', agent: 1, step: 20, phase: 'backward' },
    { kind: 'throw', agent: 0, step: 3 },
  ])
})

test('a fault is written the way it is read', (t) => {
  const text = 'kill:agent=2@step=7,phase=sum'
  t.is(describeFault(readFaults(text).faults[0]!), text)
})

test('every kind is read, and written the way it is read', (t) => {
  const texts = [
    'exit:agent=1@step=2,phase=sum',
    'hang:agent=1,in=js,for=8s@step=20',
    'hang:agent=0,in=native,for=300ms@step=3,phase=publish',
    'slow:agent=0,factor=3@steps=10-40',
    'oom:agent=1,of=tensor@step=20',
    'bitflip:agent=1,of=gradient@step=20',
    'bitflip:agent=1,persistent,of=gradient,check@step=20',
    'kill:agent=1,check@step=20,phase=backward',
  ]
  for (const text of texts) t.is(describeFault(readFaults(text).faults[0]!), text)
  t.deepEqual(readFaults(texts[1]!).faults[0], { kind: 'hang', agent: 1, step: 20, in: 'js', forMs: 8000 })
  t.deepEqual(readFaults(texts[3]!).faults[0], { kind: 'slow', agent: 0, step: 10, until: 40, factor: 3 })
})

test("a kind without what it needs, or with what is another one's, is refused", (t) => {
  const wrong = [
    'hang:agent=1,in=js@step=2',
    'hang:agent=1,for=1s@step=2',
    'hang:agent=1,in=bed,for=1s@step=2',
    'hang:agent=1,in=js,for=1h@step=2',
    'slow:agent=1@steps=1-2',
    'slow:agent=1,factor=0.5@steps=1-2',
    'slow:agent=1,factor=2@steps=3-2',
    'slow:agent=1,factor=2@step=3',
    'oom:agent=1@step=2',
    'kill:agent=1,of=heap@step=2',
    'bitflip:agent=1@step=2',
    'bitflip:agent=1,of=heap@step=2',
    'oom:agent=1,of=gradient@step=2',
    'bitflip:agent=1,of=gradient@step=2,phase=sum',
    'kill:agent=1,check@step=2',
    'kill:agent=1,check@step=2,phase=sum',
    'slow:agent=1,factor=2,check@steps=2-3',
  ]
  for (const text of wrong) t.throws(() => readFaults(text), { code: 'ERR_FAULT_SPEC' }, text)
})

test('a value is spoilt once, or from a step on', (t) => {
  const plan = readFaults('nan:agent=1@step=4;nan:agent=0,persistent@step=2')
  t.deepEqual(plan.faults, [
    { kind: 'nan', agent: 1, step: 4 },
    { kind: 'nan', agent: 0, step: 2, persistent: true },
  ])
  t.is(describeFault(plan.faults[1]!), 'nan:agent=0,persistent@step=2')
})

test('a JSON plan file means the same as its specification', (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'troupe-')), 'plan.json')
  writeFileSync(file, JSON.stringify({ faults: [{ kind: 'kill', agent: 1, step: 2, phase: 'commit' }] }))
  t.deepEqual(readFaults(file), readFaults('kill:agent=1@step=2,phase=commit'))
})

test('what cannot be read is refused with one line that shows how to write it', (t) => {
  const wrong = [
    'kill:agent=1',
    'kill:agent=x@step=1',
    'kill:agent=1@step=-1',
    'kill:agent=1@step=1,phase=lunch',
    'kill:agent=1@step=1,colour=red',
    'kill:@step=1',
    'kill:agent=1,agent=2@step=1',
    'burn:agent=1@step=2',
    'nan:agent=1@step=2,phase=sum',
    'nan:agent=1,persistent=1@step=2',
    'kill:agent=1,persistent@step=2',
    'no/such/plan.json',
  ]
  for (const text of wrong) {
    const error = t.throws(() => readFaults(text), { code: 'ERR_FAULT_SPEC' })
    t.notRegex(error!.message, /\n/)
    t.regex(error!.message, /Write \w+:/)
  }
})

test('what is wrong is said of the very kind, with a line that is right', (t) => {
  const said: [string, RegExp][] = [
    ['bitflip:agent=1@step=3', /of is missing\. Write bitflip:/],
    ['hang:agent=1,for=1s@step=3', /in is missing\. Write hang:/],
    ['hang:agent=1,in=js,for=9999s@step=3', /for must be from 1 ms to 10 minutes\. Write hang:/],
    ['slow:agent=1@steps=1-2', /factor must be a number above 1/],
    ['slow:agent=1,factor=2@step=3', /'step' does not belong there \(known: steps\)\. Write slow:/],
    ['slow:agent=1,factor=2', /@steps=10-40/],
    ['oom:agent=1,of=gpu@step=2', /of must be heap, tensor or gradient\. Write oom:/],
    ['oom:agent=1,of=gradient@step=2', /of cannot be gradient in a oom\. Write oom:/],
    ['kill:@step=3', /agent is missing\. Write kill:/],
    ['nan:agent=1@step=2,phase=sum', /phase has no place in a nan/],
    ['kill:agent=1,agent=2@step=1', /agent is there twice/],
    ['burn:agent=1@step=2', /they are kill, throw/],
  ]
  for (const [text, message] of said) {
    const error = t.throws(() => readFaults(text), { code: 'ERR_FAULT_SPEC', message })
    const [, line] = / Write (\S+:\S+?)\.?( or |, |$)/.exec(error!.message)!
    t.notThrows(() => readFaults(line!), error!.message)
  }
  const error = t.throws(() => checkFaultPlan({ faults: [{ kind: 'oom', agent: 0, step: 1 }] }), {
    code: 'ERR_FAULT_SPEC',
    message: /faults\.0\.of is missing\. Write something like /,
  })
  t.notThrows(() => checkFaultPlan(JSON.parse(/like (.*)\.$/.exec(error!.message)![1]!)))
  for (const wrong of [[], { faults: [] }, { faults: [{ kind: 'burn' }] }, 'x', null])
    t.throws(() => checkFaultPlan(wrong), { code: 'ERR_FAULT_SPEC', message: /Write something like / })
})

test('faults of later versions are named as such', (t) => {
  const text = 'partition:hosts=0|1@step=2'
  t.throws(() => readFaults(text), { code: 'ERR_FAULT_SPEC', message: /not in this version/ })
  t.throws(() => readFaults('kill:host=1@step=30'), { code: 'ERR_FAULT_SPEC', message: /not hosts/ })
})

test('the process is killed instead of an agent, where that is said and no agent is', (t) => {
  const text = 'kill:process@step=30,phase=sum'
  const [fault] = readFaults(text).faults
  t.like(fault, { kind: 'kill', process: true, step: 30, phase: 'sum' })
  t.is(describeFault(fault!), text)
  for (const wrong of [
    'kill:process,agent=1@step=3',
    'kill:process=1@step=3',
    'throw:process@step=3',
    'kill:@step=3',
  ])
    t.throws(() => readFaults(wrong), { code: 'ERR_FAULT_SPEC' }, wrong)
  for (const wrong of [
    { kind: 'exit', process: true, step: 3 },
    { kind: 'kill', step: 3 },
  ])
    t.throws(() => checkFaultPlan({ faults: [wrong] }), { code: 'ERR_FAULT_SPEC' })
  t.notThrows(
    () => requireFeasible(readFaults('kill:process@step=3;kill:agent=0@step=3'), run),
    'no agent dies twice',
  )
})

const run = {
  agents: 2,
  spares: 0,
  shards: 4,
  chunks: 4,
  steps: 30,
  evaluates: (step: number) => step === 10,
  keeps: (step: number) => step === 19,
  ranges: divideShards(4, 2),
  redundant: (_step: number, _shard: number) => false,
}
const plan = (text: string): FaultPlan => readFaults(text)

test('a fault that can happen is let through', (t) => {
  t.notThrows(() => requireFeasible(plan('kill:agent=1@step=20;kill:agent=0@step=10,phase=evaluate'), run))
  t.notThrows(() => requireFeasible(plan('kill:agent=1@step=19,phase=checkpoint'), run))
  // An agent that dies, and its replacement, and a newcomer.
  t.notThrows(() => requireFeasible(plan('kill:agent=1@step=9;kill:agent=1@step=9,phase=join'), run))
  t.notThrows(() => requireFeasible(plan('kill:agent=3@step=9,phase=join'), run))
  t.notThrows(() =>
    requireFeasible(plan('kill:agent=0@step=0,phase=merge'), {
      ...run,
      agents: 1,
      ranges: [[0, 2]],
      shards: 2,
    }),
  )
})

test('a fault that can never happen is refused before the run starts', (t) => {
  const impossible: [string, Partial<typeof run>][] = [
    ['kill:agent=2@step=20', {}],
    ['kill:agent=1@step=30', {}],
    ['kill:agent=1@step=9,phase=evaluate', {}],
    ['kill:agent=1@step=9,phase=merge', { shards: 2 }],
    ['kill:agent=0@step=9,phase=merge', { agents: 1, shards: 1 }],
    ['kill:agent=4@step=9', { agents: 8 }],
    ['kill:agent=0@step=9,phase=checkpoint', {}],
    ['slow:agent=0,factor=2@steps=20-30', {}],
    ['throw:agent=0@step=9,phase=join', {}],
    ['kill:process@step=9,phase=join', {}],
    ['kill:agent=4@step=9,phase=join', {}],
    ['kill:agent=1@step=9,phase=merge', { redundant: (step, shard) => step === 9 && shard === 3 }],
    ['bitflip:agent=1,of=gradient,check@step=9', {}],
    ['bitflip:agent=1,of=gradient,check@step=9', { redundant: (step, shard) => step === 9 && shard > 1 }],
  ]
  for (const [text, change] of impossible) {
    const error = t.throws(() => requireFeasible(plan(text), { ...run, ...change }), {
      code: 'ERR_FAULT_CANNOT_FIRE',
    })
    t.notRegex(error!.message, /\n/)
  }
})

test('what is computed twice can be aimed at, and two shards that are not can be merged', (t) => {
  const redundant = (step: number, shard: number) => step === 9 && shard < 2
  for (const text of ['kill:agent=1,check@step=9,phase=backward', 'kill:agent=1@step=9,phase=merge'])
    t.notThrows(() => requireFeasible(plan(text), { ...run, redundant }))
})

test('a chunk is updated once: of two faults that need it done the second cannot happen', (t) => {
  const update = 'kill:agent=0@step=19,phase=update'
  const [zero, one] = [0, 1].map((agent) => `kill:agent=${agent}@step=19,phase=checkpoint`)
  for (const both of [`${zero};${one}`, `${update};${one}`, `${one};${update}`])
    t.throws(() => requireFeasible(plan(both), run), {
      code: 'ERR_FAULT_CANNOT_FIRE',
      message:
        /in step 19 chunk 0 is updated by the target of kill:agent=\d@step=19,phase=\w+, and only once/,
    })
  t.notThrows(() => requireFeasible(plan(`${zero};kill:agent=1@step=19,phase=update`), run))
  // With one chunk for both: whoever stands before it begins leaves it to the other.
  const both = (step: number) => [0, 1].map((agent) => `kill:agent=${agent}@step=${step},phase=update`)
  t.throws(() => requireFeasible(plan(both(7).join(';')), { ...run, chunks: 1 }))
  t.notThrows(() => requireFeasible(plan(both(8).join(';')), { ...run, chunks: 1 }))
})

test('an agent is hit twice in one step only where its replacement sits down within it', (t) => {
  const twice = 'kill:agent=0@step=2;throw:agent=0@step=2'
  t.throws(() => requireFeasible(plan(twice), run), {
    code: 'ERR_FAULT_CANNOT_FIRE',
    message: /agent 0 is hit in step 2 already.*later step/,
  })
  t.notThrows(() => requireFeasible(plan(twice), { ...run, agents: 1 }))
  t.throws(() => requireFeasible(plan(twice), { ...run, agents: 1, spares: 1 }))
  t.notThrows(() => requireFeasible(plan(`kill:agent=1@step=2;${twice}`), run))
  t.notThrows(() => requireFeasible(plan('kill:agent=0@step=2;kill:agent=0@step=20'), run))
})
