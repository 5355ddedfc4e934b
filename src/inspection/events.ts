import { closeSync, fstatSync, readSync } from 'node:fs'
import { openPlain } from '../plain-file.js'

/** One line of a run's `events.jsonl`. */
export interface RecordedEvent {
  readonly event: string
  /** When it was written, in milliseconds since 1970; undefined in what was written without a time. */
  readonly at: number | undefined
  readonly fields: Readonly<Record<string, unknown>>
}

/** What reading an events file came upon besides events. */
export interface EventsHealth {
  /** Lines that are no event, and that no interruption explains. */
  damaged: number
  /** Lines that end in the middle because their writer did. */
  cutOff: number
}

const piece = 2 ** 20
/** No event is longer; a line beyond it is damage, and is not kept. */
const longest = 2 ** 20
const newline = 0x0a

/**
 * The events of a file, in order, one after the other: a file of any length takes the memory of one line.
 *
 * A line that was cut off stands at the end of the file, or before the `started` of the next process; any other line
 * that cannot be read is damage. Both are counted in `health` and left out.
 */
export function* readEvents(path: string, health: EventsHealth): Generator<RecordedEvent, void, void> {
  let broken = 0
  for (const line of linesOf(path)) {
    const event = line === undefined ? undefined : parse(line)
    if (event === undefined) {
      broken++
      continue
    }
    if (broken > 0) {
      const cut = event.event === 'started' ? 1 : 0
      health.cutOff += cut
      health.damaged += broken - cut
      broken = 0
    }
    yield event
  }
  if (broken > 0) {
    health.cutOff++
    health.damaged += broken - 1
  }
}

/** The events in the last `bytes` of a file. */
export function lastEvents(path: string, bytes = 65_536): RecordedEvent[] {
  const file = openPlain(path)
  try {
    const { size } = fstatSync(file)
    const from = Math.max(0, size - bytes)
    const tail = Buffer.alloc(size - from)
    const length = readSync(file, tail, 0, tail.length, from)
    const lines = tail.toString('utf8', 0, length).split('\n')
    // The first one begins before what was read.
    return lines.slice(from > 0 ? 1 : 0).flatMap((line) => parse(line) ?? [])
  } finally {
    closeSync(file)
  }
}

/** The lines that are not empty; undefined for one that is too long. */
function* linesOf(path: string): Generator<string | undefined, void, void> {
  const file = openPlain(path)
  try {
    const buffer = Buffer.alloc(piece)
    let begun: Buffer[] = []
    let length = 0
    const end = () => {
      const line = length > longest ? undefined : Buffer.concat(begun).toString('utf8')
      begun = []
      length = 0
      return line
    }
    for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer)) {
      let from = 0
      for (let at = buffer.indexOf(newline); at >= 0 && at < count; at = buffer.indexOf(newline, from)) {
        length += at - from
        if (length <= longest) begun.push(Buffer.from(buffer.subarray(from, at)))
        from = at + 1
        if (length > 0) yield end()
      }
      length += count - from
      if (length <= longest) begun.push(Buffer.from(buffer.subarray(from, count)))
    }
    if (length > 0) yield end()
  } finally {
    closeSync(file)
  }
}

function parse(line: string): RecordedEvent | undefined {
  try {
    const value = JSON.parse(line) as unknown
    if (typeof value !== 'object' || value === null) return undefined
    const { event, at: text, ...fields } = value as Record<string, unknown>
    if (typeof event !== 'string') return undefined
    const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
    return { event, at: Number.isNaN(at) ? undefined : at, fields }
  } catch {
    return undefined
  }
}
