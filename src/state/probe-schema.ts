import { z } from '../zod.js'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
/** `ProbeDigests` as records and manifests have them. Apart from those, because agents never read one. */
export const probeSchema = z.strictObject({ batch: hex, gradient: hex, update: hex })
