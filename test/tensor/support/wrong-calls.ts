import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** KiB of memory that the process may fill: its tensors may take a quarter of a GiB. */
const memory = 3 * 2 ** 20

export interface Outcome {
  readonly output: string
  readonly complaints: string
  readonly ending: string
  /** The call that was being made when it ended. */
  readonly last: string
}

/**
 * Runs a program of test/fixtures/tensor in a folder of its own, with bounds on memory and on the processor's time, which
 * a hang in native code uses up.
 */
export async function wrongCalls(
  program: string,
  seconds: number,
  ...rest: readonly (string | number)[]
): Promise<Outcome> {
  const script = fileURLToPath(new URL(`../../fixtures/tensor/${program}.js`, import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'troupe-'))
  try {
    const last = join(folder, 'last')
    const command = `ulimit -d ${memory} && ulimit -t ${seconds} && ulimit -c 0 && exec "$0" "$@"`
    const child = spawn('sh', ['-c', command, process.execPath, script, last, ...rest.map(String)], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
      timeout: 10_000 * seconds,
      killSignal: 'SIGKILL',
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    let complaints = ''
    child.stderr.on('data', (chunk) => (complaints += chunk))
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (...ending) => resolve(ending))
    })
    // What libtorch deprecates it says there, too.
    return {
      output,
      complaints,
      ending: signal ?? `exit code ${code}`,
      last: readFileSync(last, 'utf8').split('\n', 1)[0]!,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
