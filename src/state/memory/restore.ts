import { type StateShape, type StateViews, viewImage } from '../../arena/index.js'
import { CheckpointDamagedError } from '../checkpoint/index.js'
import type { StateForm } from '../form.js'
import type { MemoryCheckpoint } from './file.js'
import { formSha256 } from './manifest.js'

/** Puts a memory checkpoint's values where they belong. @throws CheckpointDamagedError when it does not fit the model */
export function restoreMemory(
  { path, manifest, image }: MemoryCheckpoint,
  form: StateForm,
  shape: StateShape,
  into: StateViews,
): void {
  if (manifest.form !== formSha256(form)) throw new CheckpointDamagedError(path, 'does not fit the model')
  const from = viewImage(image, shape)
  into.parameters.set(from.parameters)
  for (const [i, moment] of into.moments.entries()) moment.set(from.moments[i]!)
  into.buffers.set(from.buffers)
  into.running.set(from.running)
  if (into.best !== null) into.best.set(from.best!)
}
