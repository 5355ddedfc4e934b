import { setTimeout as sleep } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import { type Simulation, simulation } from '../../../src/transport/simulated/simulation.js'
import { startWith } from '../helpers.js'

/** Lets the virtual time pass as the real one does, for tests that know of no simulation. */
async function keepTime(sim: Simulation, t: ExecutionContext): Promise<void> {
  let going = true
  t.teardown(() => {
    going = false
  })
  for (const began = performance.now(); going; await sleep(1)) {
    await sim.advance(performance.now() - began - sim.clock.now())
  }
}

startWith((t) => {
  const sim = simulation({ seed: 1 })
  void keepTime(sim, t)
  return { clock: sim.clock, random: sim.random, transport: sim.transport }
}, false)
await import('./semantics.js')
