import { threadId } from 'node:worker_threads'
import { defineActor } from '../src/actor/definition.js'
import type { ActorRef } from '../src/actor/index.js'
import { Action } from '../src/arena/index.js'
import { TroupeError } from '../src/errors.js'
import { type Act, phaseOf, type Slowness } from '../src/faults/points/index.js'
import { core, type DeviceAddon, prepareThread, torch } from '../src/native/index.js'
import { probeDifference, writeDigests } from '../src/state/probe.js'
import { AdmissionRefusedError } from '../src/supervision/errors.js'
import type { Admission, TrainerReports } from '../src/supervision/index.js'
import { Acts } from '../src/training/acts.js'
import { probe } from '../src/training/probe.js'
import { type Equipment, equip, Session, type SessionSpec } from '../src/training/session.js'

// Loaded by every agent when it starts, about a millisecond a file: hence files instead of their folders' lists, where
// those have much more.

/** What a life of a device agent starts with. */
export interface TrainerArgs {
  readonly agent: number
  readonly incarnation: number
  readonly seat: number
  readonly spec: SessionSpec
  readonly supervisor: ActorRef<TrainerReports>
  /** Steps whose beginning is reported. */
  readonly announce: readonly number[]
  /** What its tensors may hold together, in bytes; 0: no limit. */
  readonly memory: number
  /** Faults that it carries out on itself. */
  readonly acts: readonly Act[]
  readonly slow: readonly Slowness[]
  readonly admission: Admission
}

/**
 * How long one turn keeps the event loop waiting. Long enough that yielding costs nothing, short enough that the
 * agent answers and stops promptly.
 */
const turnMs = 20

/**
 * When what starting took (reading the task, building its model, above all compiling) is given back to the system.
 * By then V8 has compiled what the steps need; nothing else would ever return that memory.
 */
const warmUpMs = 1_000

/**
 * The device agent: owns one device and computes shards on it, in a thread of its own.
 *
 * It has no say in the protocol: claims, publications and commits are made in native code through the ledger, so
 * the supervisor needs no answer from it to go on without it.
 */
export default defineActor(import.meta.url, async (ctx, args: TrainerArgs) => {
  const { agent, incarnation, spec, supervisor } = args
  supervisor.tell('runs', { agent, incarnation, threadId, ref: ctx.self })
  const found = prepareThread(spec.threads)
  if (found !== spec.threads) {
    throw new TroupeError(
      'ERR_THREADS',
      `agent ${agent} got ${found} native threads instead of ${spec.threads}.`,
    )
  }
  if (args.memory > 0) (torch() as DeviceAddon).limitMemory(args.memory)
  const announced = new Set(args.announce)
  const faulty = args.acts.length + args.slow.length > 0
  const equipment = await equip(spec)
  passProbe(args, equipment)
  if (args.admission.fault === 'stand') {
    supervisor.tell('stands', { agent, incarnation, step: args.admission.step, phase: 'join' })
    await new Promise<never>(() => {})
  }
  const session = Session.open(spec, equipment, args.seat, {
    step: (step) => {
      if (announced.delete(step)) supervisor.tell('arrived', { agent, incarnation, step })
    },
    acts: faulty ? new Acts(args.acts, args.slow) : undefined,
  })
  // Sits down before the supervisor hears that it is ready: a run opens when all its agents sit.
  session.sit()
  ctx.self.tell('turn')
  let trimAt = performance.now() + warmUpMs
  return {
    turn: () => {
      const action = session.work(turnMs)
      if (performance.now() > trimAt) {
        trimAt = Number.POSITIVE_INFINITY
        core().trim()
      }
      // Not told at once: an actor handles many messages between two looks at its thread's event loop.
      if (action === Action.slice) setImmediate(() => ctx.self.tell('turn'))
      else if (action === Action.finished) supervisor.tell('finished', { agent, incarnation })
      else if (action === Action.left) supervisor.tell('left', { agent, incarnation })
      else if (action === Action.halted) {
        const { step, haltedPhase } = session.stepper
        supervisor.tell('stands', { agent, incarnation, step, phase: phaseOf(haltedPhase)! })
      }
      // Aborted or retired: nothing it does counts any more. It waits for the end of its thread.
    },
    /** Goes at the next step border, where it holds nothing that others would have to compute again. */
    leave: () => session.stepper.leave(),
    /** Fails, as if its own code had thrown this. */
    fail: ({ code, message }: { code: string; message: string }) => {
      throw new TroupeError(code, message)
    },
  }
})

/**
 * The admission probe: what an agent computes must be what the run's first agents computed, before it may touch the
 * arena. @throws AdmissionRefusedError
 */
function passProbe({ agent, spec, admission }: TrainerArgs, equipment: Equipment): void {
  const { report, reference, fault } = admission
  const { digests, spoilt } = probe(spec, equipment, fault === 'stand' ? undefined : fault)
  writeDigests(report.digests, digests)
  report.spoilt[0] = Number(spoilt)
  const part = reference && probeDifference(reference, digests)
  if (part !== undefined) throw new AdmissionRefusedError(agent, part)
}
