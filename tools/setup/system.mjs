import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { explain, run, which } from '../native/command.mjs'
import { findPrograms } from '../native/compiler.mjs'
import { findLibtorch } from '../native/libtorch.mjs'
import { Remedy } from '../native/remedy.mjs'

/** The Debian packages that are missing on this machine: compilers, and libtorch with its BLAS unless another is named. */
export function missingDebianPackages(env = process.env) {
  const { missing } = findPrograms()
  const libtorch = findLibtorch({ env })
  if (libtorch === undefined) return [...missing, 'libtorch-dev', 'libopenblas0-openmp']
  // A wheel has its BLAS inside; the system's libtorch runs at a thirtieth of its speed on the reference BLAS.
  if (libtorch.system && !existsSync(join(libtorch.lib, 'openblas-openmp/libblas.so.3')))
    missing.push('libopenblas0-openmp')
  return missing
}

/** True when apt knows where to fetch every one of them; package lists are absent on a fresh image. */
function haveCandidates(packages) {
  try {
    const text = execFileSync('apt-cache', ['policy', ...packages], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })
    return (text.match(/^ {2}Candidate: (?!\(none\))/gm) ?? []).length === packages.length
  } catch {
    return false
  }
}

/** The command that installs them; a `Remedy` for who may not run it. */
export function installCommand(
  packages,
  { uid = process.getuid(), hasApt = which('apt-get') !== undefined } = {},
) {
  if (!hasApt) {
    throw new Remedy(
      `this machine lacks ${packages.join(', ')} (Debian's names) and has no apt-get; install them, then run this again`,
    )
  }
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  if (uid !== 0) {
    const line = `sudo apt-get update && sudo ${command.join(' ')}`
    throw new Remedy(`${packages.join(', ')} missing; run this, then try again: ${line}`)
  }
  return command
}

/** Installs what is missing, as root and without a question; anybody else is told the command (exit 2). */
export async function installSystemPackages(root, say) {
  const packages = missingDebianPackages()
  if (packages.length === 0) return say('system packages: all there')
  const command = installCommand(packages)
  const log = join(root, '.cache/setup/apt.log')
  mkdirSync(join(root, '.cache/setup'), { recursive: true })
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => run('apt-get', args, { cwd: root, env, log })
  const install = () => apt(...command.slice(1))
  let updated = false
  const update = async () => {
    say('system packages: apt-get update')
    updated = true
    if ((await apt('update')) !== 0)
      throw new Remedy(`apt-get update failed; the log is ${log}:\n${explain(log, 15)}`)
  }
  if (!haveCandidates(packages)) await update()
  say(`system packages: installing ${packages.join(' ')} (apt-get; a few minutes)`)
  let code = await install()
  // Old lists name files that the mirror has replaced since.
  if (code !== 0 && !updated) {
    await update()
    code = await install()
  }
  if (code !== 0) throw new Remedy(`${command.join(' ')} failed; the log is ${log}:\n${explain(log, 15)}`)
}
