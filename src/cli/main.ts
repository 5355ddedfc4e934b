#!/usr/bin/env node
import { reportFailure } from './failure.js'
import { program } from './program.js'

// A reader that closes early (`troupe devices | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  await program().parseAsync()
} catch (error) {
  process.exitCode = reportFailure(error)
}
