/** How long real work of the program, like the import of a module, may hold the virtual time up. */
const patienceMs = 10_000

/** Immediates of waits below, which are no work of the program. */
let waits = 0

/**
 * Resolves once nothing is left that runs without time passing: no microtask, no setImmediate (the runtime's turns
 * continue in those), no file being read (imports). Sockets, threads and real timers are not waited for.
 */
export async function quiescence(): Promise<void> {
  await comeRound()
  if (!busy()) return
  const deadline = performance.now() + patienceMs
  do await comeRound()
  while (busy() && performance.now() < deadline)
}

async function comeRound(): Promise<void> {
  waits++
  await new Promise<void>((resolve) => setImmediate(resolve))
  waits--
}

function busy(): boolean {
  let immediates = 0
  for (const resource of process.getActiveResourcesInfo()) {
    if (resource === 'Immediate') immediates++
    // Files are read as FSReqPromise and the like, and closed, before an import goes on, as CloseReq.
    else if (resource.startsWith('FSReq') || resource === 'CloseReq') return true
  }
  return immediates > waits
}
