import { readFileSync } from 'node:fs'
import { isPhase, phases } from '../points/index.js'
import { FaultSpecError } from './errors.js'
import { type Fault, type FaultPlan, faultPlanSchema, faultSchema, fieldsOf } from './plan.js'

/** Kinds of the command line's contract that this version does not have, so that the message can say so. */
const laterKinds = new Set(['partition'])
const kinds = Object.keys(fieldsOf) as Fault['kind'][]

/** How each kind is written: shown where it was written wrongly. */
const examples: Record<Fault['kind'], string> = {
  kill: 'kill:agent=1@step=20,phase=backward',
  throw: 'throw:agent=1@step=20,phase=backward',
  exit: 'exit:agent=1@step=20',
  hang: 'hang:agent=1,in=js,for=8s@step=20',
  slow: 'slow:agent=0,factor=3@steps=10-40',
  oom: 'oom:agent=1,of=heap@step=20',
  nan: 'nan:agent=1@step=20',
  bitflip: 'bitflip:agent=1,of=gradient@step=20',
}
const processExample = 'kill:process@step=30'

const example = `Write ${examples.kill} or ${examples.hang}, several joined by ';'.`

/**
 * Reads `--faults`: a specification (`kill:agent=1@step=20,phase=backward;throw:…`) or the path of a JSON plan
 * `{ "faults": [{ "kind", "agent", "step", "phase"? }] }`.
 *
 * @throws FaultSpecError (`ERR_FAULT_SPEC`) with the part that could not be read
 */
export function readFaults(text: string): FaultPlan {
  // A specification starts with its kind and a colon; no other thing that names a file does on Linux by habit.
  return /^\s*[a-z]+:/.test(text) ? parseSpec(text) : readPlanFile(text)
}

function readPlanFile(path: string): FaultPlan {
  let plan: unknown
  try {
    plan = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new FaultSpecError(`the fault plan ${path} ${why}. ${example}`, { path }, cause)
  }
  return checkFaultPlan(plan, path)
}

/** Checks a plan that a program or a file gave. `where` names it in the message. */
export function checkFaultPlan(plan: unknown, where = 'faults'): FaultPlan {
  const read = faultPlanSchema.safeParse(plan)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  const at = path.length === 0 ? 'the plan' : path.join('.')
  const kind = (plan as any)?.faults?.[path[1] as number]?.kind
  const like = JSON.stringify(parseSpec(examples[isKind(String(kind)) ? (kind as Fault['kind']) : 'kill']))
  // Of what the schema says by itself the first letter is a capital.
  const problem = /^[A-Z]/.test(message) ? `is wrong (${message})` : message
  throw new FaultSpecError(`${where}: ${at} ${problem}. Write something like ${like}.`, { where, at })
}

function parseSpec(text: string): FaultPlan {
  const faults = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseOne)
  return { faults }
}

function parseOne(text: string): Fault {
  const colon = text.indexOf(':')
  const kind = colon < 0 ? text : text.slice(0, colon)
  if (laterKinds.has(kind)) {
    throw new FaultSpecError(`the fault '${kind}' is not in this version: it knows ${kinds.join(', ')}.`, {
      kind,
    })
  }
  if (!isKind(kind)) {
    throw new FaultSpecError(
      `'${text}' is no fault: '${kind}' is an unknown kind, they are ${kinds.join(', ')}. ${example}`,
      { text },
    )
  }
  const [whom, when, ...more] = text.slice(colon + 1).split('@')
  if (when === undefined || more.length > 0)
    throw wrong(text, kind, `it must say once when, as '@${kind === 'slow' ? 'steps=10-40' : 'step=20'}'`)
  const target = pairs(whom!, text, kind)
  const moment = pairs(when, text, kind)
  if (target.has('host')) {
    throw new FaultSpecError(
      `'${text}': this version kills agents and the process, not hosts. Write ${processExample}.`,
      { text },
    )
  }
  const process = kind === 'kill' && flag(target, 'process', text, kind)
  const check = kind === 'slow' || process ? [] : ['check']
  only(target, [process ? 'process' : 'agent', ...namesOf[kind], ...check], text, kind)
  only(moment, kind === 'slow' ? ['steps'] : ['step', 'phase'], text, kind)
  const phase = moment.get('phase')
  if (phase !== undefined && !isPhase(phase))
    throw wrong(text, kind, `'${phase}' is no phase, they are ${phases.join(', ')}`)
  const fault = {
    kind,
    ...(process ? { process } : { agent: whole(target, 'agent', text, kind) }),
    ...(kind === 'slow' ? steps(moment, text) : { step: whole(moment, 'step', text, kind) }),
    ...(phase === undefined ? {} : { phase }),
    ...(kind === 'hang' ? { in: target.get('in'), forMs: duration(target, text) } : {}),
    ...(kind === 'slow' ? { factor: Number(target.get('factor')) } : {}),
    ...(kind === 'oom' || kind === 'bitflip' ? { of: target.get('of') } : {}),
    ...(flag(target, 'persistent', text, kind) ? { persistent: true } : {}),
    ...(flag(target, 'check', text, kind) ? { check: true } : {}),
  }
  const read = faultSchema.safeParse(fault)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  const name = path[0] as string
  throw wrong(text, kind, `${names[name] ?? name} ${message}`)
}

function wrong(text: string, kind: Fault['kind'], problem: string): FaultSpecError {
  return new FaultSpecError(`'${text}': ${problem}. Write ${examples[kind]}.`, { text })
}

/** How the specification calls what a kind needs. */
const namesOf: Record<Fault['kind'], readonly string[]> = {
  kill: [],
  throw: [],
  exit: [],
  hang: ['in', 'for'],
  slow: ['factor'],
  oom: ['of'],
  nan: ['persistent'],
  bitflip: ['of', 'persistent'],
}
const names: Record<string, string> = { forMs: 'for', until: 'steps' }

function isKind(text: string): text is Fault['kind'] {
  return (kinds as readonly string[]).includes(text)
}

/** `for=8s`, `for=300ms` */
function duration(found: Map<string, string>, text: string): number {
  const [, digits, unit] = /^(\d{1,6})(ms|s)$/.exec(found.get('for') ?? '') ?? []
  if (digits === undefined) throw wrong(text, 'hang', 'for must be a time like 8s or 300ms')
  return Number(digits) * (unit === 's' ? 1000 : 1)
}

/** `steps=10-40`, both included. */
function steps(found: Map<string, string>, text: string): { step: number; until: number } {
  const [, from, until] = /^(\d{1,9})-(\d{1,9})$/.exec(found.get('steps') ?? '') ?? []
  if (from === undefined) throw wrong(text, 'slow', 'steps must be a range like 10-40')
  return { step: Number(from), until: Number(until) }
}

function pairs(list: string, text: string, kind: Fault['kind']): Map<string, string> {
  const found = new Map<string, string>()
  if (list.trim() === '') return found
  for (const item of list.split(',')) {
    // `kill:process`, `persistent` and `check` are written without a value.
    const [key, value, extra] = item.trim().split('=')
    if (!key || extra !== undefined) throw wrong(text, kind, `'${item}' is not key=value`)
    if (found.has(key)) throw wrong(text, kind, `${key} is there twice`)
    found.set(key, value ?? '')
  }
  return found
}

function only(found: Map<string, string>, known: readonly string[], text: string, kind: Fault['kind']): void {
  for (const key of found.keys())
    if (!known.includes(key))
      throw wrong(text, kind, `'${key}' does not belong there (known: ${known.join(', ')})`)
}

/** A key without a value. */
function flag(found: Map<string, string>, key: string, text: string, kind: Fault['kind']): boolean {
  if ((found.get(key) ?? '') === '') return found.has(key)
  throw wrong(text, kind, `${key} stands alone, without a value`)
}

function whole(found: Map<string, string>, key: string, text: string, kind: Fault['kind']): number {
  const value = found.get(key)
  if (value !== undefined && /^\d{1,9}$/.test(value)) return Number(value)
  throw wrong(
    text,
    kind,
    `${key} ${value === undefined ? 'is missing' : 'must be a whole number of at least 0'}`,
  )
}
