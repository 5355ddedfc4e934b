import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { PACKAGE_ROOT } from '../native/index.js'
import { buildCommand } from './build.js'
import { devicesCommand } from './devices.js'
import { doctorCommand } from './doctor.js'
import { inspectCommand, runsCommand } from './inspect.js'
import { trainCommand } from './train.js'

/** Commands behave alike: commander throws instead of exiting, and a wrong option is one line with a way on. */
function settle(command: Command, name: string): Command {
  command.exitOverride()
  command.configureOutput({
    outputError: (text, write) =>
      write(
        `troupe: ${text
          .trim()
          .replace(/^error: /, '')
          .replaceAll('\n', ' ')}; see: ${name} --help\n`,
      ),
  })
  for (const child of command.commands) settle(child, `${name} ${child.name()}`)
  return command
}

/** The whole command line; `parseAsync` rejects with what `reportFailure` understands. */
export function program(): Command {
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'))
  const root = new Command('troupe')
    .description('Trains neural networks with actors, bit-for-bit the same whoever computes.')
    .version(version)
    .addCommand(doctorCommand())
    .addCommand(buildCommand())
    .addCommand(devicesCommand())
    .addCommand(trainCommand())
    .addCommand(runsCommand())
    .addCommand(inspectCommand())
  return settle(root, 'troupe')
}
