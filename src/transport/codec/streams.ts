import type { InvalidPayloadError } from './errors.js'
import type { CodecHooks } from './hooks.js'
import type { Limits } from './limits.js'
import type { ByteSink } from './sink.js'

/** What leaves.ts needs of the encoder whose value it writes. */
export interface Writing {
  readonly hooks: CodecHooks
  readonly limits: Limits
  readonly sink: ByteSink
  readonly origin: number
  value(value: unknown, depth: number): void
  string(value: string): void
  end(): void
  transfers(value: object): boolean
  hand(value: object): void
}

/** What rebuild.ts needs of the decoder whose bytes it reads. */
export interface Reading {
  readonly hooks: CodecHooks
  readonly bytes: Uint8Array
  readonly handed: readonly unknown[] | undefined
  readonly view: DataView
  readonly start: number
  position: number
  value(depth: number): unknown
  string(): string
  take(length: number): number
  atEnd(): boolean
  enter(depth: number): number
  made<T extends object>(number: number, object: T): T
  bad(reason: string, cause?: unknown): InvalidPayloadError
}
