import type { UserMessage } from '../cell/mailbox.js'
import type { Resident, Watcher } from '../cell/resident.js'
import { ActorDownError, MailboxFullError } from '../errors.js'
import type { ActorReport } from '../observe/report.js'
import type { Kernel } from '../place/kernel.js'
import type { Death } from '../watch/death.js'
import type { Seat } from './seating.js'

/** What arrives for an actor between the loss of its thread and its restart waits, up to this many messages. */
const capacity = 1024

/**
 * Stands in for an actor whose shared thread was lost and is back, until its parent decides: keeps messages and
 * watches for its next life, or tells everybody of its end.
 */
export class Vacancy implements Resident {
  readonly full = false
  readonly children = { failed: () => {}, gone: () => {} }
  readonly #kernel: Kernel
  readonly #seat: Seat
  #messages: { message: UserMessage; counted: boolean }[] = []
  #watchers: Watcher[] = []

  constructor(kernel: Kernel, seat: Seat) {
    this.#kernel = kernel
    this.#seat = seat
    kernel.cells.set(seat.uid, this)
  }

  get waiting(): number {
    return this.#messages.length
  }

  report(): ActorReport {
    return {
      path: this.#seat.path,
      state: 'suspended',
      incarnation: 0,
      depth: this.waiting,
      capacity,
      stashed: 0,
      handled: 0,
      busyMs: 0,
      maxMs: undefined,
      current: [],
    }
  }

  /** The actor is here: it gets what waited for it. */
  settle(actor: Resident): void {
    for (const watcher of this.#watchers) actor.addWatcher(watcher)
    for (const { message, counted } of this.#messages) actor.accept(message, counted)
  }

  accept(message: UserMessage, counted: boolean): void {
    if (this.#messages.length < capacity) this.#messages.push({ message, counted })
    else this.#refuse(message, 'mailbox-full', new MailboxFullError(this.#seat.path, capacity))
  }

  stop(): void {
    this.finish({ reason: 'stopped' })
  }

  finish(death: Death): void {
    const { uid, path, parent } = this.#seat
    this.abandon()
    this.#kernel.dead.add(uid, death, path)
    const error = ActorDownError.after(path, death)
    for (const { message } of this.#messages) this.#refuse(message, 'down', error)
    for (const { at, watcher } of this.#watchers) this.#kernel.notify(at, 'down', { watcher, death })
    this.#kernel.notify(parent, 'childGone', { parent: parent.uid, child: { ...this.#kernel.here, uid } })
  }

  abandon(): void {
    this.#kernel.cells.delete(this.#seat.uid)
  }

  addWatcher(watcher: Watcher): void {
    this.#watchers.push(watcher)
  }

  removeWatcher({ at, watcher }: Watcher): void {
    this.#watchers = this.#watchers.filter((w) => w.at.place !== at.place || w.watcher !== watcher)
  }

  /** Its parent shares no gauge that isn't in the ref already. */
  share(): undefined {
    return undefined
  }

  /** Only its parent's order brings it back to life. */
  restart(): boolean {
    return false
  }

  async pause(): Promise<void> {}

  #refuse(message: UserMessage, why: 'down' | 'mailbox-full', error: Error): void {
    this.#kernel.refuse(message, this.#seat.path, why, () => error)
  }
}
