import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { Command } from 'commander'
import {
  type CheckpointReport,
  checkpointLines,
  eventsFile,
  inspectCheckpoint,
  inspectRun,
  listRuns,
  type RunReport,
  recordFile,
  runLines,
  runsLines,
} from '../inspection/index.js'
import { checkpointsFolder, isCheckpoint } from '../state/index.js'
import { UsageError } from './errors.js'
import { EXIT } from './exit.js'

/** `troupe inspect <path>`: exit 1 when something of what was named is damaged. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show what a run directory or a checkpoint holds, verified')
    .argument('<path>', 'a run directory, or one checkpoint in it')
    .option('--json', 'print one JSON object')
    .action((path: string, { json }: { json?: boolean }) => {
      const report = inspect(path)
      const lines = report.kind === 'run' ? runLines(report, Date.now()) : checkpointLines(report)
      console.log(json ? JSON.stringify(report) : lines.join('\n'))
      const sound = report.kind === 'run' ? report.damage.length === 0 : report.good
      if (!sound) process.exitCode = EXIT.failure
    })
}

/** `troupe runs [dir]`. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('list what was trained, with what result')
    .argument('[dir]', 'the folder that holds the run directories', 'runs')
    .option('--json', 'print one JSON object')
    .action((folder: string, { json }: { json?: boolean }) => {
      // Without any run so far there is no such folder either.
      const none = folder === 'runs' && !existsSync(folder)
      if (!none) requireFolder(folder)
      const runs = none ? [] : listRuns(folder)
      if (json) return console.log(JSON.stringify({ runs }))
      console.log(runs.length === 0 ? `no runs in ${folder}` : runsLines(runs).join('\n'))
    })
}

function inspect(path: string): RunReport | CheckpointReport {
  requireFolder(path)
  const full = resolve(path)
  if (isCheckpoint(full)) return inspectCheckpoint(full)
  const run = basename(full) === checkpointsFolder ? join(full, '..') : full
  if ([recordFile, eventsFile].some((file) => existsSync(join(run, file)))) return inspectRun(run)
  throw new UsageError(
    `${path} is neither a run directory nor a checkpoint. Name one that 'troupe train' printed, or look at 'troupe runs'.`,
    { path },
  )
}

function requireFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  throw new UsageError(
    found === undefined
      ? `there is no ${path}. Check the path; 'troupe runs DIR' lists the runs in a folder.`
      : `${path} is a file. Name the run directory or the checkpoint that holds it.`,
    { path },
  )
}
