import { availableParallelism } from 'node:os'
import { agentLimits } from '../../agents/supervisor.js'
import trainer from '../../agents/trainer.js'
import { placeProgram } from '../actor/place/program.js'
import type { CheckedOptions } from '../training/options.js'
import { threadsAhead } from '../transport/thread-transport.js'
import type { ThreadsAhead } from '../transport/threads/ahead.js'

/**
 * Starts the threads of a run's first agents while main loads libtorch and prepares the task. They load what every
 * agent needs and nothing that needs libtorch, which main has to load first.
 *
 * The task decides over the number of agents, too: what is too many here ends unused, what is missing starts later.
 */
export function agentsAhead({ agents, spares, shards }: CheckedOptions): ThreadsAhead {
  const first = Math.min(agents ?? availableParallelism(), shards ?? Number.POSITIVE_INFINITY)
  return threadsAhead({
    count: first + spares,
    module: placeProgram,
    // What a task imports: it is loaded by the agents itself, which may need libtorch at once.
    load: [trainer.url, new URL('../index.js', import.meta.url).href],
    resourceLimits: agentLimits,
  })
}
