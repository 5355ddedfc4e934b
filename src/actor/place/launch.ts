import { Cell } from '../cell/cell.js'
import type { Resident } from '../cell/resident.js'
import type { ActorDefinition } from '../context.js'
import { isDefinition } from '../definition.js'
import { NoActorExportError } from '../errors.js'
import { Vacancy } from '../pool/vacancy.js'
import type { SpawnOrder } from './control.js'
import type { Kernel } from './kernel.js'

/** Starts the actor a thread was opened for. The cell exists at once, so that what is sent to it waits there. */
export async function launchRoot(kernel: Kernel, order: SpawnOrder): Promise<void> {
  kernel.startUidsAt(order.incarnation)
  await launch(kernel, order)
}

/** Starts an actor of another thread's in this one. What waited for it in its seat follows at once. */
export async function settle(kernel: Kernel, order: SpawnOrder): Promise<void> {
  await launch(kernel, order, kernel.cells.get(order.address.uid))
}

async function launch(kernel: Kernel, order: SpawnOrder, seat?: Resident): Promise<void> {
  const load = async () => (await importDefinition(order.url, order.ordinal)).setup
  const cell = new Cell(kernel, order, load)
  if (seat instanceof Vacancy) seat.settle(cell)
  await cell.launch()
}

/** Imports an actor's module and takes the definition it exports as default. */
async function importDefinition(url: string, ordinal: number): Promise<ActorDefinition<any, any>> {
  let exported: unknown
  try {
    exported = ((await import(url)) as { default?: unknown }).default
  } catch (error) {
    throw new NoActorExportError(url, error)
  }
  // The ordinal tells a definition that was spawned, but isn't the default export, from the one that is.
  if (!isDefinition(exported) || exported.url !== url || exported.ordinal !== ordinal)
    throw new NoActorExportError(url)
  return exported
}
