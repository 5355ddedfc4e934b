import { fileURLToPath } from 'node:url'

/** The repository's root; this file runs from dist/bench. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Peers are Python and plain JavaScript, which the compiler leaves where they are. */
export function peerScript(name: string): string {
  return fileURLToPath(new URL(`../../bench/peers/${name}`, import.meta.url))
}

/** A compiled file of this folder, to run as a process or a worker of its own. */
export function compiled(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
