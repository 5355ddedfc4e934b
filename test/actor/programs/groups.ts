import { expect } from './expect.js'
import type { Entry } from './journal.js'
import { type Outcome, witnessName } from './run.js'

type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>

interface Member {
  life: number
  ended: boolean
}

interface Crowd {
  readonly path: string
  readonly by: string
  /** All live where the program runs, so that nothing of them is seen late. */
  readonly local: boolean
  readonly members: ReadonlyMap<string, Member>
  /** Its end was told; by the time when all was quiet. */
  down: boolean
  downByThen: boolean
}

const codes = new Set(['ERR_MEMBER_FAILED', 'ERR_STALE_GENERATION', 'ERR_ACTOR_DOWN'])

/** What groups promise: one fate, one generation, all replies or none. */
export class Groups {
  readonly #outcome: Outcome
  readonly #crowds = new Map<string, Crowd>()
  readonly #byMember = new Map<string, Crowd>()
  readonly #asked = new Map<number, Of<'askedAll'>>()
  readonly #settled = new Set<number>()

  constructor(outcome: Outcome) {
    this.#outcome = outcome
  }

  /** @param local see {@link Crowd.local} */
  grouped({ group: path, by, members }: Of<'grouped'>, local: boolean): void {
    const lives = new Map(members.map((member) => [member, { life: -1, ended: false }]))
    const crowd: Crowd = { path, by, local, members: lives, down: false, downByThen: false }
    this.#crowds.set(path, crowd)
    for (const member of members) this.#byMember.set(member, crowd)
  }

  started(path: string, life: number): void {
    const crowd = this.#byMember.get(path)
    if (!crowd) return
    const member = crowd.members.get(path)!
    for (const [mate, { life: other, ended }] of crowd.members) {
      const apart = crowd.local && mate !== path && !ended && other >= 0 && other < life
      expect(!apart, `${path} began life ${life} while ${mate} was in life ${other} still (one generation)`)
    }
    member.life = life
    member.ended = false
  }

  ended(path: string): void {
    const member = this.#byMember.get(path)?.members.get(path)
    if (member) member.ended = true
  }

  asked(entry: Of<'askedAll'>): void {
    this.#asked.set(entry.id, entry)
  }

  settled({ id, ok, value, atMs }: Of<'settledAll'>, handled: (id: number) => boolean): void {
    const { group, ids, timeoutMs, atMs: askedMs } = this.#asked.get(id)!
    expect(!this.#settled.has(id), `a request to all of ${group} settled twice`)
    this.#settled.add(id)
    const tookMs = atMs - askedMs
    expect(tookMs <= timeoutMs, `a request to all of ${group} settled ${tookMs} ms after it was sent`)
    if (!ok) {
      expect(codes.has(String(value)), `a request to all of ${group} rejected with ${value}`)
      return
    }
    expect(String(value) === String(ids), `a request to all of ${group} got ${value} instead of ${ids}`)
    expect(ids.every(handled), `a request to all of ${group} got replies that nobody gave`)
  }

  down({ group }: Of<'groupDown'>): void {
    const crowd = this.#crowds.get(group)!
    expect(!crowd.down, `the end of ${group} was told twice`)
    crowd.down = true
  }

  quiet(): void {
    for (const crowd of this.#crowds.values()) crowd.downByThen = crowd.down
  }

  /** @param lifeOf the latest life of an actor */
  atTheEnd(lifeOf: (path: string) => number): void {
    const { answered } = this.#outcome
    for (const { id, group } of this.#asked.values()) {
      expect(this.#settled.has(id), `a request to all of ${group} never settled (${id})`)
    }
    for (const { path, by, members, downByThen: down } of this.#crowds.values()) {
      const known = [...members.keys()].filter((member) => answered.has(member))
      const alive = known.filter((member) => answered.get(member))
      expect(
        alive.length === 0 || alive.length === known.length,
        `of ${path} only ${alive} live on (one fate)`,
      )
      const lives = new Set(alive.map(lifeOf))
      expect(lives.size <= 1, `the members of ${path} ended up in lives ${[...lives]} (one generation)`)
      const silent = by === witnessName && known.length > 0 && alive.length === 0 && !down
      expect(!silent, `${path} is gone, and nobody was told`)
      expect(!down || alive.length === 0, `the end of ${path} was told, and ${alive} live on`)
    }
  }
}
