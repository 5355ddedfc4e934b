import { ProcessGoneError } from './launcher/errors.js'
import { type AgentFigures, Launch, type LaunchOptions, type RunFigures } from './launcher/index.js'
import { type Controls, Run, type RunResult } from './run/run.js'
import type { AnyModule } from './training/task.js'

/**
 * Trains in a process of its own: the same {@link Run}, whose agents live elsewhere.
 *
 * @param model loads what the run has left in its directory: a model does not cross processes
 */
export async function trainIsolated(
  options: LaunchOptions,
  model: (directory: string) => Promise<AnyModule>,
): Promise<Run> {
  const launch = await Launch.start(options)
  const done = launch.done.then(async (figures) => withModel(figures, await model(figures.runDirectory)))
  // As everywhere, whoever reads the events need not look at it.
  done.catch(() => {})
  return new Run(launch.runDirectory!, done, launch.events, controlsOf(launch))
}

function withModel(figures: RunFigures, model: AnyModule): RunResult {
  return { ...figures, model }
}

/** There is nobody to kill when a run is over: no error, here as in any run. */
function falseWhenOver(error: unknown): false {
  if (error instanceof ProcessGoneError && error.fields.over === true) return false
  throw error
}

function controlsOf(launch: Launch): Controls {
  return {
    agents: (): readonly AgentFigures[] => launch.agents,
    kill: (agent) =>
      (launch.ask({ method: 'kill', argument: agent }) as Promise<boolean>).catch(falseWhenOver),
    spawnAgent: () => launch.ask({ method: 'spawnAgent', argument: null }) as Promise<number>,
    stopAgent: (agent) => launch.ask({ method: 'stopAgent', argument: agent }) as Promise<boolean>,
    resize: (agents) => launch.ask({ method: 'resize', argument: agents }) as Promise<void>,
    stop: () => launch.stop(),
    fail: (error) => launch.fail(error),
  }
}
