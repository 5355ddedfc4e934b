// The public names of `troupe/actor`. Nothing below this folder loads an addon.
export { registerError } from '../transport/error-record.js'
export { inProcessTransport } from '../transport/in-process/transport.js'
export { messagePortTransport } from '../transport/message-port/transport.js'
export { type Clock, systemClock, VirtualClock } from './clock.js'
export type { ActorContext, Timer, Timers } from './context.js'
export type { DeadLetter } from './dead-letters.js'
export type { Death, Down, DownReason } from './death.js'
export type { Deferred } from './deferred.js'
export {
  type ActorDefinition,
  defineActor,
  type Handlers,
  type PayloadOf,
  type ReplyOf,
  type Setup,
} from './definition.js'
export * from './errors.js'
export type { SpawnOptions, SystemOptions } from './options.js'
export type { ActorRef, AskOptions, SendOptions } from './ref.js'
export type { Decision, Failure, Supervise } from './supervision.js'
export { ActorSystem } from './system.js'
