import { expect } from './expect.js'
import { Groups } from './groups.js'
import type { Entry, Traits } from './journal.js'
import { type Outcome, witnessName } from './run.js'

type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>

/** What is known of one actor while the journal is read from its beginning. */
interface Actor {
  traits: Traits | undefined
  parent: string
  /** The parent's life that spawned it. */
  parentLife: number
  /** Its and all its ancestors' placement is `here`: messages from the program reach it at once. */
  local: boolean
  /** The latest life, and whether it ended. */
  life: number
  ended: boolean
  /** Somebody was told of its death. */
  dead: boolean
  /** The latest message handled, by its sender. */
  readonly latest: Map<string, number>
  /** When its failures were answered with a restart. */
  readonly restarts: number[]
  /** The group it is a member of. */
  group: string | undefined
}

/**
 * What the semantics promise of any program (docs/semantics.md), read from the outside: each promise looks only at
 * what actors handled, and when. Throws at the first one that is broken.
 */
export function check(outcome: Outcome): void {
  new Model(outcome).check()
}

class Model {
  readonly #outcome: Outcome
  readonly #cut: boolean
  readonly #actors = new Map<string, Actor>()
  readonly #handled = new Set<number>()
  readonly #sent = new Map<number, Of<'sent'>>()
  readonly #asked = new Map<number, Of<'asked'>>()
  readonly #settled = new Set<number>()
  /** By watcher, its life and the watched: notices that may still come. */
  readonly #watches = new Map<string, { by: string; life: number; of: string }>()
  readonly #poisoned = new Map<string, number>()
  readonly #groups: Groups
  /** Dead letters that are no message of a journal's entry. */
  #unsent = 0
  /** Messages whose handlers take time, by actor. */
  readonly #busy = new Map<string, number>()
  /** The latest such message that is done: how many that the program sent meanwhile were handled since. */
  readonly #queued = new Map<string, { id: number; untilMs: number; count: number }>()
  /** Those that handled a message after the life of the parent that spawned them. */
  readonly #orphans: { path: string; parent: string }[] = []
  /** Killed, as somebody was told. */
  readonly #killed = new Set<string>()
  /** Who was told of whose death. */
  readonly #told = new Set<string>()
  /** The dead when all was quiet. */
  #deadByThen = new Set<string>()

  constructor(outcome: Outcome) {
    this.#outcome = outcome
    this.#groups = new Groups(outcome)
    this.#cut = outcome.program.steps.some((step) => step.do === 'partition')
  }

  check(): void {
    for (const entry of this.#outcome.entries) {
      try {
        const read = this[entry.kind] as (entry: Entry) => void
        read.call(this, entry)
      } catch (error) {
        throw new Error(`${(error as Error).message}\n  at ${JSON.stringify(entry)}`)
      }
    }
    this.#atTheEnd()
  }

  #actor(path: string): Actor {
    let actor = this.#actors.get(path)
    if (!actor) {
      const fresh = { traits: undefined, group: undefined, parent: '', parentLife: 0, life: -1, ended: false }
      actor = { ...fresh, local: path === witnessName, dead: false, latest: new Map(), restarts: [] }
      this.#actors.set(path, actor)
    }
    return actor
  }

  // --- one entry after the other ---

  spawned({ actor: path, parent, life, traits, group }: Of<'spawned'>): void {
    const actor = this.#actor(path)
    actor.group = group
    actor.traits = traits
    actor.parentLife = life
    actor.parent = parent
    actor.local = traits.placement === 'here' && (parent === '' || this.#actor(parent).local)
  }

  started({ actor: path, life }: Of<'started'>): void {
    const actor = this.#actor(path)
    expect(life > actor.life, `${path} started life ${life} after life ${actor.life}`)
    expect(!actor.dead, `${path} started again after its death was told`)
    actor.life = life
    actor.ended = false
    this.#busy.delete(path)
    this.#groups.started(path, life)
  }

  ended({ actor: path, life }: Of<'ended'>): void {
    const actor = this.#actor(path)
    expect(actor.life === life && !actor.ended, `${path} ended a life that was over`)
    actor.ended = true
    this.#groups.ended(path)
  }

  sent(entry: Of<'sent'>): void {
    const { id, as, from, to } = entry
    this.#sent.set(id, entry)
    // A lost thread loses its pills too: only where nothing can be lost is a pill certain.
    if (as === 'poison' && from === witnessName && this.#actor(to).local && !this.#poisoned.has(to))
      this.#poisoned.set(to, id)
  }

  handled({ id, actor: path, life, from }: Of<'handled'>): void {
    const actor = this.#actor(path)
    const sent = this.#sent.get(id)
    expect(sent !== undefined && sent.to === path, `${path} handled a message that was not sent to it`)
    const again = this.#handled.has(id)
    const { duplicate, reorder } = this.#outcome.program
    expect(!again || duplicate > 0, `message ${id} was handled twice (at most once)`)
    this.#handled.add(id)
    const before = actor.latest.get(from) ?? 0
    const ordered = id > before || (again && id === before) || reorder > 0
    expect(ordered, `${path} handled message ${id} of ${from} after message ${before} (order of a pair)`)
    actor.latest.set(from, id)
    const generation = sent!.generation ?? life
    expect(generation === life, `${path} handled in life ${life} what was for generation ${generation}`)
    expect(life === actor.life && !actor.ended, `${path} handled a message in a life that was over`)
    expect(!actor.dead, `${path} handled a message after its death was told`)
    const dead = this.#actors.get(from)?.dead && this.#toldOf(path, from)
    expect(!dead || reorder > 0, `${path} handled a message of ${from} after it was told of its death`)
    const pill = this.#poisoned.get(path)
    expect(pill === undefined || from !== witnessName || id < pill, `${path} handled what came after poison`)
    const busy = this.#busy.get(path)
    expect(busy === undefined, `${path} began a message while the handler of message ${busy} ran`)
    this.#withinCapacity(path, actor, sent!)
    this.#withinParent(path, actor)
  }

  /** Those of the program that found the actor busy can't be more than its mailbox holds. */
  #withinCapacity(path: string, { traits, local }: Actor, { id, from, atMs }: Of<'sent'>): void {
    const queued = this.#queued.get(path)
    if (!queued || !local || from !== witnessName || id < queued.id || atMs >= queued.untilMs) return
    queued.count++
    expect(queued.count <= traits!.capacity, `${path} kept ${queued.count} of at most ${traits!.capacity}`)
  }

  #withinParent(path: string, { parent, parentLife }: Actor): void {
    if (parent === '') return
    const above = this.#actor(parent)
    if (above.life !== parentLife || above.ended) this.#orphans.push({ path, parent })
    else this.#withinParent(path, above)
  }

  busy({ id, actor }: Of<'busy'>): void {
    this.#busy.set(actor, id)
  }

  idle({ id, actor, atMs }: Of<'idle'>): void {
    // Otherwise its actor was cut off, and the handler ran on for nobody.
    if (this.#busy.get(actor) !== id) return
    this.#busy.delete(actor)
    this.#queued.set(actor, { id, untilMs: atMs, count: 0 })
  }

  asked(entry: Of<'asked'>): void {
    this.#asked.set(entry.id, entry)
  }

  settled({ id, ok, value, atMs }: Of<'settled'>): void {
    const asked = this.#asked.get(id)!
    expect(!this.#settled.has(id), `ask ${id} settled twice`)
    this.#settled.add(id)
    expect(
      atMs <= asked.atMs + asked.timeoutMs,
      `ask ${id} settled ${atMs - asked.atMs} ms after it was sent`,
    )
    if (!ok) {
      expect(askCodes.has(String(value)), `ask ${id} rejected with ${value}`)
      return
    }
    expect(value === id, `ask ${id} got the reply to ${value}`)
    expect(this.#handled.has(id), `ask ${id} got a reply, and nobody had handled it`)
  }

  watching({ by, life, of }: Of<'watching'>): void {
    this.#watches.set(`${by} ${life} ${of}`, { by, life, of })
  }

  unwatched({ by, life, of }: Of<'unwatched'>): void {
    this.#watches.delete(`${by} ${life} ${of}`)
  }

  down({ by, life, of, reason }: Of<'down'>): void {
    if (reason === 'killed') this.#killed.add(of)
    const expected = this.#watches.delete(`${by} ${life} ${of}`)
    expect(expected, `${by} was told of the death of ${of}, which it did not watch, or was told before`)
    this.#told.add(`${by} ${of}`)
    this.#actor(of).dead = true
  }

  #toldOf(by: string, of: string): boolean {
    return this.#told.has(`${by} ${of}`)
  }

  failed({ actor: path, decision, atMs }: Of<'failed'>): void {
    const { traits, restarts, parent } = this.#actor(path)
    if (decision !== 'restart' || !traits) return
    // A report that a cut held says nothing about when.
    if (parent !== '' && !this.#actor(parent).local && this.#cut) return
    restarts.push(atMs)
    // Reports take up to the latency, so the window may look that much shorter.
    const windowMs = traits.withinMs - this.#outcome.program.latencyMs
    const within = restarts.filter((at) => at > atMs - windowMs).length
    expect(
      within <= traits.maxRestarts,
      `${path} was restarted ${within} times in ${traits.withinMs} ms, ${traits.maxRestarts} are allowed`,
    )
  }

  unsent(): void {
    this.#unsent++
  }

  grouped(entry: Of<'grouped'>): void {
    const { members } = entry
    const [lives, local] = [members.map((path) => this.#actor(path)), this.#actor(members[0]!).local]
    this.#groups.grouped(entry, local && lives.every(({ traits }) => traits!.placement === 'here'))
    for (const [index, { life, ended }] of lives.entries()) {
      this.#groups.started(members[index]!, life)
      if (ended) this.#groups.ended(members[index]!)
    }
  }

  askedAll(entry: Of<'askedAll'>): void {
    this.#groups.asked(entry)
  }

  settledAll(entry: Of<'settledAll'>): void {
    this.#groups.settled(entry, (id) => this.#handled.has(id))
  }

  groupDown(entry: Of<'groupDown'>): void {
    this.#groups.down(entry)
  }

  quiet(): void {
    for (const { by, life, of } of this.#watches.values()) {
      const watcher = this.#actor(by)
      const watches = by === witnessName || (watcher.life === life && !watcher.ended && !watcher.dead)
      const missed = watches && this.#actor(of).dead
      expect(!missed, `${by} watches ${of}, which is dead, and was not told`)
    }
    for (const [path, { dead }] of this.#actors) if (dead) this.#deadByThen.add(path)
    this.#groups.quiet()
  }

  // --- when all is over ---

  #atTheEnd(): void {
    const { answered, left, afterwards, deadLetters } = this.#outcome
    for (const { id, from } of this.#asked.values()) {
      expect(this.#settled.has(id), `ask ${id} of ${from} never settled`)
    }
    for (const [path, alive] of answered) {
      const dead = this.#deadByThen.has(path)
      expect(
        alive !== dead,
        alive ? `${path} answers after its death` : `${path} is silent, and nobody was told`,
      )
    }
    // A kill waits for nobody: it may still be on its way to children in other threads.
    for (const { path, parent } of this.#orphans)
      expect(
        this.#killed.has(parent),
        `${path} handled a message after the life of its parent ${parent} that spawned it`,
      )
    this.#groups.atTheEnd((path) => this.#actor(path).life)
    expect(left === 0, `${left} timers or messages were left when the system had stopped`)
    expect(afterwards === 0, `something happened after the system had stopped`)
    if (
      [...this.#actors.values()].every(({ traits }) => traits === undefined || traits.placement === 'here')
    ) {
      const tells = [...this.#sent.values()].filter(({ as }) => as === 'tell')
      const lost = tells.filter(({ id }) => !this.#handled.has(id)).length
      expect(
        lost + this.#unsent === deadLetters,
        `${lost} messages were handled by nobody, ${deadLetters} are dead letters`,
      )
    }
  }
}

const askCodes = new Set(['ERR_ASK_TIMEOUT', 'ERR_ACTOR_DOWN', 'ERR_MAILBOX_FULL'])
