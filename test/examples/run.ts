import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { PACKAGE_ROOT } from '../../src/native/index.js'

export interface Outcome {
  /** Exit code; null when a signal ended it, as the one of the time limit does. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a script of the package to its end, for five minutes at most. */
export function runScript(
  script: string,
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const options = { cwd: PACKAGE_ROOT, env: { ...process.env, ...env }, timeout: 300_000 }
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(PACKAGE_ROOT, script), ...args],
      options,
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

/** Runs what `npm run example -- NAME` does, once everything is set up. */
export const runExample = (name: string, env?: NodeJS.ProcessEnv) =>
  runScript(`dist/examples/${name}/main.js`, [], env)
