import test from 'ava'
import * as F from '../../src/tensor/generated/functional.js'
import * as functions from '../../src/tensor/generated/functions.js'
import * as linalg from '../../src/tensor/generated/linalg.js'
import { memory, nn, Scope, type Tensor, tensor, tidy, traceTensors, zeros } from '../../src/tensor/index.js'
import { parseSignature } from '../../src/tensor/operations/row.js'
import { table } from '../../src/tensor/operations/table.js'
import { argumentsOf } from './support/rows.js'

test.serial('memory() says per device what is alive', (t) => {
  const before = memory()
  const scope = new Scope()
  zeros([10])
  const now = memory()
  t.is(now.devices.cpu!.tensors - (before.devices.cpu?.tensors ?? 0), 1)
  t.is(now.devices.cpu!.bytes - (before.devices.cpu?.bytes ?? 0), 40)
  t.is(now.sites, undefined)
  scope.dispose()
})

/** Forgets to free two tensors at one line, and one at another. */
function leak(into: Tensor[]): void {
  for (let k = 0; k < 2; k++) into.push(zeros([100]))
  into.push(nn.linear(3, 4).forward(zeros([2, 3])))
}

test.serial('while creation is traced, memory() names the lines that made what is alive, most first', (t) => {
  traceTensors()
  t.teardown(() => traceTensors(false))
  const leaked: Tensor[] = []
  tidy(() => {
    leak(leaked)
    const scope = new Scope()
    for (let k = 0; k < 50; k++) tensor([k])
    scope.dispose()
    const sites = memory().sites!.filter(({ site }) => site.includes('sites.test.'))
    t.is(sites[0]!.tensors, 4, 'the line of the layer: two parameters, input and output')
    t.is(sites[1]!.tensors, 2)
    t.is(sites[1]!.bytes, 800)
    t.is(sites.length, 2)
    for (const { site } of sites) t.regex(site, /^\/.*sites\.test\.[jt]s:\d+$/)
  })
})

test.serial('what was made before tracing began is said to be so', (t) => {
  const early = zeros([1])
  traceTensors()
  t.teardown(() => traceTensors(false))
  t.true(memory().sites!.some(({ site, tensors }) => site === 'made before tracing began' && tensors >= 1))
  early.dispose()
})

test.serial('tracing stays bounded in a loop that frees', (t) => {
  traceTensors()
  t.teardown(() => traceTensors(false))
  tidy(() => {
    for (let k = 0; k < 30_000; k++) tidy(() => zeros([1]) && undefined)
    t.true(memory().sites!.reduce((sum, { tensors }) => sum + tensors, 0) === memory().tensors)
  })
})

type Functions = Record<string, (...rest: unknown[]) => unknown>
const everywhere = { ...functions, ...F, ...linalg } as unknown as Functions

test.serial('a scope frees all that any operation of the table makes, without the garbage collector', (t) => {
  for (const row of table) {
    row.samples.forEach((sample, k) => {
      const before = memory().tensors
      tidy(() => {
        const { name } = parseSignature(row.signature)
        const [input, ...rest] = argumentsOf(sample, k, 'float32')
        const found = everywhere[name]
        if (found !== undefined) found(input, ...rest)
        // The one method whose list is not an argument but all of them.
        else if (name === 'at') (input as Tensor).at(...(rest[0] as unknown as number[]))
        else if (row.on?.length !== 0) (input as unknown as Functions)[name]!(...rest)
      })
      t.is(memory().tensors, before, row.signature)
    })
  }
})
