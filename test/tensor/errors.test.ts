import test from 'ava'
import { ActorSystem } from '../../src/actor/index.js'
import { TroupeError } from '../../src/errors.js'
import * as errors from '../../src/tensor/errors.js'
import { FileAccessError } from '../../src/tensor/files/errors.js'
import * as library from '../../src/tensor/index.js'
import { decodeError, encodeError } from '../../src/transport/error-record.js'
import Calculator from '../fixtures/actors/calculator.js'

const ask = { timeoutMs: 60_000 }

test("a tensor's error arrives from another thread as what it was thrown as", async (t) => {
  const system = await ActorSystem.start({ onFailure: () => {} })
  t.teardown(() => system.stop())
  // Whoever throws is down.
  const spawn = () => system.spawn(Calculator, undefined, { placement: 'thread' })
  const shapes = await t.throwsAsync<errors.TensorOperationError>(
    (await spawn()).ask(
      'multiply',
      [
        [2, 3],
        [4, 5],
      ],
      ask,
    ),
    { instanceOf: errors.TensorOperationError, code: 'ERR_TENSOR_OPERATION' },
  )
  t.is(shapes?.operation, 'matmul')
  t.is(shapes?.operands, 'float32[2, 3], float32[4, 5]')
  t.regex(shapes?.message ?? '', /^matmul\(float32\[2, 3\], float32\[4, 5\]\): /)
  t.regex(shapes?.stack ?? '', /calculator\.[jt]s/)
  await t.throwsAsync((await spawn()).ask('useDisposed', undefined, ask), {
    instanceOf: errors.TensorDisposedError,
    message: /^add\(disposed\): /,
  })
  const argument = await t.throwsAsync<errors.TensorArgumentError>(
    (await spawn()).ask('convert', 'nope', ask),
    {
      instanceOf: errors.TensorArgumentError,
      message: /^to\(float32\[2\]\): dtype must be one of the dtypes float32, .*not 'nope'/,
    },
  )
  t.is(argument?.operation, 'to')
  const anomaly = await t.throwsAsync<errors.TensorAnomalyError>(
    (await spawn()).ask('divideByNothing', undefined, ask),
    { instanceOf: errors.TensorAnomalyError },
  )
  t.regex(anomaly?.site ?? '', /calculator/)
})

test('every class of error of the tensor library keeps its class from thread to thread', (t) => {
  const classes = Object.values({ ...errors, ...library, FileAccessError }).filter(
    (each) => typeof each === 'function' && each.prototype instanceof TroupeError,
  ) as unknown as { readonly name: string; readonly prototype: TroupeError }[]
  t.true(classes.length >= 12)
  for (const { name, prototype } of new Set(classes)) {
    const thrown = Object.create(prototype, {
      name: { value: name, enumerable: true },
      message: { value: 'why' },
      code: { value: 'ERR_X', enumerable: true },
    })
    t.is(Object.getPrototypeOf(decodeError(encodeError(thrown))), prototype, name)
  }
})
