import { createInterface } from 'node:readline'
import { type ChildOptions, type Launched, launch } from './child.js'
import { MeasurementError } from './errors.js'

/**
 * A measuring process that is started once and asked for one block after another: a JSON object in a line on its stdin
 * says what, one on its stdout what came of it. So two sides can take turns many times and neither pays for its start.
 */
export class Blocks {
  readonly #launched: Launched
  readonly #deadline: number
  readonly #lines: AsyncIterator<string>

  /** `deadline`: seconds for one block; the first includes the process's start. */
  constructor(command: string, args: readonly string[], { env, deadline }: ChildOptions) {
    this.#launched = launch(command, args, env, 'pipe')
    this.#deadline = deadline
    const { child } = this.#launched
    // A process that could not be started, or has ended, ends its stdout: the block that waits is told by that.
    child.on('error', () => child.stdout.destroy())
    child.stdin!.on('error', () => {})
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  }

  /** @throws MeasurementError when the process ends, says nothing readable, or takes longer than its deadline */
  async measure<T>(block: object): Promise<T> {
    const { child, shown, stderr } = this.#launched
    let late = false
    const timer = setTimeout(() => {
      late = true
      this.stop()
    }, this.#deadline * 1000)
    try {
      child.stdin!.write(`${JSON.stringify(block)}\n`)
      const { value, done } = await this.#lines.next()
      if (late) throw new MeasurementError(shown, `was killed after ${this.#deadline} s.`, stderr())
      if (done) throw new MeasurementError(shown, 'ended before its block.', stderr())
      return parsed(value, shown, stderr()) as T
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends the process. */
  stop(): void {
    this.#launched.kill()
  }
}

function parsed(line: string, shown: string, stderr: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new MeasurementError(shown, `printed no figures but '${line.slice(0, 200)}'.`, stderr)
  }
}
