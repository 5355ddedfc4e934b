import { readdirSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import test from 'ava'
import { core } from '../../../src/native/index.js'
import type { Envelope } from '../../../src/transport/envelope.js'
import { ringTransport } from '../../../src/transport/ring/transport.js'
import { laneOffer, type Place } from '../../../src/transport/transport.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'
import { burst, Hearing, storm } from '../../fixtures/storm.js'
import { seed, times } from '../../scale.js'

const module = new URL('../../fixtures/programs/storm.js', import.meta.url)
const terminations = times(300, 10_000)
/** Places that live at a time; each floods main and the other ones. */
const crowd = 3
/** Drops of a place that main must have heard before it may end: its lanes to the others are in use by then. */
const lifetime = 2 * burst

interface Member {
  readonly id: number
  readonly place: Place
  next: number
  heard: number
}

/** The opener of many places that flood each other: passes on what its places send to each other's runtimes. */
class Crowd {
  readonly members = new Map<number, Member>()
  readonly wrong: string[] = []
  readonly #transport = ringTransport()
  readonly #hearing = new Hearing()
  readonly #main = whereabouts('storm', 0)
  readonly #answers = new Map<number, (counts: Record<number, number>) => void>()
  #nextId = 1
  #nextAnswer = 1
  #woken = () => {}

  open(): void {
    const id = this.#nextId++
    const here = whereabouts('storm', id)
    const place = this.#transport.open({ module, name: `storm-${id}`, here, environment: undefined })
    const member = { id, place, next: 0, heard: 0 }
    place.connection.receive((envelope) => this.#receive(member, envelope))
    for (const other of this.members.values()) {
      this.#order(member, 'join', other.id)
      this.#order(other, 'join', id)
    }
    this.members.set(id, member)
  }

  /** Terminates some places in one go. Their last words are heard before this resolves. */
  async end(ids: readonly number[]): Promise<void> {
    const ending = ids.map((id) => this.members.get(id)!)
    for (const { place } of ending) place.kill()
    await Promise.all(ending.map(({ place }) => place.exit))
    for (const { id } of ending) this.members.delete(id)
    for (const { id } of ending) for (const member of this.members.values()) this.#order(member, 'left', id)
  }

  pour(): void {
    for (const { id, place } of this.members.values()) {
      const member = this.members.get(id)!
      member.next = storm(place.connection, this.#main, whereabouts('storm', id), member.next, burst)
    }
  }

  /** Resolves when something came in. */
  async stir(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#woken = resolve
    })
  }

  /** How many drops each of the living has heard, by sender. */
  async heard(id: number): Promise<Record<number, number>> {
    const answer = this.#nextAnswer++
    const heard = new Promise<Record<number, number>>((resolve) => this.#answers.set(answer, resolve))
    this.#order(this.members.get(id)!, 'heard', undefined, answer)
    return heard
  }

  #receive(member: Member, envelope: Envelope): void {
    const { name, payload, to, id } = envelope
    if (to.place !== 0) {
      // A lane from one to another; one whose receiver is gone is closed with it.
      if (name === laneOffer) this.members.get(to.place)?.place.connection.send(envelope)
    } else if (name === 'drop') {
      const wrong = this.#hearing.check(member.id, payload)
      if (wrong) this.wrong.push(wrong)
      member.heard++
    } else if (name === 'wrong') this.wrong.push(payload as string)
    else if (name === 'heard') this.#answers.get(id)?.(payload as Record<number, number>)
    this.#woken()
  }

  #order({ id, place }: Member, name: string, payload: unknown, number = 0): void {
    const order = { lane: 'control', kind: 'tell', from: this.#main, actor: 0, transfer: undefined } as const
    place.connection.send({ ...order, to: whereabouts('storm', id), id: number, name, payload })
  }
}

const descriptors = () => readdirSync('/proc/self/fd').length
const doorbells = () => (core() as unknown as { doorbellCount(): number }).doorbellCount()
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

async function settled(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 120_000
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited too long for: ${what}`)
    collect()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test(`${terminations} threads are terminated while they write and read: nothing is torn, stuck or left behind`, async (t) => {
  t.timeout(terminations > 1000 ? 7_200_000 : 1_800_000)
  let state = seed(20)
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
  const open = descriptors()
  const crowdOf = new Crowd()
  let stopped = false
  const pouring = (async () => {
    while (!stopped) {
      crowdOf.pour()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  })()
  for (let i = 0; i < crowd; i++) crowdOf.open()
  for (let done = 0; done < terminations; ) {
    const ready = [...crowdOf.members.values()].filter(({ heard }) => heard >= lifetime + random(lifetime))
    if (ready.length === 0) {
      await crowdOf.stir()
      continue
    }
    // Both ends of a lane at once, every third time.
    const ids = ready.slice(0, random(3) === 0 ? 2 : 1).map(({ id }) => id)
    await crowdOf.end(ids)
    done += ids.length
    for (const _ of ids) crowdOf.open()
  }
  // The last ones hear main and each other: no lane is stuck.
  for (const id of crowdOf.members.keys()) {
    const others = [0, ...crowdOf.members.keys()].filter((other) => other !== id)
    let heard = await crowdOf.heard(id)
    while (!others.every((other) => (heard[other] ?? 0) > burst)) heard = await crowdOf.heard(id)
  }
  stopped = true
  await pouring
  await crowdOf.end([...crowdOf.members.keys()])
  t.deepEqual(crowdOf.wrong, [])
  await settled(() => doorbells() === 0, 'the last doorbell to close')
  await settled(() => descriptors() <= open + 2, 'descriptors to close')
  await settled(() => process.memoryUsage().arrayBuffers < 8 * 2 ** 20, 'shared memory to be given back')
})
