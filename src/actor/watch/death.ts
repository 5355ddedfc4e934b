import { textOf } from '../../errors.js'
import type { ActorRef } from '../ref.js'

/**
 * Why an actor is gone for good:
 * - `stopped`: asked to, and it finished in its grace
 * - `failed`: it threw and was not restarted, or its thread did (`error`)
 * - `killed`: ended from outside by `kill`, or because its grace ran out
 * - `exited`: its thread left without an exception (`exitCode`), as by process.exit()
 * - `unreachable`: the connection to its process was lost; it may still run there
 */
export type DownReason = 'stopped' | 'failed' | 'killed' | 'exited' | 'unreachable'

export interface Death {
  readonly reason: DownReason
  readonly error?: Error
  readonly exitCode?: number
}

/** What `ctx.watch` hands to its callback. */
export interface Down extends Death {
  readonly ref: ActorRef
}

export function failedWith(thrown: unknown): Death {
  return {
    reason: 'failed',
    error: thrown instanceof Error ? thrown : new Error(textOf(thrown), { cause: thrown }),
  }
}

/** Deaths of the latest actors or places, for those who watch too late. Bounded: older ones read `stopped`. */
export class Graveyard {
  readonly #deaths = new Map<number, { readonly death: Death; readonly path: string }>()

  add(id: number, death: Death, path: string): void {
    this.#deaths.set(id, { death, path })
    if (this.#deaths.size > 1024) {
      for (const oldest of this.#deaths.keys()) {
        this.#deaths.delete(oldest)
        break
      }
    }
  }

  of(id: number): Death {
    return this.#deaths.get(id)?.death ?? { reason: 'stopped' }
  }

  pathOf(id: number): string | undefined {
    return this.#deaths.get(id)?.path
  }
}
