import { defineActor } from '../definition.js'

/** The first actor of a shared thread. It keeps the thread open and does nothing else. */
export default defineActor(import.meta.url, () => ({}))
