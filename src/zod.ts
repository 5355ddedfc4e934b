import { createRequire } from 'node:module'
import type { z as Zod } from 'zod'

const require = createRequire(import.meta.url)

/** zod by `require`, as those load it that check something only now and then: by `import` it would be a second copy. */
export const { z } = require('zod') as { z: typeof Zod }

export declare namespace z {
  export type infer<T> = Zod.infer<T>
  export type input<T> = Zod.input<T>
  export type output<T> = Zod.output<T>
  export type ZodType<T = unknown> = Zod.ZodType<T>
}
