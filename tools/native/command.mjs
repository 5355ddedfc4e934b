import { spawn } from 'node:child_process'
import { accessSync, closeSync, constants, openSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The full path of a program on `PATH`, or undefined. */
export function which(name, path = process.env.PATH ?? '') {
  for (const folder of name.includes('/') ? [''] : path.split(delimiter)) {
    const candidate = folder === '' ? name : join(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      return candidate
    } catch {
      // not here: the next folder
    }
  }
  return undefined
}

/**
 * Runs a program to its end and returns its exit code (128 + n for signal n).
 * `log`: a file that takes its output instead of the terminal (appended to), so that a step stays one line.
 * Ctrl-C reaches the child through the terminal by itself, so here it is only outlived: the child's
 * exit code must be seen.
 */
export function run(command, args, { cwd, env = process.env, log } = {}) {
  const sink = log === undefined ? undefined : openSync(log, 'a')
  const outlive = () => {}
  process.on('SIGINT', outlive)
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: sink === undefined ? 'inherit' : ['ignore', sink, sink],
    })
    // A supervisor (or `timeout`) that ends this process means the child too.
    const pass = () => child.kill('SIGTERM')
    process.on('SIGTERM', pass)
    const done = () => {
      process.off('SIGINT', outlive)
      process.off('SIGTERM', pass)
      if (sink !== undefined) closeSync(sink)
    }
    child.once('error', (error) => {
      done()
      reject(error)
    })
    child.once('close', (code, signal) => {
      done()
      resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15))
    })
  })
}

/** The lines of a build log that explain a failure: errors with what surrounds them, or simply its end. */
export function explain(log, most = 40) {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
  const first = lines.findIndex((line) => /\berror\b|Error at|FAILED:/i.test(line))
  return (first < 0 ? lines.slice(-most) : lines.slice(first, first + most)).join('\n')
}
