import test from 'ava'
import { type Handled, Handling } from '../../../src/actor/cell/handling.js'
import type { Item, UserMessage } from '../../../src/actor/cell/mailbox.js'
import { groupName, tag } from '../../../src/actor/group/tag.js'
import type { Handlers } from '../../../src/actor/handlers.js'
import { look, Monitor } from '../../../src/actor/observe/monitor.js'
import type { Kernel } from '../../../src/actor/place/kernel.js'
import { poisonPill } from '../../../src/transport/envelope.js'
import { whereabouts } from '../../../src/transport/whereabouts.js'

const here = whereabouts('node', 0)
const message = (name: string, payload?: unknown): UserMessage => ({ name, payload, id: 0, from: here })

/** An actor with a monitor, as the watchdog sees it. */
function watched(handlers: Handlers) {
  const memory = Monitor.memory(0)
  const heard: string[] = []
  const kernel = {
    monitor: new Monitor(memory),
    reply: () => {},
    deadLetter: () => {},
  } as unknown as Kernel
  const actor: Handled = {
    kernel,
    path: '/actor',
    incarnation: 1,
    silence: undefined,
    handles: () => true,
    handled: () => heard.push('handled'),
    fail: (error) => heard.push(`failed: ${(error as Error).message}`),
    poisoned: () => heard.push('poisoned'),
    streams: () => heard.push('stream'),
    refuse: (_, why) => heard.push(why),
  }
  const handling = new Handling(actor)
  handling.handlers = handlers
  return { memory, heard, start: (item: Item) => handling.start(item) }
}

/** Handlers that can't be looked at. */
const trapped: Handlers = new Proxy<Handlers>(
  {},
  {
    getOwnPropertyDescriptor: () => {
      throw new Error('trap')
    },
  },
)

const plain: Handlers = {
  good: () => 1,
  bad: () => {
    throw new Error('as asked')
  },
  waits: () => new Promise(() => {}),
  fails: async () => {
    throw new Error('later')
  },
}

const items: Record<string, [Handlers, Item]> = {
  'a message that is handled': [plain, message('good')],
  'a handler that throws': [plain, message('bad')],
  'a handler that awaits': [plain, message('waits')],
  'a handler that rejects': [plain, message('fails')],
  'a notice': [plain, { run: () => 1 }],
  'a notice that throws': [plain, { run: plain.bad! as () => unknown }],
  'a message that nobody handles': [plain, message('none')],
  'a message to the group': [plain, message(groupName('good'), tag(1, undefined))],
  'a message to an earlier generation': [plain, message(groupName('good'), tag(0, undefined))],
  'a group message that awaits': [plain, message(groupName('waits'), tag(1, undefined))],
  'a poison pill': [plain, message(poisonPill)],
  'handlers that throw when they are looked for': [trapped, message('good')],
}

for (const [what, [handlers, item]] of Object.entries(items)) {
  test(`after ${what} nothing runs, and the next handler is seen`, async (t) => {
    const { memory, heard, start } = watched(handlers)
    start(item)
    t.is(look(memory).running, undefined)
    await Promise.resolve()
    t.is(look(memory).running, undefined)
    let seen: unknown
    start({
      run: () => {
        seen = look(memory).running
      },
    })
    t.deepEqual(seen, { path: '/actor', name: '(timer or notice)' })
    t.is(look(memory).running, undefined)
    t.true(heard.length >= 1)
  })
}
