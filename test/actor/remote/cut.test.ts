import { spawnSync } from 'node:child_process'
import test, { type ExecutionContext } from 'ava'
import type { HandlersOf } from '../../../src/actor/index.js'
import type Counter from '../../fixtures/actors/counter.js'
import Keeper from '../../fixtures/actors/keeper.js'
import { canCertify, makeCertificates } from '../../transport/tcp/certificates.js'
import { ask, start, until } from '../helpers.js'
import { startFar } from './far.js'

const name = `troupe-${process.pid}`
// Of the range for tests of networks (RFC 2544); a /30 for each process that runs this.
const net = `198.18.${process.pid & 255}`
const base = ((process.pid >> 8) & 63) * 4
const [near, far] = [`${net}.${base + 1}`, `${net}.${base + 2}`]

const ip = (...args: string[]) => spawnSync('ip', args, { timeout: 60_000 }).status === 0

/** Root, the ip tool, and a kernel that allows namespaces here. */
function canCut(): boolean {
  if (process.getuid?.() !== 0 || !canCertify || !ip('netns', 'add', name)) return false
  return ip('netns', 'del', name)
}

/** Another namespace at the end of a cable. */
function layCable(t: ExecutionContext): void {
  const cable = `tr${process.pid}`
  t.true(ip('netns', 'add', name))
  t.teardown(() => ip('netns', 'del', name))
  t.true(ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'far', 'netns', name))
  t.teardown(() => ip('link', 'del', cable))
  t.true(ip('addr', 'add', `${near}/30`, 'dev', cable) && ip('link', 'set', cable, 'up'))
  t.true(ip('-n', name, 'addr', 'add', `${far}/30`, 'dev', 'far'))
  t.true(ip('-n', name, 'link', 'set', 'lo', 'up') && ip('-n', name, 'link', 'set', 'far', 'up'))
}

const cable = (state: 'up' | 'down') => ip('-n', name, 'link', 'set', 'far', state)

// Neither side is given up before the cable is cut, even where a busy machine holds it up.
const heartbeat = { everyMs: 50, firstEstimateMs: 50, minStdMs: 20, acceptablePauseMs: 3000 }
const reconnect = { minMs: 50, maxMs: 200, attempts: 1000 }

const withNamespaces = canCut() ? test : test.skip

withNamespaces(
  'a cable that is cut makes both sides unreachable, and the same processes meet again',
  async (t) => {
    const { here, there } = makeCertificates()
    layCable(t)
    const { port } = await startFar(t, { host: far, tls: there, heartbeat }, name)
    const system = await start(t)
    const tls = { ...here, servername: 'localhost' }
    const peer = await system.connect({ host: far, port, tls, timeoutMs: 60_000, heartbeat, reconnect })
    const { node } = peer
    const counter = (await peer.lookup<HandlersOf<typeof Counter>>('counter'))!
    const remote = (await peer.lookup<HandlersOf<typeof Keeper>>('keeper'))!
    const other = (await peer.lookup<HandlersOf<typeof Counter>>('thread'))!
    const keeper = await system.spawn(Keeper, {})
    await keeper.ask('watch', counter, ask)
    // Over there somebody watches one of ours.
    await remote.ask('watch', keeper, ask)

    const hangs = t.throwsAsync(counter.ask('hang', undefined, ask), { code: 'ERR_ACTOR_DOWN' })
    t.true(cable('down'))
    await hangs
    t.is((peer.error as { fields?: { reason?: string } }).fields?.reason, 'silent')
    const downs = () => keeper.ask('downs', undefined, ask) as Promise<{ reason: string }[]>
    await until(async () => (await downs()).length === 1, 'the death')
    t.is((await downs())[0]!.reason, 'unreachable')
    other.tell('add', 1000)

    t.true(cable('up'))
    await until(() => peer.state === 'connected', 'the next session')
    t.is(peer.node, node)
    t.like((await remote.ask('downs', undefined, ask)) as object[], [{ reason: 'unreachable' }])
    // Told while nothing went through: lost, not late.
    t.is(await other.ask('get', undefined, ask), 20)
    t.is((await downs()).length, 1)
  },
)
