import type { Death } from '../../actor/index.js'
import type { TroupeError } from '../../errors.js'
import type { AgentSight } from '../../observe/index.js'

/** Where an agent was, in words: `native code (matmul) in backward of shard 3`. */
export function describeSight({ phase, shard, call }: AgentSight): string {
  const where = call === null ? 'JavaScript' : `native code (${call})`
  const of = shard === null ? '' : ` of shard ${shard}`
  return phase === null ? where : `${where} in ${phase}${of}`
}

/** How a life ended, in words that go on from `it`; with an error instead of an end, how its start failed. */
export function describeDeath(how: Death | Error): string {
  if (how instanceof Error) {
    const { reason } = (how as Partial<TroupeError>).fields ?? {}
    return reason === 'exited'
      ? 'did not start: something in the task called process.exit() in its thread'
      : `did not start: ${firstLine(how)}`
  }
  if (how.reason === 'failed') return `failed: ${how.error === undefined ? 'unknown' : firstLine(how.error)}`
  if (how.reason === 'exited') {
    return `exited with code ${how.exitCode ?? 'unknown'}: something in the task called process.exit() in its thread`
  }
  return how.reason
}

function firstLine(error: Error): string {
  const { code } = error as Partial<TroupeError>
  return `${code === undefined ? '' : `${code} `}${error.message.split('\n', 1)[0]}`
}
