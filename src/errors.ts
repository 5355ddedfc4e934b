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

const problems: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the quota is used up',
  EEXIST: 'a part of the path is a file',
  EFBIG: 'the file would be larger than is allowed',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ENOENT: 'the place does not exist',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
}

/** What an error of the file system means, in words; of any other error its first line. */
export function problemOf(error: unknown): string {
  const { code = '' } = (error ?? {}) as NodeJS.ErrnoException
  return problems[code] ?? (error instanceof Error ? error.message : textOf(error)).split('\n', 1)[0]!
}

/** Whether an error comes, in the end, of a file system that is full. */
export function lacksSpace(error: unknown): boolean {
  let each = error
  for (let depth = 0; depth < 8 && each instanceof Error; depth++) {
    if (['ENOSPC', 'EDQUOT'].includes((each as NodeJS.ErrnoException).code ?? '')) return true
    each = each.cause
  }
  return false
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
