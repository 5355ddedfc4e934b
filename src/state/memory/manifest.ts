import { createHash } from 'node:crypto'
import { imageBytes, type StateShape } from '../../arena/index.js'
import { z } from '../../zod.js'
import type { CheckpointPlan } from '../checkpoint/index.js'
import type { StateForm } from '../form.js'
import { readDigests } from '../probe.js'
import { probeSchema } from '../probe-schema.js'

const formatName = 'troupe-memory'
const formatVersion = 2

const count = z.int().nonnegative()
const manifestSchema = z.object({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  task: z.string(),
  steps: count,
  identity: z.record(z.string(), z.unknown()),
  probe: probeSchema.optional(),
  form: z.string(),
  imageBytes: count,
})

/** What a bank is of. The step is in its seal: all banks of a run have the same manifest. */
export type MemoryManifest = z.infer<typeof manifestSchema>

export function memoryManifest(
  {
    task,
    steps,
    identity,
    form,
    probe,
  }: Pick<CheckpointPlan, 'task' | 'steps' | 'identity' | 'form' | 'probe'>,
  shape: StateShape,
): MemoryManifest {
  const plain = JSON.parse(JSON.stringify(identity)) as Record<string, unknown>
  return {
    format: formatName,
    version: formatVersion,
    task,
    steps,
    identity: plain,
    probe: readDigests(probe),
    form: formSha256(form),
    imageBytes: imageBytes(shape),
  }
}

/** What the bytes of an image mean: equal for equal names, shapes and order. */
export function formSha256({ layout, stateNames, carried, batch }: StateForm): string {
  return createHash('sha256')
    .update(JSON.stringify([layout, stateNames, carried, batch]))
    .digest('hex')
}

export function formatManifest(manifest: MemoryManifest): Uint8Array {
  return Buffer.from(JSON.stringify(manifest))
}

/** Null when it is not one that this program writes. */
export function parseManifest(bytes: Uint8Array): MemoryManifest | null {
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return null
  }
}
