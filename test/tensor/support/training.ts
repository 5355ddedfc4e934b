import { readFileSync } from 'node:fs'
import type { ExecutionContext } from 'ava'
import {
  F,
  type Module,
  type nn,
  noGrad,
  type optim,
  type Tensor,
  tensor,
  tidy,
} from '../../../src/tensor/index.js'
import { formula } from './formula.js'

/** What tools/reference/losses.py recorded. */
export const recorded: Readonly<Record<string, any>> = JSON.parse(
  readFileSync(new URL('../../../../test/tensor/reference/losses.json', import.meta.url), 'utf8'),
)

/** Weights by name, so that a name that differs is a difference; what a norm multiplies by starts around 1. */
export function start<M extends Module<any[], any>>(model: M): M {
  const byName = [...model.namedParameters()].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [seed, [name, parameter]] of byName.entries()) fill(name, parameter, 1 + seed)
  return model
}

function fill(name: string, parameter: nn.Parameter, seed: number): void {
  const fanIn = parameter.shape.slice(1).reduce((product, size) => product * size, 1)
  const bound = 1 / Math.sqrt(parameter.dim > 1 ? fanIn : parameter.size(0))
  const middle = parameter.dim === 1 && name.endsWith('weight') ? 1 : 0
  noGrad(() =>
    tidy(() => parameter.copy_(formula(parameter.shape, 'float32', seed, middle - bound, middle + bound))),
  )
}

/** As many training steps as losses were recorded. */
export function losses(
  count: number,
  optimizer: optim.Optimizer,
  lossOf: (step: number) => Tensor,
): number[] {
  return Array.from({ length: count }, (_, step) =>
    tidy(() => {
      optimizer.zeroGrad()
      const loss = lossOf(step)
      loss.backward()
      optimizer.step()
      return loss.item()
    }),
  )
}

/** The loss of predicting each next byte of some rows of a text, as losses.py chooses them. */
export function nextByte(text: Uint8Array, model: Module<[Tensor]>, rows = 8, length = 32) {
  const codes = BigInt64Array.from(text, (byte) => BigInt(byte & 127))
  return (step: number): Tensor => {
    const batch = new BigInt64Array(rows * (length + 1))
    for (let row = 0; row < rows; row++) {
      const place = ((step * rows + row) * 997) % (codes.length - length - 1)
      batch.set(codes.subarray(place, place + length + 1), row * (length + 1))
    }
    const tokens = tensor(batch, { shape: [rows, length + 1] })
    const scores = model.forward(tokens.narrow(1, 0, length))
    return F.crossEntropy(scores.reshape(-1, 128), tokens.narrow(1, 1, length).reshape(-1))
  }
}

export function agree(t: ExecutionContext, actual: readonly number[], expected: readonly number[]): void {
  const worst = Math.max(...actual.map((loss, k) => Math.abs(loss / expected[k]! - 1)))
  t.log(`largest relative difference: ${worst.toExponential(1)}`)
  t.is(actual.length, expected.length)
  t.true(worst <= 1e-4, `${worst}`)
}
