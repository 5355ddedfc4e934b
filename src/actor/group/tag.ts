/** What a group's message carries: kept apart from its name, so that names stay few. */
type Tagged = readonly [generation: number, payload: unknown]

const groupPrefix = '\0group:'

/** The same string each time: it is hashed once. Bounded. */
const names = new Map<string, string>()

/** The name under which a group sends; NUL: handlers can't have it, so other messages are looked up as ever. */
export function groupName(name: string): string {
  let full = names.get(name)
  if (full === undefined) {
    full = `${groupPrefix}${name}`
    if (names.size < 1024 && full.length < 256) names.set(name, full)
  }
  return full
}

export const tag = (generation: number, payload: unknown): Tagged => [generation, payload]

/** The generation and the payload of a group's message, or undefined. Those of other nodes may be anything. */
export function untag({ name, payload }: { name: string; payload: unknown }): Tagged | undefined {
  if (!name.startsWith(groupPrefix) || !Array.isArray(payload) || payload.length !== 2) return undefined
  return Number.isSafeInteger(payload[0]) ? (payload as unknown as Tagged) : undefined
}
