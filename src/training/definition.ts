import { TaskDefinitionError } from './errors.js'
import { isPlateau } from './plateau.js'

/** What a property may be; the text says what it must be. */
type Rule = readonly [fits: (value: unknown) => boolean, expected: string]

const callable: Rule = [(value) => typeof value === 'function', 'must be a function']
const count: Rule = [
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  'must be a whole number, at least 1',
]
const positive: Rule = [(value) => Number.isFinite(value) && Number(value) > 0, 'must be a number above 0']
const schedule: Rule = [
  (value) => typeof value === 'function' || isPlateau(value),
  'must be a function or optim.plateau()',
]
const decay: Rule = [
  (value) => typeof value === 'number' && value >= 0 && value < 1,
  'must be from 0 to below 1',
]
const record: Rule = [isRecord, 'must be an object']
const metric: Rule = [(value) => typeof value === 'string' && value !== '', 'must name a metric']
const mode: Rule = [(value) => value === 'max' || value === 'min', "must be 'max' or 'min'"]
const change: Rule = [(value) => Number.isFinite(value) && Number(value) >= 0, 'must be a number, at least 0']
const name: Rule = [
  (value) => typeof value === 'string' && /^[\w.-]{1,64}$/.test(value),
  'must be up to 64 letters, digits, ., _ or -',
]

interface Rules {
  readonly needed: Readonly<Record<string, Rule>>
  readonly optional: Readonly<Record<string, Rule>>
}

const task: Rules = {
  needed: { model: callable, optimizer: callable, data: callable, batch: count, loss: callable },
  optional: {
    name,
    options: record,
    evaluate: callable,
    evaluateEvery: count,
    evaluationBatch: count,
    schedule,
    clipNorm: positive,
    clipValue: positive,
    ema: record,
    keepBest: record,
    earlyStopping: record,
    augment: callable,
    collate: callable,
    batchFields: record,
    steps: count,
    epochs: positive,
  },
}
const average: Rules = { needed: { decay }, optional: {} }
const goal: Rules = { needed: { metric }, optional: { mode } }
const stopping: Rules = { needed: { metric, patience: count }, optional: { mode, minDelta: change } }

/**
 * Checks what `defineTask` is given. By hand: every agent defines the task anew, and zod would take it as long to load
 * as a third of its start.
 *
 * @throws TaskDefinitionError (`ERR_TASK_DEFINITION`), one line that names the property
 */
export function checkDefinition(definition: unknown): void {
  check('', definition, task)
  const { keepBest, earlyStopping, ema } = definition as Record<string, unknown>
  if (ema !== undefined) check('ema', ema, average)
  if (keepBest !== undefined) check('keepBest', keepBest, goal)
  if (earlyStopping !== undefined) check('earlyStopping', earlyStopping, stopping)
}

function check(path: string, value: unknown, { needed, optional }: Rules): void {
  if (!isRecord(value)) refuse(path, 'must be an object')
  for (const [key, given] of Object.entries(value)) {
    const rule = Object.hasOwn(needed, key)
      ? needed[key]
      : Object.hasOwn(optional, key)
        ? optional[key]
        : undefined
    if (rule === undefined) refuse(path, `knows no '${key}'`)
    if (given === undefined && Object.hasOwn(optional, key)) continue
    if (!rule[0](given)) refuse(path === '' ? key : `${path}.${key}`, rule[1])
  }
  for (const [key, [, expected]] of Object.entries(needed))
    if (!Object.hasOwn(value, key)) refuse(path === '' ? key : `${path}.${key}`, expected)
}

function refuse(path: string, what: string): never {
  const where = path === '' ? what : `${path} ${what}`
  throw new TaskDefinitionError(`defineTask: ${where}.`, { path: path === '' ? [] : path.split('.') })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
