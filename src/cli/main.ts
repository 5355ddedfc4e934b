#!/usr/bin/env node
import { finish, install, settle } from './shell.js'

install()
// Imported only now: whatever happens from here on is watched over.
const [{ reportFailure }, { program }] = await Promise.all([import('./failure.js'), import('./program.js')])
try {
  const ended = program().parseAsync()
  // The command has begun by now, as far as it goes without waiting: it has taken over, or never will.
  settle()
  await ended
} catch (error) {
  process.exitCode = reportFailure(error)
}
await finish()
