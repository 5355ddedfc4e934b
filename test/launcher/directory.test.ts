import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { scratch } from '../fixtures/tasks/run.js'
import { processOf, stateful, troupeTrain } from './command.js'

const set = ['pauseMs=5', 'peak=1000000'].flatMap((setting) => ['--set', setting])
const endless = [stateful, '--agents', '2', '--steps', '1000000', ...set]

/** Takes all the space there is; what is written meanwhile may get some of it. */
function fill(disk: string): string {
  const file = join(disk, 'filler')
  for (const bytes of [1 << 16, 1 << 12, 1]) {
    try {
      for (;;) writeFileSync(file, new Uint8Array(bytes), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  return file
}

test.serial('a disk that is full when a run ends is named, with where to go on from', async (t) => {
  const cwd = scratch()
  const run = join(cwd, 'run')
  mkdirSync(run)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', run])
  if (mounted.status !== 0) {
    t.log('skipped: only root can mount a small disk')
    t.pass()
    return
  }
  t.teardown(() => spawnSync('umount', [run]))
  const stopAt = (step: number, before = () => {}) => {
    let stopped = false
    return (event: Record<string, any>, launcher: { kill(signal: 'SIGINT'): boolean }) => {
      if (stopped || event.event !== 'step' || event.step < step) return
      stopped = true
      before()
      launcher.kill('SIGINT')
    }
  }
  const first = await troupeTrain([...endless, '--run', run], stopAt(3), cwd)
  t.is(first.code, 130, first.err)
  const kept = first.events.at(-1)!.step
  // Nothing of the second life writes before its end but its events, and nothing gives space back.
  let filler = ''
  const again = [stateful, '--run', run, '--resume', run]
  const full = await troupeTrain(
    again,
    stopAt(kept + 3, () => {
      filler = fill(run)
    }),
    cwd,
  )
  t.is(full.code, 1)
  t.like(full.events.at(-1), { event: 'failed', code: 'ERR_DISK_FULL', resume: run })
  t.true(full.events.some(({ code }) => code === 'ERR_CHECKPOINT_WRITE'))
  t.regex(full.err, /^troupe: no space is left .* \(ERR_DISK_FULL\)$/m)
  t.true(full.err.includes(`--resume ${run}`), full.err)
  t.is(JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')).status, 'failed')
  rmSync(filler)
  const resumed = await troupeTrain(again, stopAt(kept + 1), cwd)
  t.is(resumed.code, 130, resumed.err)
  t.like(resumed.events[0], { event: 'started', resumed: { step: kept } })
  t.like(resumed.events.at(-1), { event: 'stopped', resume: run })
})

for (const death of [false, true])
  test.serial(
    `a run directory that is removed is told of once, and not made again; the process dies: ${death}`,
    async (t) => {
      const cwd = scratch()
      const run = join(cwd, 'run')
      let removed = false
      const ended = await troupeTrain(
        [...endless, '--run', run],
        ({ event, step, code }, launcher) => {
          if (event === 'step' && step >= 3 && !removed) {
            rmSync(run, { recursive: true })
            removed = true
          }
          if (event !== 'warning' || code !== 'ERR_RUN_DIRECTORY') return
          if (death) process.kill(processOf(launcher.pid!)!, 'SIGKILL')
          else launcher.kill('SIGINT')
        },
        cwd,
      )
      t.true(removed)
      t.is(ended.code, 1)
      // A machine that is short of processors gives cause for warnings of its own.
      const warnings = ended.events.filter(
        ({ event, code }) => event === 'warning' && !/^ERR_AGENT_(SUSPECT|SLOW)$/.test(code),
      )
      t.like(warnings, { length: 1, 0: { code: 'ERR_RUN_DIRECTORY' } })
      t.like(ended.events.at(-1), { event: 'failed', code: 'ERR_RUN_DIRECTORY', resume: null })
      t.regex(ended.err, /is gone: somebody removed or moved it.*\(ERR_RUN_DIRECTORY\)$/m)
      t.deepEqual(readdirSync(cwd), [])
    },
  )
