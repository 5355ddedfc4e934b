import type { ResourceLimits } from 'node:worker_threads'
import type { RestartPolicy } from '../children/supervision.js'
import { ActorOptionError } from '../errors.js'
import { checkPolicy, checkResources, checkSize } from '../options.js'

export interface PoolOptions {
  /** How many threads: 1 to 1024. */
  threads: number
  /** Unique among the pools; letters, digits and `_ . -`. Default: `pool-<n>`. */
  name?: string
  /** Bounds the JavaScript heap of each thread, not native memory. */
  resourceLimits?: ResourceLimits
  /**
   * How often a thread that is lost is started again. Default: 10 times within 60,000 ms, after 10 to 1000 ms.
   * One that is lost more often stays closed, and its actors end.
   */
  supervise?: Omit<RestartPolicy, 'decide'>
}

export interface CheckedPool extends PoolOptions {
  name: string
}

const known = ['threads', 'name', 'resourceLimits', 'supervise']

/** @throws ActorOptionError */
export function checkPool(options: PoolOptions, freshName: () => string): CheckedPool {
  const { threads, name = freshName(), resourceLimits, supervise } = options ?? {}
  const strange = Object.keys(options ?? {}).find((key) => !known.includes(key))
  if (strange) throw new ActorOptionError(`pool.${strange}`, `expected one of ${known.join(', ')}`)
  if (typeof name !== 'string' || !/^[\w.-]{1,90}$/.test(name)) {
    throw new ActorOptionError('pool.name', 'use letters, digits, _ . - (at most 90)')
  }
  checkSize(threads, 'pool.threads', 1024)
  return {
    threads,
    name,
    ...(resourceLimits === undefined
      ? {}
      : { resourceLimits: checkResources(resourceLimits, 'pool.resourceLimits') }),
    ...(supervise !== undefined ? { supervise: checkPolicy(supervise, 'pool.supervise') } : {}),
  }
}
