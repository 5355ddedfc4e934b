const marked = new WeakSet<object>()

/** Marks a handler so that its actor handles other messages while it awaits; see `ctx.reentrant`. */
export function reentrant<F extends (payload: any) => unknown>(handler: F): F {
  marked.add(handler)
  return handler
}

export const isReentrant = (handler: object): boolean => marked.has(handler)
