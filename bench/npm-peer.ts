import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PeerMissingError } from './errors.js'
import { root } from './places.js'

/**
 * Installs npm packages that only a benchmark needs where only it sees them (ignored by git), once.
 *
 * @returns the folder whose node_modules holds them
 * @throws PeerMissingError when npm cannot
 */
export async function installPeer(name: string, packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(root, '.cache/bench', name)
  const names = Object.keys(packages)
  if (names.every((each) => existsSync(join(folder, 'node_modules', each, 'package.json')))) return folder
  mkdirSync(folder, { recursive: true })
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts']
  try {
    await promisify(execFile)('npm', [...args, ...names.map((each) => `${each}@${packages[each]}`)], {
      timeout: 300_000,
    })
    return folder
  } catch (error) {
    const why = `npm could not install it: ${(error as Error).message.split('\n')[0]}`
    throw new PeerMissingError(name, why, error)
  }
}
