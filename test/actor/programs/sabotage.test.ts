import test, { type ExecutionContext } from 'ava'
import { Cell } from '../../../src/actor/cell/cell.js'
import { Handling } from '../../../src/actor/cell/handling.js'
import { Life } from '../../../src/actor/cell/life.js'
import { Mailbox, type UserMessage } from '../../../src/actor/cell/mailbox.js'
import { Children } from '../../../src/actor/children/children.js'
import { Failures } from '../../../src/actor/children/failures.js'
import { Intensity } from '../../../src/actor/children/supervision.js'
import { Collective } from '../../../src/actor/group/collective.js'
import { Group } from '../../../src/actor/group/group.js'
import { DeadLetters } from '../../../src/actor/place/dead-letters.js'
import { Kernel } from '../../../src/actor/place/kernel.js'
import type { Connection } from '../../../src/transport/transport.js'
import fc from '../../properties.js'
import { seed } from '../../scale.js'
import { check } from './model.js'
import { type Program, programs } from './program.js'
import { run, type Sabotage } from './run.js'

// A model that accepts everything proves nothing: each of these runtimes breaks one promise, and must be found out.
// Others may break with it, in some programs first: so more programs are run until one shows the promise that is meant.

/** Links that do what the model is told of would be excused. */
const honest = (program: Program): Program => ({ ...program, loss: 0, duplicate: 0, reorder: 0 })

/** Passes when a broken runtime, by what the model `says`, breaks that promise in some program. */
async function breaksPromise(t: ExecutionContext, says: RegExp, sabotage?: Sabotage): Promise<void> {
  t.timeout(1_800_000)
  const others = new Set<string>()
  const property = fc.asyncProperty(programs, async (program) => {
    try {
      check(await run(honest(program), sabotage))
    } catch (error) {
      const { message } = error as Error
      if (says.test(message)) throw error
      if (others.size < 10) others.add(message)
    }
  })
  const { failed } = await fc.check(property, { seed: seed(7), numRuns: 10_000, endOnFailure: true })
  t.true(failed, `no program broke ${says}, but ${others.size === 0 ? 'nothing' : [...others].join('\n')}`)
}

/** Lets only some envelopes of places pass. */
const filtering = (passes: (envelope: Parameters<Connection['send']>[0]) => boolean): Sabotage => ({
  transport: (transport) => ({
    open: (program) => {
      const place = transport.open(program)
      const { connection } = place
      const send = connection.send.bind(connection)
      const receive = connection.receive.bind(connection)
      connection.send = (envelope) => !passes(envelope) || send(envelope)
      connection.receive = (listener) => receive((envelope) => passes(envelope) && listener(envelope))
      return place
    },
  }),
})

test('the model notices messages that arrive twice', async (t) => {
  await breaksPromise(t, /at most once/, { rule: { duplicate: 0.3 } })
})

test('the model notices messages that overtake others', async (t) => {
  await breaksPromise(t, /order of a pair/, { rule: { reorder: 0.3 } })
})

test('the model notices deaths that are not told to other threads', async (t) => {
  const untold = filtering(({ name }) => name !== 'down')
  await breaksPromise(t, /was not told|nobody was told/, untold)
})

test('the model notices that the loss of a thread is kept from the others', async (t) => {
  const untold = filtering(({ name }) => name !== 'placeDown')
  await breaksPromise(t, /was not told|nobody was told|never settled|were left/, untold)
})

/** A part of the runtime in which one thing is changed. These tests run one after the other, before the rest. */
function breaks<T extends object, K extends keyof T & string>(
  what: string,
  { prototype }: { prototype: T },
  key: K,
  otherwise: (own: T[K] & ((...args: any[]) => any)) => PropertyDescriptor,
  says: RegExp,
): void {
  test.serial(`the model notices ${what}`, async (t) => {
    const own = Object.getOwnPropertyDescriptor(prototype, key)!
    Object.defineProperty(prototype, key, { ...own, ...otherwise(own.value) })
    try {
      await breaksPromise(t, says)
    } finally {
      Object.defineProperty(prototype, key, own)
    }
  })
}

breaks(
  'mailboxes that keep more than they may',
  Mailbox,
  'full',
  () => ({ get: () => false }),
  /kept \d+ of at most/,
)

breaks(
  'actors that begin a message before the last one ended',
  Handling,
  'exclusive',
  () => ({ get: () => false }),
  /began a message while/,
)

breaks(
  'messages that overtake others within a thread',
  Cell,
  'accept',
  (accept) => {
    const late = new WeakMap<Cell, UserMessage>()
    return {
      value(this: Cell, message: UserMessage, counted: boolean) {
        const earlier = late.get(this)
        late.delete(this)
        if (message.name === 'note' && !earlier) late.set(this, message)
        else accept.call(this, message, counted)
        if (earlier) accept.call(this, earlier, counted)
      },
    }
  },
  /order of a pair/,
)

breaks(
  'asks that get the reply to another one',
  Kernel,
  'ask',
  (ask) => ({
    value(this: Kernel, ...args: Parameters<Kernel['ask']>) {
      return ask.apply(this, args).then((reply: unknown) => (reply as number) - 1)
    },
  }),
  /got the reply to/,
)

breaks(
  'more restarts than the supervisor allows',
  Intensity,
  'next',
  () => ({ value: () => 0 }),
  /was restarted \d+ times/,
)

breaks(
  'children that outlive their parents',
  Children,
  'stopAll',
  () => ({ value: async () => {} }),
  /after the life of its parent/,
)

breaks(
  'members that outlive their group',
  Failures,
  'stopMates',
  () => ({ value: async () => {} }),
  /one fate/,
)

breaks(
  'messages to one generation that another one handles',
  Group,
  'tellAll',
  () => ({
    value(this: Group<any>, name: string, payload: (index: number) => unknown) {
      for (const [index, member] of this.members.entries()) member.tell(name, payload(index))
    },
  }),
  /what was for generation/,
)

breaks(
  'requests to a group that outlive the failure of a member',
  Collective,
  'memberFailed',
  () => ({ value: () => {} }),
  /never settled|after it was sent/,
)

breaks(
  'deaths told to who no longer watches',
  Life,
  'unwatch',
  () => ({ value: () => {} }),
  /did not watch, or was told before/,
)

breaks(
  'messages that vanish without becoming dead letters',
  DeadLetters,
  'publish',
  () => ({ value: () => {} }),
  /are dead letters/,
)
