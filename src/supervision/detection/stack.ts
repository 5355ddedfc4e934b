import type { Session } from 'node:inspector'
import { fileURLToPath } from 'node:url'

/** Frames that are told of a stack, and characters of each. */
const mostFrames = 16
const mostCharacters = 300

interface CallFrame {
  readonly functionName: string
  readonly location: {
    readonly scriptId: string
    readonly lineNumber: number
    readonly columnNumber?: number
  }
}

/** What a paused thread says, as far as it is of use here. */
type Said =
  | {
      readonly method: 'Debugger.scriptParsed'
      readonly params: { readonly scriptId: string; readonly url: string }
    }
  | { readonly method: 'Debugger.paused'; readonly params: { readonly callFrames: readonly CallFrame[] } }
  | { readonly method: undefined }

/**
 * The JavaScript stack of another worker thread of this process, the innermost frame first, as
 * `function (file:line:column)`; null when none can be had in time.
 *
 * V8 looks for interrupts at every loop's end and every call, so a thread that loops in JavaScript answers its
 * debugger; one that is in native code does not, and one that another debugger holds does not either. The thread goes
 * on afterwards as if nothing had been. Nothing is thrown, and the debugger's session is gone when this settles.
 */
export async function stackOf(threadId: number, deadlineMs: number): Promise<readonly string[] | null> {
  let session: Session | undefined
  const held: { id?: string } = {}
  let timer: NodeJS.Timeout | undefined
  try {
    const inspector = await import('node:inspector')
    session = new inspector.Session()
    session.connect()
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, deadlineMs, null)
    })
    return await Promise.race([pausedIn(session, threadId, held), late])
  } catch {
    // A Node without an inspector, or a thread that is gone: there is no stack then.
    return null
  } finally {
    clearTimeout(timer)
    if (session !== undefined) letGo(session, held.id)
  }
}

/**
 * Ends the session. A pause that the thread has not come to yet would hold it for ever with nobody there to let it go,
 * and then it could not be terminated either: what is sent last takes the pause back.
 */
function letGo(session: Session, sessionId: string | undefined): void {
  if (sessionId !== undefined) {
    const message = JSON.stringify({ id: 4, method: 'Debugger.disable' })
    // An error means that it is detached already.
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message }, () => {})
  }
  session.disconnect()
}

/** Holds the thread for a moment, `held` naming it. Never settles when it cannot be held. */
function pausedIn(
  session: Session,
  threadId: number,
  held: { id?: string },
): Promise<readonly string[] | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error | null) => error !== null && reject(error)
    const send = (id: number, method: string) =>
      session.post(
        'NodeWorker.sendMessageToWorker',
        { sessionId: held.id!, message: JSON.stringify({ id, method }) },
        failed,
      )
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      // Its title is all that says which thread it is: `[worker 7] name`.
      if (held.id !== undefined || !`${workerInfo.title} `.startsWith(`[worker ${threadId}] `)) return
      held.id = sessionId
      send(1, 'Debugger.enable')
      send(2, 'Debugger.pause')
    })
    // Its scripts are told first, all that it has loaded: frames name them by their numbers.
    const urls = new Map<string, string>()
    session.on('NodeWorker.receivedMessageFromWorker', ({ params: { sessionId, message } }) => {
      if (sessionId !== held.id) return
      const said = JSON.parse(message) as Said
      if (said.method === 'Debugger.scriptParsed') urls.set(said.params.scriptId, said.params.url)
      if (said.method !== 'Debugger.paused') return
      const lines = linesOf(said.params.callFrames, urls)
      send(3, 'Debugger.resume')
      session.post('NodeWorker.detach', { sessionId }, () => resolve(lines))
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, failed)
  })
}

function linesOf(frames: readonly CallFrame[], urls: ReadonlyMap<string, string>): readonly string[] | null {
  const lines = frames
    .map(({ functionName, location: { scriptId, lineNumber, columnNumber = 0 } }) => {
      const url = urls.get(scriptId) ?? ''
      const file = url.startsWith('file:') ? fileURLToPath(url) : url
      const where = `${file}:${lineNumber + 1}:${columnNumber + 1}`
      return { url, line: `${functionName === '' ? '<anonymous>' : functionName} (${where})` }
    })
    // What called the loop is Node's own event loop, of no interest to anybody.
    .filter(({ url }) => url !== '' && !url.startsWith('node:'))
    .slice(0, mostFrames)
    .map(({ line }) => line.slice(-mostCharacters))
  return lines.length === 0 ? null : lines
}
