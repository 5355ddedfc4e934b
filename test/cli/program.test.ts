import test from 'ava'
import { CommanderError } from 'commander'
import { UsageError } from '../../src/cli/errors.js'
import { reportFailure } from '../../src/cli/failure.js'
import { program } from '../../src/cli/program.js'
import { AddonMissingError } from '../../src/native/index.js'
import { troupe } from '../fixtures/cli/troupe.js'

test('every command has --help and exits 0 with it', async (t) => {
  const names = program().commands.map((command) => command.name())
  t.true(names.includes('doctor') && names.includes('build') && names.includes('devices'))
  for (const name of names) {
    const { code, stdout } = await troupe([name, '--help'])
    t.is(code, 0, name)
    t.regex(stdout, new RegExp(`Usage: troupe ${name}`))
  }
})

test('an unknown command and an unknown option exit 2 with one line that says where to look', async (t) => {
  for (const args of [['trian'], ['doctor', '--jsn'], ['build', '--libtorch']]) {
    const { code, stdout, stderr } = await troupe(args)
    t.is(code, 2, args.join(' '))
    t.is(stdout, '')
    t.regex(stderr, /^troupe: .*; see: troupe.* --help\n$/)
  }
})

test('devices lists the processor with its cores and memory', async (t) => {
  const { code, stdout } = await troupe(['devices', '--json'])
  t.is(code, 0)
  const { devices } = JSON.parse(stdout)
  t.is(devices[0].id, 'cpu')
  t.true(devices[0].cores >= 1 && devices[0].totalBytes > devices[0].freeBytes)
})

test('an error of ours is one line; wrong usage exits 2, a failure 1', (t) => {
  const lines: string[] = []
  const print = (text: string) => lines.push(text)
  t.is(reportFailure(new UsageError('--agents takes a number'), print), 2)
  t.is(reportFailure(new AddonMissingError('core.node', '/x', 'build it: npx troupe build'), print), 1)
  t.deepEqual(lines, [
    'troupe: --agents takes a number (ERR_USAGE)',
    'troupe: the native addon core.node is not there; build it: npx troupe build (ERR_ADDON_MISSING)',
  ])
})

test('an error that is not ours keeps its stack, and commander’s help is a success', (t) => {
  const lines: string[] = []
  const print = (text: string) => lines.push(text)
  t.is(reportFailure(new RangeError('boom'), print), 1)
  t.regex(lines[0]!, /RangeError: boom\n +at /)
  t.is(reportFailure(new CommanderError(0, 'commander.help', ''), print), 0)
})
