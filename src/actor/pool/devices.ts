import { readdirSync } from 'node:fs'

/**
 * The devices that actors can share a thread for: `cpu`, and `cuda:0` and so on, one for each NVIDIA GPU that this
 * process may use. Read from the device files, so that nobody has to load a library for it.
 */
export function localDevices(): string[] {
  const { CUDA_VISIBLE_DEVICES: visible } = process.env
  let gpus: number
  try {
    gpus = readdirSync('/dev').filter((file) => /^nvidia\d+$/.test(file)).length
  } catch {
    gpus = 0
  }
  if (visible !== undefined) gpus = Math.min(gpus, countVisible(visible))
  return ['cpu', ...Array.from({ length: gpus }, (_, i) => `cuda:${i}`)]
}

/** As CUDA reads it: a list that ends at the first entry which names nothing. */
function countVisible(list: string): number {
  const names = list.split(',').map((name) => name.trim())
  const end = names.findIndex((name) => name === '' || name.startsWith('-'))
  return end < 0 ? names.length : end
}
