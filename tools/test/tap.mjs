/**
 * Reads AVA's TAP stream: shows it for people and counts. A crash, a hang and a file without tests are `not ok`
 * lines of AVA's too, so nothing that went wrong is outside the count. A test that is still to be written fails.
 */
export class Tally {
  passed = 0
  failed = 0
  skipped = 0
  #write
  #remainder = ''

  /** @param {(line: string) => void} write takes each line for people */
  constructor(write) {
    this.#write = write
  }

  /** Takes a piece of the stream, cut anywhere. */
  push(text) {
    const lines = (this.#remainder + text).split('\n')
    this.#remainder = lines.pop()
    for (const line of lines) this.#line(line)
  }

  #line(line) {
    const result = /^(not ok|ok) \d+ - (.*?)( # SKIP)?$/.exec(line)
    if (result !== null) {
      const [, outcome, title, skipped] = result
      if (skipped !== undefined) this.skipped += 1
      else if (outcome === 'ok') this.passed += 1
      else this.failed += 1
      this.#write(`  ${skipped !== undefined ? '-' : outcome === 'ok' ? '✔' : '✘'} ${title}`)
      return
    }
    // AVA counts tests that never got to run as failures only here.
    const total = /^# fail (\d+)$/.exec(line)
    if (total !== null) this.failed = Math.max(this.failed, Number(total[1]))
    else if (!/^(TAP version|\d+\.\.\d+|# (tests|pass|skip|todo) |$)/.test(line)) this.#write(line)
  }

  /** The last line of a run, in plain words. */
  toString() {
    return `${this.passed} passed, ${this.failed} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`
  }
}
