import type { Group, GroupOptions } from '../../../src/actor/index.js'
import type { Journal, Traits } from './journal.js'
import type { Sender } from './puppet.js'

// What the owner of a group does with it, and writes down of it.

/** A group's owner: the program itself, or an actor. */
interface Owner {
  readonly journal: Journal
  readonly me: Sender
  /** Of what it spawns: empty for the program. */
  readonly parent: string
}

export function groupOptions(
  { name, size }: { name: string; size: number },
  { placement, capacity, overflow, strategy, maxRestarts, withinMs, backoffMs }: Traits,
  poolName: string,
): GroupOptions {
  const backoff = backoffMs > 0 ? { backoff: { minMs: backoffMs, maxMs: 4 * backoffMs, jitter: 0.5 } } : {}
  const elsewhere = placement === 'pool' ? { pool: poolName } : placement
  return {
    name,
    size,
    mailbox: { capacity, overflow },
    // Both here and there where it isn't all here.
    placement: (index) => (index === 0 ? 'here' : elsewhere),
    ...(strategy === 'none' ? {} : { supervise: { maxRestarts, withinMs, ...backoff } }),
  }
}

/** Spawns a group and watches it; undefined when a member can't be set up. */
export async function gather(
  { journal, me, parent }: Owner,
  { name, size }: { name: string; size: number },
  traits: Traits,
  spawn: () => Promise<Group<any>>,
): Promise<Group<any> | undefined> {
  const path = `${parent}/${name}`
  for (let i = 0; i < size; i++) {
    const own = { ...traits, placement: i === 0 ? 'here' : traits.placement }
    journal.add({ kind: 'spawned', actor: `${path}-${i}`, parent, life: me.life, traits: own, group: path })
  }
  let group: Group<any>
  try {
    group = await spawn()
  } catch {
    return undefined
  }
  const members = group.members.map((member) => member.path)
  journal.add({ kind: 'grouped', group: path, by: me.name, members })
  group.watch(() => journal.add({ kind: 'groupDown', group: path, by: me.name, life: me.life }))
  return group
}

/** Makes what each member gets, and writes it down when that member's turn to be sent to comes. */
function stamps({ journal, me }: Owner, group: Group<any>, as: 'tell' | 'ask', ids: number[]) {
  return (index: number) => {
    const id = journal.nextId()
    const { generation } = group
    ids.push(id)
    journal.add({ kind: 'sent', id, as, from: me.name, to: group.members[index]!.path, generation })
    return { id, from: me.name }
  }
}

export function tellAll(owner: Owner, group: Group<any>): void {
  const ids: number[] = []
  group.tellAll('note', stamps(owner, group, 'tell', ids))
  if (ids.length === 0) owner.journal.add({ kind: 'unsent', group: group.path })
}

export async function askAll(owner: Owner, group: Group<any>, timeoutMs: number): Promise<void> {
  const { journal, me } = owner
  const ids: number[] = []
  const id = journal.nextId()
  const replies = group.askAll('echo', stamps(owner, group, 'ask', ids), { timeoutMs })
  journal.add({ kind: 'askedAll', id, group: group.path, by: me.name, ids, timeoutMs })
  await replies.then(
    (value) => journal.add({ kind: 'settledAll', id, ok: true, value }),
    (error: { code?: string }) => journal.add({ kind: 'settledAll', id, ok: false, value: error.code }),
  )
}
