/** What an agent has done so far: counted and timed where shards are computed. */
export interface Work {
  readonly agent: number
  /** Of its present life; another one starts to count anew. */
  readonly incarnation: number
  /** Shards that it takes first. */
  readonly share: number
  /** Shards whose computation began. */
  readonly begun: number
  readonly computeMs: number
}

/** How long agents are measured before anything is concluded, and how much the slowest must save. */
const windowMs = 500
const leastShards = 2
const leastGain = 0.1
/** A change is wanted in so many windows one after the other before it is made. */
const windows = 2

/**
 * Decides how many shards each agent should take first, by measured speed. Work claiming evens out what is left:
 * this only spares the agents to wait for one another at each step's end.
 *
 * Nothing is moved for a gain below a tenth, nor by one measurement alone: a moment's noise would make agents give up
 * shards whose memory is warm.
 */
export class Balance {
  #since: { readonly at: number; readonly work: readonly Work[] } | undefined
  #wanted = 0

  constructor(private readonly now: () => number) {}

  /** Forgets what was measured: the ranges were changed by others. */
  reset(): void {
    this.#since = undefined
    this.#wanted = 0
  }

  /** The new shares, by place in `work`, if there is something to gain. */
  look(work: readonly Work[], shards: number): number[] | undefined {
    const since = this.#since
    if (since === undefined || !sameLives(since.work, work)) {
      this.#since = { at: this.now(), work }
      this.#wanted = 0
      return undefined
    }
    if (this.now() - since.at < windowMs) return undefined
    const done = work.map(({ begun, computeMs }, i) => ({
      shards: begun - since.work[i]!.begun,
      ms: computeMs - since.work[i]!.computeMs,
    }))
    if (done.some(({ shards, ms }) => shards < leastShards || !(ms > 0))) return undefined
    this.#since = { at: this.now(), work }
    const msPerShard = done.map(({ shards, ms }) => ms / shards)
    const shares = divideBySpeed(shards, msPerShard)
    const longest = (counts: readonly number[]) => Math.max(...counts.map((n, i) => n * msPerShard[i]!))
    const gain = 1 - longest(shares) / longest(work.map(({ share }) => share))
    this.#wanted = gain >= leastGain ? this.#wanted + 1 : 0
    if (this.#wanted < windows) return undefined
    this.reset()
    return shares
  }
}

/** One for everybody, who would otherwise not be measured again; each other one to who is done with it first. */
export function divideBySpeed(shards: number, msPerShard: readonly number[]): number[] {
  const shares = msPerShard.map(() => 1)
  for (let left = shards - shares.length; left > 0; left--) {
    const ends = shares.map((n, i) => (n + 1) * msPerShard[i]!)
    const first = ends.indexOf(Math.min(...ends))
    shares[first] = shares[first]! + 1
  }
  return shares
}

function sameLives(one: readonly Work[], other: readonly Work[]): boolean {
  return (
    one.length === other.length &&
    one.every(
      ({ agent, incarnation }, i) => agent === other[i]!.agent && incarnation === other[i]!.incarnation,
    )
  )
}
