import { EncodedPayload, PayloadCodec } from '../../transport/codec/codec.js'
import type { CodecHooks, RefRecord } from '../../transport/codec/hooks.js'
import { remoteLimits } from '../../transport/codec/limits.js'
import type { Envelope, Transferable } from '../../transport/envelope.js'
import { sameWhereabouts, type Whereabouts, whereabouts } from '../../transport/whereabouts.js'
import type { Resident } from '../cell/resident.js'
import { ActorRef, type Address, type Sender } from '../ref.js'

/** The runtime whose refs they are. */
export interface RefOwner extends Sender {
  readonly here: Whereabouts
  readonly cells: ReadonlyMap<number, Resident>
}

/** Payloads on their way to other places, and the refs in them. */
export class Payloads {
  /** Knows this system's refs. */
  readonly codec: PayloadCodec
  readonly #owner: RefOwner
  /** For other nodes, which take less from each other. */
  readonly #remote: PayloadCodec

  constructor(owner: RefOwner) {
    this.#owner = owner
    const hooks: CodecHooks = {
      isRef: (value) => value instanceof ActorRef,
      encodeRef: (ref) => this.#share((ref as ActorRef).address),
      decodeRef: (record) => this.#ref(record),
    }
    this.codec = new PayloadCodec(hooks)
    this.#remote = new PayloadCodec(hooks, remoteLimits)
  }

  /** For another node: encoded here already, so that every thread on the way passes it on as it is. */
  encode(payload: unknown, label: string, transfer?: readonly Transferable[]): EncodedPayload {
    return this.#remote.packBytes(payload, label, transfer)
  }

  /** The payload of an envelope, whether it was passed on unopened or not. */
  unpack({ payload }: Envelope): unknown {
    return payload instanceof EncodedPayload ? this.#remote.unpack(payload) : payload
  }

  /** How many bytes it takes on the way to another thread; undefined for what can't be sent there. */
  sizeOf(payload: unknown, label: string, transfer?: readonly Transferable[]): number | undefined {
    try {
      return this.codec.pack(payload, label, transfer).bytes.length
    } catch {
      return undefined
    }
  }

  #ref({ node, place, uid, path, capacity, gauge }: RefRecord): ActorRef {
    const { here } = this.#owner
    // The node's name is kept once, however many refs name it.
    const at = whereabouts(node === here.node ? here.node : node, place)
    const plain = { node: at.node, place, uid, path, capacity }
    return new ActorRef(this.#owner, gauge === undefined ? plain : { ...plain, gauge })
  }

  #share(address: Address): Address {
    if (address.gauge !== undefined || !sameWhereabouts(address, this.#owner.here)) return address
    const gauge = this.#owner.cells.get(address.uid)?.share()
    return gauge === undefined ? address : { ...address, gauge }
  }
}
