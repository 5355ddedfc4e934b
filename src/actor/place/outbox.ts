import type { Envelope, Transferable } from '../../transport/envelope.js'
import type { Whereabouts } from '../../transport/whereabouts.js'
import type { Probe } from '../observe/probe.js'
import type { Address } from '../ref.js'
import type { Gauges } from './gauges.js'
import type { Payloads } from './payloads.js'

/** The runtime of the place whose envelopes leave. */
export interface Posting {
  readonly here: Whereabouts
  readonly gauges: Gauges
  readonly probe: Probe | undefined
}

/** What leaves a place: envelopes for others. */
export class Outbox {
  readonly #place: Posting
  readonly #payloads: Payloads
  readonly #route: (envelope: Envelope) => boolean

  constructor(place: Posting, payloads: Payloads, route: (envelope: Envelope) => boolean) {
    this.#place = place
    this.#payloads = payloads
    this.#route = route
  }

  /** A message for an actor elsewhere; false when the lane there is full. */
  message(
    kind: 'tell' | 'ask',
    to: Address,
    id: number,
    name: string,
    payload: unknown,
    transfer: readonly Transferable[] | undefined,
  ): boolean {
    const { probe, gauges, here } = this.#place
    if (probe?.tracing) {
      // Measured apart: transports encode straight into their own memory. What can't be sent is refused below.
      const bytes = this.#payloads.sizeOf(payload, name, transfer)
      if (bytes !== undefined) probe.message('sent', to.path, { name, id, from: here }, { bytes })
    }
    const sent = this.send('user', kind, to, to.uid, id, name, payload, transfer)
    // Counted last: a thread that is terminated while it sends leaves nothing counted that never arrives. The
    // receiver may be done with it by now, and the gauge one below nothing for a moment.
    if (sent && this.counts(to)) gauges.add(to.gauge!, 1)
    return sent
  }

  /** Whether senders keep the receiver's gauge. */
  counts(to: Address): boolean {
    return to.gauge !== undefined && to.node === this.#place.here.node
  }

  send(
    lane: 'user' | 'control',
    kind: Envelope['kind'],
    to: Whereabouts,
    actor: number,
    id: number,
    name: string,
    payload: unknown,
    transfer?: readonly Transferable[],
  ): boolean {
    const { here } = this.#place
    const carried =
      to.node === here.node ? payload : this.#payloads.encode(payload, name || 'reply', transfer)
    return this.#route({ lane, kind, from: here, to, actor, id, name, payload: carried, transfer })
  }
}
