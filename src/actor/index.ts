// The public names of `troupe/actor`. Nothing below this folder loads an addon.
export { TroupeError } from '../errors.js'
export { registerError } from '../transport/error-record.js'
export { ErrorClassError } from '../transport/errors.js'
export { messagePortTransport } from '../transport/message-port/transport.js'
export type { LinkRule, LinkSelector } from '../transport/simulated/conditions.js'
export {
  SimulationOptionError,
  StalledError,
  UnreachableError,
} from '../transport/simulated/errors.js'
export { type Simulation, type SimulationOptions, simulation } from '../transport/simulated/simulation.js'
export type { TraceEntry } from '../transport/simulated/trace.js'
export type { Behavior } from './cell/behavior.js'
export type { Deferred } from './cell/deferred.js'
export type { Handover } from './cell/handover.js'
export type { StopOptions } from './children/stopping.js'
export type {
  Decision,
  Failure,
  OneForOne,
  RestartPolicy,
  Strategy,
  Supervise,
  Together,
} from './children/supervision.js'
export { type Clock, systemClock, VirtualClock } from './clock.js'
export type { ActorContext, ActorDefinition, Setup, Timer, Timers } from './context.js'
export { defineActor } from './definition.js'
export * from './errors.js'
export * from './group/errors.js'
export type { Each, Group, GroupDown } from './group/group.js'
export type { MemberItem } from './group/merged.js'
export type { GroupOptions } from './group/options.js'
export type {
  ErrorNames,
  Handlers,
  HandlersOf,
  ItemOf,
  Names,
  PayloadOf,
  ReplyNames,
  ReplyOf,
} from './handlers.js'
export type { ActorView, Inspection, PlaceView } from './observe/inspection.js'
export type { Stall } from './observe/stall.js'
export type { TraceEvent, TraceListener, Untrace } from './observe/trace.js'
export type { FarPlacement, Placement, SeatPlacement, SpawnOptions, SystemOptions } from './options.js'
export type { DeadLetter, DeadLetterReason } from './place/dead-letters.js'
export * from './pool/errors.js'
export type { PoolOptions } from './pool/options.js'
export type { Pool } from './pool/pool.js'
export type { ActorRef, AskOptions, SendOptions } from './ref.js'
export type { LookupOptions, NameRegistry } from './registry/names.js'
export * from './remote/errors.js'
export type { ConnectOptions, ListenOptions, Spawnable } from './remote/options.js'
export type { Listening, Peer, PeerState } from './remote/peer.js'
export type { RouterOptions, Routing } from './router/options.js'
export type { Router } from './router/router.js'
export * from './stream/errors.js'
export type { StreamOptions } from './stream/sink.js'
export { ActorSystem } from './system.js'
export type { Death, Down, DownReason } from './watch/death.js'
