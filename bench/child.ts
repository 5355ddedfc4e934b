import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { MeasurementError } from './errors.js'

/** How a measuring process is started. */
export interface ChildOptions {
  /** Added to this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** After so many seconds the process and all that it started are killed. */
  readonly deadline: number
}

/** The process groups that still run, so that Ctrl-C leaves none behind. */
const groups = new Set<number>()

/** In the environment of all that a measurement starts: what left its process group is found by it. */
const MARK = 'TROUPE_BENCH_GROUP'
let marks = 0

/** A process that measures, with the group of all that it starts. */
export interface Launched {
  readonly child: ChildProcessByStdio<Writable | null, Readable, Readable>
  /** Its command line. */
  readonly shown: string
  /** The end of what it has written to stderr. */
  readonly stderr: () => string
  /** Kills it and everything that it has started. */
  readonly kill: () => void
}

/** Starts a process whose stdin is open (`pipe`) or not (`ignore`), in a group of its own. */
export function launch(
  command: string,
  args: readonly string[],
  env: ChildOptions['env'],
  stdin: 'pipe' | 'ignore',
): Launched {
  // `detached` makes a process group whose id is the child's pid: ranks that the child starts belong to it.
  const mark = `${process.pid}.${marks++}.`
  const child = spawn(command, args, {
    detached: true,
    stdio: [stdin, 'pipe', 'pipe'],
    env: { ...process.env, ...env, [MARK]: mark },
  }) as Launched['child']
  const { pid } = child
  if (pid !== undefined) groups.add(pid)
  let err = ''
  child.stdout.setEncoding('utf8')
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err = (err + text).slice(-20_000)
  })
  const kill = () => {
    if (pid !== undefined) killGroup(pid)
    killMarked(mark)
  }
  return { child, shown: [command, ...args].join(' '), stderr: () => err, kill }
}

/**
 * Runs a measuring process and reads its figures: the JSON object on the last line of its stdout.
 *
 * Each measurement is a process of its own, ours as well as the peer's: neither warms up the other's caches,
 * allocator or clock, and a peer that hangs can be removed with everything it started.
 *
 * @throws MeasurementError when it fails, says nothing readable, or outlives `deadline`
 */
export function measure<T>(command: string, args: readonly string[], options: ChildOptions): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const { child, shown, stderr, kill } = launch(command, args, options.env, 'ignore')
    let out = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      kill()
    }, options.deadline * 1000)
    child.stdout.on('data', (text: string) => {
      out += text
    })
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new MeasurementError(shown, `could not be started: ${error.message}`))
    })
    // 'exit', not 'close': a rank that outlives its parent may hold the pipes open for ever.
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      kill()
      // What is in the pipes already is read before the verdict.
      setImmediate(() => {
        if (late) reject(new MeasurementError(shown, `was killed after ${options.deadline} s.`, stderr()))
        else if (code !== 0)
          reject(new MeasurementError(shown, `ended with ${signal ?? `exit code ${code}`}.`, stderr()))
        else settle(out, shown, stderr(), resolve, reject)
      })
    })
  })
}

function settle<T>(
  out: string,
  shown: string,
  err: string,
  resolve: (figures: T) => void,
  reject: (e: Error) => void,
) {
  const last = out.trim().split('\n').at(-1) ?? ''
  try {
    resolve(JSON.parse(last) as T)
  } catch {
    reject(new MeasurementError(shown, `printed no figures but '${last.slice(0, 200)}'.`, err))
  }
}

function killGroup(pid: number): void {
  groups.delete(pid)
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // ESRCH: the whole group has ended by itself, as it should.
  }
}

/** Kills what carries a mark that begins with `mark`: launchers put their workers into sessions of their own. */
function killMarked(mark: string): void {
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!(pid > 0) || pid === process.pid) continue
    try {
      const variables = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0')
      if (variables.some((variable) => variable.startsWith(`${MARK}=${mark}`))) process.kill(pid, 'SIGKILL')
    } catch {
      // It has just ended, or is somebody else's.
    }
  }
}

/** Kills every measuring process that still runs; for signal handlers. */
export function killAll(): void {
  for (const pid of [...groups]) killGroup(pid)
  killMarked(`${process.pid}.`)
}
