import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Command } from 'commander'
import { PACKAGE_ROOT } from '../native/index.js'
import { EXIT } from './exit.js'
import { take } from './shell.js'

/** `troupe build`: builds the addon, with the same script that npm's install runs. */
export function buildCommand(): Command {
  return new Command('build')
    .description('build or rebuild the native addon')
    .option('--libtorch <dir>', 'the libtorch to build for: the folder that holds include/ and lib/')
    .option('--force', 'build even if nothing changed')
    .addHelpText(
      'after',
      '\nWithout --libtorch: LIBTORCH, Torch_DIR, the active virtual environment, python3, the system.',
    )
    .action(async ({ libtorch, force }: { libtorch?: string; force?: boolean }) => {
      const args = [
        ...(libtorch === undefined ? [] : ['--libtorch', libtorch]),
        ...(force ? ['--force'] : []),
      ]
      process.exitCode = await runScript(join(PACKAGE_ROOT, 'tools/native/build.mjs'), args)
    })
}

/** Runs one of the package's plain scripts on this terminal; resolves to its exit code. */
function runScript(script: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
    // Ctrl-C reaches the whole process group and the child dies of it by itself; SIGTERM has come here only.
    let interrupted = false
    const stop = () => {
      interrupted = true
      child.kill('SIGTERM')
    }
    const release = take({ ask: stop, broke: stop })
    child.once('error', reject)
    child.once('close', (code) => {
      release()
      resolve(interrupted ? EXIT.interrupted : (code ?? EXIT.failure))
    })
  })
}
