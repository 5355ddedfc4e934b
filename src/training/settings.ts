import { OptionError, TaskDefinitionError } from './errors.js'

/**
 * A task's own options. They are declared by their defaults, and a default's type is the option's type:
 *
 *     options: { lr: 1e-3, hidden: 256, activation: 'relu', bias: true }
 *
 * so that `--set lr=0.01 --set bias=false` can be read and checked without a schema in the task, and the task's
 * functions see `{ lr: number, hidden: number, activation: string, bias: boolean }`.
 */
export type SettingDefaults = Readonly<Record<string, number | string | boolean>>

/** What the task's functions get: the declared names with the widened types of their defaults. */
export type Settings<D extends SettingDefaults> = {
  readonly [K in keyof D]: D[K] extends number ? number : D[K] extends boolean ? boolean : string
}

/** Values as `--set` (text) or `train(url, { set })` (typed) gives them. */
export type GivenSettings = Readonly<Record<string, number | string | boolean>>

/** Names that every object has: a setting of that name would be lost or, worse, found where none was given. */
const reserved = new Set(['__proto__', 'constructor', 'prototype'])

function isSettingName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !reserved.has(name)
}

/** @throws OptionError for what can be no setting's name */
export function checkSettingName(name: string): void {
  if (isSettingName(name)) return
  throw new OptionError(`set: '${name}' is no name of an option. Names are letters, digits and _.`, { name })
}

/** Checks the declaration itself, when the task is defined. */
export function checkSettingDefaults(defaults: SettingDefaults): void {
  for (const [name, value] of Object.entries(defaults)) {
    if (!isSettingName(name)) {
      throw new TaskDefinitionError(
        `options: '${name}' is no name that --set could be given. Use letters and digits.`,
      )
    }
    const fine = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
    if (!fine) {
      throw new TaskDefinitionError(
        `options.${name} must have a finite number, a string or a boolean as its default.`,
      )
    }
  }
}

/**
 * The settings of a run: defaults, overridden by what was given. The result has the defaults' order whatever the
 * order of the command line, because it is part of the run's identity.
 *
 * @throws OptionError for an unknown name or a value of another type
 */
export function readSettings<D extends SettingDefaults>(defaults: D, given: GivenSettings = {}): Settings<D> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(defaults, name)) {
      const known = Object.keys(defaults)
      const which = known.length === 0 ? 'the task has none' : `the task has ${known.join(', ')}`
      throw new OptionError(`set: unknown option '${name}'; ${which}.`, { name, known })
    }
  }
  const entries = Object.entries(defaults).map(([name, standard]) => {
    const value = Object.hasOwn(given, name) ? given[name]! : standard
    return [name, convert(name, value, typeof standard)]
  })
  return Object.freeze(Object.fromEntries(entries)) as Settings<D>
}

function convert(name: string, value: number | string | boolean, type: string): number | string | boolean {
  if (typeof value === type && !(typeof value === 'number' && !Number.isFinite(value))) return value
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if (
    type === 'number' &&
    typeof value === 'string' &&
    value.trim() !== '' &&
    Number.isFinite(Number(value))
  ) {
    return Number(value)
  }
  if (type === 'string') return String(value)
  const expected = type === 'boolean' ? 'true or false' : 'a number'
  throw new OptionError(`set: ${name} must be ${expected}, not '${value}'.`, { name, value })
}

/** Splits one `key=value` of the command line. Everything after the first `=` is the value. */
export function parseSetting(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new OptionError(`set: '${text}' is not key=value.`, { text })
  const name = text.slice(0, at).trim()
  checkSettingName(name)
  return [name, text.slice(at + 1).trim()]
}
