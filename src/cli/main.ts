#!/usr/bin/env node
import { EXIT, reportFailure } from './failure.js'
import { program } from './program.js'

// A command that has not ended when the process does: a task called process.exit(), or awaits what never comes.
let ended = false
process.on('exit', (code) => {
  if (ended || code === EXIT.interrupted || code === EXIT.failure) return
  process.exitCode = EXIT.failure
  console.error(
    'troupe: the process ended before the command had: something called process.exit(), or awaits a promise that ' +
      'nothing settles. Look for it in the task. (ERR_ENDED_EARLY)',
  )
})

// A reader that closes early (`troupe devices | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  ended = true
  process.exit(0)
})

try {
  await program().parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
} finally {
  ended = true
}
