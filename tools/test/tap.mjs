/** What is said again at the end: the first failures, and the first lines of what each of them says. */
const mostFailures = 20
const mostLines = 40

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
  /** A title and what was said under it, by failure. */
  #failures = []
  /** What the last failure goes on to say: lines of its log (`log`), then its error (`error`), then nothing more. */
  #telling
  /** What tests told of their own runs, behind their titles. */
  #figures = []
  #title = ''

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
    this.#keep(line)
    const result = /^(not ok|ok) \d+ - (.*?)( # SKIP)?$/.exec(line)
    if (result !== null) {
      const [, outcome, title, skipped] = result
      this.#title = title
      if (skipped !== undefined) this.skipped += 1
      else if (outcome === 'ok') this.passed += 1
      else this.#fails(title)
      this.#write(`  ${skipped !== undefined ? '-' : outcome === 'ok' ? '✔' : '✘'} ${title}`)
      return
    }
    const figures = /^# {3}(figures: .*)$/.exec(line)
    if (figures !== null) this.#figures.push(`  ${this.#title}`, `      ${figures[1]}`)
    if (/^# \d+ tests? remaining/.test(line))
      this.#failures.push({ title: line.slice(2), lines: [], more: 0 })
    // AVA counts tests that never got to run as failures only here.
    const total = /^# fail (\d+)$/.exec(line)
    if (total !== null) this.failed = Math.max(this.failed, Number(total[1]))
    else if (!/^(TAP version|\d+\.\.\d+|# (tests|pass|skip|todo) |$)/.test(line)) this.#write(line)
  }

  #fails(title) {
    this.failed += 1
    this.#failures.push({ title, lines: [], more: 0 })
    this.#telling = 'log'
  }

  /** Keeps a line that the last failure says. What processes print in between is nobody's. */
  #keep(line) {
    if (this.#telling === 'log' && line === '  ---') this.#telling = 'error'
    else if (line === '  ...' || /^(not ok|ok) \d+ - /.test(line)) this.#telling = undefined
    else if (this.#telling === 'error' || (this.#telling === 'log' && line.startsWith('#   '))) {
      const failure = this.#failures.at(-1)
      if (failure.lines.length < mostLines) failure.lines.push(line)
      else failure.more += 1
    }
  }

  /** Figures and failures again, for the end of a long run: where they were told is far above by then. */
  recall() {
    const figures = this.#figures.length > 0 ? ['', 'What was run:', ...this.#figures, ''] : []
    return [...figures, ...this.#recallFailures()]
  }

  #recallFailures() {
    const lines = this.#failures
      .slice(0, mostFailures)
      .flatMap(({ title, lines, more }) => [
        `  ✘ ${title}`,
        ...lines.map((line) => `  ${line}`),
        ...(more > 0 ? [`      … and ${more} more ${more === 1 ? 'line' : 'lines'}, above`] : []),
      ])
    const left = this.#failures.length - mostFailures
    if (left > 0) lines.push(`  … and ${left} more, above`)
    return lines.length > 0 ? ['', 'What failed:', ...lines, ''] : []
  }

  /** The last line of a run, in plain words. */
  toString() {
    return `${this.passed} passed, ${this.failed} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`
  }
}
