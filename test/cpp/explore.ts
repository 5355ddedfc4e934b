import { spawnSync } from 'node:child_process'
import { compile, patienceMs } from './compile.js'

export interface Report {
  readonly states: number
  readonly ends: number
  readonly complete: boolean
  readonly violation: string | null
}

/** Runs the explorer (test/cpp/explorer): a variant of the rules, and settings in its notation. */
export function explore(variant: string, settings: string, withinMs = patienceMs): Report {
  const explorer = compile('explorer', ['test/cpp/explorer/main.cc'], ['-O2', '-Itest/cpp/explorer'])
  const run = spawnSync(explorer, [variant, ...settings.split(' ')], { encoding: 'utf8', timeout: withinMs })
  if (run.status !== 0 && run.status !== 1)
    throw new Error(`explorer: ${run.stderr || run.error || run.signal}`)
  return JSON.parse(run.stdout)
}
