import { z } from '../../zod.js'
import { probeSchema } from '../probe-schema.js'
import { formatName, formatVersion } from './manifest.js'

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().nonnegative()

/** `Manifest` as a reader finds it. Apart from it, because the thread that writes checkpoints never reads one. */
export const manifestSchema = z.looseObject({
  format: z.literal(formatName),
  version: z.int().max(formatVersion),
  step: count,
  steps: count,
  identity: z.looseObject({ seed: count, batch: count }),
  probe: probeSchema.optional(),
  parametersSha256: hex,
  stateSha256: hex,
  // Names of files in the checkpoint's own folder, and no way out of it.
  files: z.record(
    z.enum(['model.safetensors', 'optimizer.safetensors', 'best.safetensors']),
    z.strictObject({ bytes: count, sha256: hex }).optional(),
  ),
})
