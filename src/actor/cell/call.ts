import { untag } from '../group/tag.js'
import { generationOf, isOpening, payloadOf } from '../stream/streams.js'
import type { UserMessage } from './mailbox.js'

/** What a message that the runtime wrapped up holds for the handler that `handlerName` names. */
export interface Call {
  readonly payload: unknown
  /** The life it is for, if it is not for any. */
  readonly generation: number | undefined
}

/** Unwraps what opens a stream, or comes from a group; undefined for any other message. */
export function callOf(message: UserMessage): Call | undefined {
  if (message.id !== 0 && isOpening(message)) {
    return { payload: payloadOf(message), generation: generationOf(message) }
  }
  const tagged = untag(message)
  return tagged && { payload: tagged[1], generation: tagged[0] }
}
