import { handlerName } from '../stream/streams.js'

/**
 * What a place publishes of itself in shared memory, for the watchdog and whoever else looks from outside.
 * cpp/core/monitor.h is its twin and has the drawing; offsets here are bytes, `word` indexes a Uint32Array.
 */
const magic = 0x314e4d54
export const monitorBytes = 8192
const word = {
  magic: 0,
  place: 1,
  pulse: 16,
  name: 17,
  waiting: 18,
  waitingName: 19,
  doorbell: 20,
  answer: 21,
  probe: 32,
} as const
const pathAt = 256
const waitingPathAt = 512
const lastNameAt = 768
const namesAt = 1024
const longestText = 255

const encoder = new TextEncoder()

/** What is told of an actor's setup and of timers, deaths and the like, which have no message. */
export const setupName = '(setup)'
export const noticeName = '(timer or notice)'

/** What an item of a mailbox is called where somebody looks: messages by their handler. */
export const nameOf = (item: object) => ('name' in item ? handlerName(item.name as string) : noticeName)

/** What runs outside the one that is asked to, as setup does inside the handler that spawns. */
export interface Outer {
  readonly path: string
  readonly name: string
  readonly running: boolean
}

/**
 * Writes the monitor of the place it is in. `begin` and `end` surround every handler, so they are a few plain
 * stores: a path is written when another actor's turn comes, a name's text only the first time.
 */
export class Monitor {
  readonly #words: Uint32Array
  readonly #bytes: Uint8Array
  readonly #names = new Map<string, number>()
  #end = namesAt
  #pulse = 0
  #path = ''
  #name = ''
  #waitingPath = ''

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Uint32Array(memory)
    this.#bytes = new Uint8Array(memory)
  }

  /** New memory for a monitor: main makes it, and outlives the place. */
  static memory(place: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(monitorBytes)
    const words = new Uint32Array(memory)
    words[word.place] = place
    words[word.magic] = magic
    return memory
  }

  begin(path: string, name: string): void {
    if (path !== this.#path) this.#putPath(path)
    if (name !== this.#name) this.#putName(name)
    this.#words[word.pulse] = ++this.#pulse
  }

  /** For a handler that was found out before it began, as by a proxy's trap, there is nothing to end. */
  end(): void {
    if (this.#pulse % 2 !== 0) this.#words[word.pulse] = ++this.#pulse
  }

  /** Like begin, but inside a handler too: give what it returns to `leave`. */
  enter(path: string, name: string): Outer {
    const outer = { path: this.#path, name: this.#name, running: this.#pulse % 2 !== 0 }
    if (outer.running) this.#pulse++
    this.begin(path, name)
    return outer
  }

  leave(outer: Outer): void {
    this.end()
    if (outer.running) this.begin(outer.path, outer.name)
  }

  /** Handlers that await something; `path` and `name` when it is one. */
  waiting(count: number, path = '', name = ''): void {
    if (count === 1) {
      if (path !== this.#waitingPath) {
        this.#waitingPath = path
        this.#put(waitingPathAt, path)
      }
      this.#words[word.waitingName] = this.#nameOf(name)
    }
    this.#words[word.waiting] = count
  }

  /** The doorbell at which this place answers probes, with {@link answer}. */
  listen(doorbell: number): void {
    this.#words[word.doorbell] = doorbell
  }

  answer(): void {
    Atomics.store(this.#words, word.answer, Atomics.load(this.#words, word.probe))
  }

  #putPath(path: string): void {
    this.#path = path
    this.#put(pathAt, path)
  }

  #putName(name: string): void {
    this.#name = name
    this.#words[word.name] = this.#nameOf(name)
  }

  #nameOf(name: string): number {
    return this.#names.get(name) ?? this.#learn(name)
  }

  /** Names are those of handlers, so there are few; what finds no room is written each time. */
  #learn(name: string): number {
    const size = 1 + Math.min(longestText, encoder.encode(name).length)
    if (this.#end + size > monitorBytes) {
      this.#put(lastNameAt, name)
      return lastNameAt
    }
    const at = this.#end
    this.#put(at, name)
    this.#end += size
    this.#names.set(name, at)
    return at
  }

  #put(at: number, text: string): void {
    const bytes = this.#bytes
    const { length } = text
    // Paths are ASCII (see SpawnOptions.name) and most names too: no detour through the encoder.
    if (length <= longestText) {
      let i = 0
      for (; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code > 127) break
        bytes[at + 1 + i] = code
      }
      if (i === length) {
        bytes[at] = length
        return
      }
    }
    this.#putLong(at, encoder.encode(text))
  }

  /** Of a long text the end says most. */
  #putLong(at: number, utf8: Uint8Array): void {
    let from = Math.max(0, utf8.length - longestText)
    while (from > 0 && from < utf8.length && (utf8[from]! & 0xc0) === 0x80) from++
    this.#bytes.set(utf8.subarray(from), at + 1)
    this.#bytes[at] = utf8.length - from
  }
}

/** What a place does, read from another thread. */
export interface Sight {
  /** Handlers begun and ended, modulo 2^32. */
  readonly pulse: number
  /** The actor and message whose handler runs right now, if one does. */
  readonly running: { path: string; name: string } | undefined
  /** Handlers that await something. */
  readonly waiting: number
}

/** Reads a monitor from any thread. Path and name are sure only when the pulse stays as it is for a while. */
export function look(memory: SharedArrayBuffer): Sight {
  const words = new Uint32Array(memory)
  const bytes = new Uint8Array(memory)
  const text = (at: number) => new TextDecoder().decode(bytes.slice(at + 1, at + 1 + bytes[at]!))
  const pulse = Atomics.load(words, word.pulse)
  return {
    pulse,
    running: pulse % 2 === 0 ? undefined : { path: text(pathAt), name: text(words[word.name]!) },
    waiting: words[word.waiting]!,
  }
}
