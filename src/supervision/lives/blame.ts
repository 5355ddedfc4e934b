import type { Life } from '../reports.js'
import type { Lives } from './lives.js'
import type { Roster } from './roster.js'

/** So often an agent may compute wrong values before its device is given up. */
const mostWrong = 3

/** Keeps count of the agents whose results were proved wrong, and ends the lives of those that go on so. */
export class Blame {
  /** By agent, how often what it computed was wrong. */
  readonly #wrong = new Map<number, number>()

  constructor(
    private readonly roster: Roster,
    private readonly lives: Pick<Lives, 'kill'>,
  ) {}

  /**
   * What a life computed was wrong: the second time its thread is replaced, after that its device is given up.
   *
   * @param cause words the cause of its death, given how often it happened
   * @returns whether its thread is ended
   */
  wrong(life: Life, cause: (times: number) => string): boolean {
    const member = this.roster.living(life)
    if (member === undefined || member.condemned !== undefined) return member !== undefined
    const times = (this.#wrong.get(member.id) ?? 0) + 1
    this.#wrong.set(member.id, times)
    if (times < mostWrong - 1) return false
    member.condemned = cause(times)
    this.lives.kill(member.id)
    return true
  }

  /** Whether a device may have another life: one that goes on computing wrong values would only be found out again. */
  trusts(agent: number): boolean {
    return (this.#wrong.get(agent) ?? 0) < mostWrong
  }
}
