import test from 'ava'
import {
  type ActorContext,
  type ActorRef,
  type Down,
  defineActor,
  type HandlersOf,
} from '../../../src/actor/index.js'
import Counter from '../../fixtures/actors/counter.js'
import { ask, start, supervise, until } from '../helpers.js'

const none = { strategy: 'one-for-one', maxRestarts: 0, withinMs: 3_600_000 } as const

for (const placement of ['here', 'thread'] as const) {
  test(`7: an escalation stops the siblings (${placement}) with their parent, whose own parent starts it afresh`, async (t) => {
    const system = await start(t)
    const children: ActorRef<HandlersOf<typeof Counter>>[] = []
    const Family = defineActor(import.meta.url, async (ctx) => {
      for (const name of ['a', 'b']) {
        children.push(await ctx.spawn(Counter, { from: 0 }, { name, placement, supervise: none }))
      }
      return { incarnation: () => ctx.incarnation }
    })
    let context!: ActorContext
    await system.spawn(
      defineActor(import.meta.url, (ctx) => {
        context = ctx
        return {}
      }),
      undefined,
    )
    const family = await context.spawn(Family, undefined, { name: 'family', supervise })
    const [a, b] = children as [(typeof children)[0], (typeof children)[0]]
    const downs: Down[] = []
    for (const ref of [a, b, family]) context.watch(ref, (down) => downs.push(down))
    b.tell('add', 5)

    a.tell('fail', 'once too often')
    await until(() => children.length === 4 && downs.length === 2, 'the next life of the family')
    t.is(await family.ask('incarnation', undefined, ask), 1)
    const of = (ref: ActorRef) => downs.find((down) => down.ref.equals(ref))
    t.like(of(a), { reason: 'failed' })
    t.like(of(a)!.error, { code: 'ERR_RESTART_INTENSITY' })
    t.like(of(b), { reason: 'stopped' })
    // Same paths, other actors: their refs are new, and so is their state.
    t.deepEqual([children[3]!.path, children[3]!.equals(b)], [`${context.path}/family/b`, false])
    t.is(await children[3]!.ask('get', undefined, ask), 0)
    await t.throwsAsync(b.ask('get', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
  })
}
