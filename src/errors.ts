/** `1 shard`, `2 shards`: a number and its noun, for messages. */
export function counted(count: number, noun: string, several = `${noun}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : several}`
}

/** Any value as text, for messages: also what `String` refuses to turn into one. */
export function textOf(value: unknown): string {
  try {
    return String(value)
  } catch {
    return `[${typeof value}]`
  }
}

/**
 * The root of every error this package throws.
 *
 * A subclass per failure lives in the folder that detects it (`src/<folder>/errors.ts`); `code` is stable and
 * documented in docs/errors.md, the message says what is wrong and what to do next, `fields` hold the
 * values a program needs to react.
 */
export class TroupeError extends Error {
  readonly code: string
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, fields: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.fields = fields
  }
}
