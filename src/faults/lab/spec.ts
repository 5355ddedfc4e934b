import { readFileSync } from 'node:fs'
import { isPhase, phases } from '../points/index.js'
import { FaultSpecError } from './errors.js'
import { type Fault, type FaultPlan, faultPlanSchema, faultSchema, fieldsOf } from './plan.js'

/** Kinds of the command line's contract that this version does not have, so that the message can say so. */
const laterKinds = new Set(['partition'])
const kinds = Object.keys(fieldsOf) as Fault['kind'][]

const example = "Write kill:agent=1@step=20 or throw:agent=1@step=20,phase=backward, several joined by ';'."

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
  const issue = read.error.issues[0]!
  const at = issue.path.length === 0 ? 'the plan' : issue.path.join('.')
  throw new FaultSpecError(`${where}: ${at} is wrong (${issue.message}). ${example}`, { where, at })
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
    throw new FaultSpecError(`'${text}' is no fault: '${kind}' is an unknown kind. ${example}`, { text })
  }
  const rest = text.slice(colon + 1).split('@')
  if (rest.length !== 2)
    throw new FaultSpecError(`'${text}' does not say one '@step=…'. ${example}`, { text })
  const target = pairs(rest[0]!, text)
  const moment = pairs(rest[1]!, text)
  if (target.has('host')) {
    throw new FaultSpecError(`'${text}': this version kills agents and the process, not hosts.`, { text })
  }
  const process = kind === 'kill' && flag(target, 'process', text)
  const check = kind === 'slow' || process ? [] : ['check']
  only(target, [process ? 'process' : 'agent', ...namesOf[kind], ...check], text)
  only(moment, kind === 'slow' ? ['steps'] : ['step', 'phase'], text)
  const phase = moment.get('phase')
  if (phase !== undefined && !isPhase(phase)) {
    throw new FaultSpecError(`'${text}': '${phase}' is no phase; they are ${phases.join(', ')}.`, {
      text,
      phase,
    })
  }
  const fault = {
    kind,
    ...(process ? { process } : { agent: whole(target, 'agent', text) }),
    ...(kind === 'slow' ? steps(moment, text) : { step: whole(moment, 'step', text) }),
    ...(phase === undefined ? {} : { phase }),
    ...(kind === 'hang' ? { in: target.get('in'), forMs: duration(target, text) } : {}),
    ...(kind === 'slow' ? { factor: Number(target.get('factor')) } : {}),
    ...(kind === 'oom' || kind === 'bitflip' ? { of: target.get('of') } : {}),
    ...(flag(target, 'persistent', text) ? { persistent: true } : {}),
    ...(flag(target, 'check', text) ? { check: true } : {}),
  }
  const read = faultSchema.safeParse(fault)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  throw new FaultSpecError(
    `'${text}': ${names[path[0] as string] ?? String(path[0])} is wrong (${message}).`,
    {
      text,
    },
  )
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
  if (digits === undefined)
    throw new FaultSpecError(`'${text}': for must be a time like 8s or 300ms.`, { text })
  return Number(digits) * (unit === 's' ? 1000 : 1)
}

/** `steps=10-40`, both included. */
function steps(found: Map<string, string>, text: string): { step: number; until: number } {
  const [, from, until] = /^(\d{1,9})-(\d{1,9})$/.exec(found.get('steps') ?? '') ?? []
  if (from === undefined) throw new FaultSpecError(`'${text}': steps must be a range like 10-40.`, { text })
  return { step: Number(from), until: Number(until) }
}

function pairs(list: string, text: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const item of list.split(',')) {
    // `kill:process`, `persistent` and `check` are written without a value.
    const [key, value, extra] = item.trim().split('=')
    if (!key || extra !== undefined || found.has(key)) {
      throw new FaultSpecError(`'${text}': '${item}' is not key=value, or is there twice. ${example}`, {
        text,
      })
    }
    found.set(key, value ?? '')
  }
  return found
}

function only(found: Map<string, string>, known: readonly string[], text: string): void {
  for (const key of found.keys()) {
    if (!known.includes(key)) {
      throw new FaultSpecError(`'${text}': '${key}' does not belong there (known: ${known.join(', ')}).`, {
        text,
        key,
      })
    }
  }
}

/** A key without a value. */
function flag(found: Map<string, string>, key: string, text: string): boolean {
  if ((found.get(key) ?? '') === '') return found.has(key)
  throw new FaultSpecError(`'${text}': ${key} stands alone, without a value. ${example}`, { text, key })
}

function whole(found: Map<string, string>, key: string, text: string): number {
  const value = found.get(key)
  if (value === undefined || !/^\d{1,9}$/.test(value)) {
    throw new FaultSpecError(`'${text}': ${key} must be a whole number of at least 0. ${example}`, {
      text,
      key,
    })
  }
  return Number(value)
}
