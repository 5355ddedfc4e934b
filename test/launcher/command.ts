import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { scratch } from '../fixtures/tasks/run.js'

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** The compiled fixture task. */
export const small = fileURLToPath(new URL('../fixtures/tasks/small.js', import.meta.url))
/** One whose steps last as long as is asked for. */
export const stateful = fileURLToPath(new URL('../fixtures/tasks/stateful.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly events: readonly Record<string, any>[]
  readonly err: string
  readonly cwd: string
}

/** Runs `troupe train … --json` in a folder, bounded; `onEvent` may act on what it tells, `begun` before it does. */
export function troupeTrain(
  args: readonly string[],
  onEvent: (event: Record<string, any>, launcher: ChildProcess) => void = () => {},
  cwd = scratch(),
  begun: (launcher: ChildProcess) => void = () => {},
): Promise<Ended> {
  const launcher = spawn(process.execPath, [main, 'train', ...args, '--json'], {
    cwd,
    timeout: 240_000,
    killSignal: 'SIGKILL',
  })
  begun(launcher)
  const events: Record<string, any>[] = []
  let [rest, err] = ['', '']
  launcher.stdout.on('data', (part) => {
    const lines = (rest + part).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      events.push(JSON.parse(line))
      onEvent(events.at(-1)!, launcher)
    }
  })
  launcher.stderr.on('data', (part) => {
    err += part
  })
  return new Promise((resolve) =>
    launcher.on('close', (code, signal) => resolve({ code, signal, events, err, cwd })),
  )
}

/** The run's process of a launcher, or of a program; undefined when there is none at the moment. */
export function processOf(launcher: number): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => isHostOf(pid, launcher))
}

function isHostOf(pid: number, launcher: number): boolean {
  try {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    return Number(parent) === launcher && command.includes('/host.js')
  } catch {
    // It has ended meanwhile.
    return false
  }
}

/** Resolves when there is no such process any more; rejects after half a minute. */
export async function gone(pid: number): Promise<void> {
  for (const start = performance.now(); performance.now() - start < 30_000; ) {
    if (!isThere(pid)) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`the process ${pid} is still there`)
}

/** A process that has ended and was not waited for is gone. */
function isThere(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}
