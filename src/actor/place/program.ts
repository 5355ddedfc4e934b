/** The module that a thread of the actor system runs. */
export const placeProgram = new URL('./thread.js', import.meta.url)
