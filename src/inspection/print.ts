import { counted } from '../errors.js'
import type { Incident } from '../observe/index.js'
import { duration, figure, metrics } from '../observe/index.js'
import type { CheckpointReport } from './checkpoint.js'
import type { RunReport } from './run.js'
import type { RunLine } from './runs.js'
import { table } from './table.js'

/** A run for people; `now` in milliseconds since 1970. */
export function runLines(report: RunReport, now: number): string[] {
  const { record, steps, loss, evaluation, goodput, incidents, warnings, checkpoints, damage } = report
  const planned = steps.planned === null ? '' : ` of ${figure(steps.planned)}`
  return [
    ...pairs([
      ['run', report.directory],
      ...(record === null ? [] : ([['task', `${record.task.name} (${record.task.path})`]] as const)),
      ['status', statusOf(report, now)],
      ['steps', `${figure(steps.done)}${planned}${lossOf(loss)}`],
      ['evaluation', evaluation === null ? 'none' : metrics(evaluation as Record<string, number>)],
      ...resultOf(report),
      ['goodput', goodputOf(goodput)],
      ['processes', String(report.lives)],
    ]),
    '',
    ...(incidents.length === 0
      ? ['no incidents']
      : [`${counted(incidents.length, 'incident')}:`, ...incidentTable(incidents)]),
    ...sightsOf(incidents),
    ...warnings.map(
      ({ code, message, times }) => `warning${times > 1 ? ` (${times} times)` : ''}: ${message} (${code})`,
    ),
    '',
    ...(checkpoints.length === 0
      ? ['no checkpoints']
      : [
          `${counted(checkpoints.length, 'checkpoint')}:`,
          ...table([
            ['step', 'bytes', 'state', 'name'],
            ...checkpoints.map(({ step, bytes, problem, latest, name }) => [
              String(step),
              figure(bytes),
              problem ?? (latest ? 'good, the last acknowledged' : 'good'),
              name,
            ]),
          ]),
        ]),
    ...damage.map((what) => `damaged: ${what}`),
  ]
}

function statusOf({ record, process, lastEventAt }: RunReport, now: number): string {
  const by = process === null || process.pid === null ? '' : ` in process ${process.pid}`
  if (record === null) return process === null ? 'unknown' : `running${by}`
  if (record.status === 'stopped' && record.result?.atOnce === true)
    return 'stopped at once: what was done after its last checkpoint is lost'
  if (record.status !== 'running') return record.status
  const ago =
    lastEventAt === null ? '' : `; its last event is ${duration((now - Date.parse(lastEventAt)) / 1000)} old`
  return process === null ? `killed: no process is at work in it${ago}` : `running${by}${ago}`
}

function lossOf(loss: number | null): string {
  return loss === null ? '' : `, loss ${Number(loss.toPrecision(4))}`
}

function resultOf({ record }: RunReport): [string, string][] {
  const { parametersSha256, stateSha256, code, message } = record?.result ?? {}
  return [
    ...(parametersSha256 === undefined ? [] : [['parameters', String(parametersSha256)] as [string, string]]),
    ...(stateSha256 === undefined ? [] : [['state', String(stateSha256)] as [string, string]]),
    ...(code === undefined ? [] : [['failure', `${message} (${code})`] as [string, string]]),
  ]
}

function goodputOf(goodput: RunReport['goodput']): string {
  if (goodput === null) return 'unknown: its events have no times'
  if (goodput.goodput === null) return 'none: no time has passed'
  const seconds = (ms: number) => `${Number((ms / 1000).toPrecision(4))} s`
  return (
    `${Number((100 * goodput.goodput).toPrecision(4))} % (${seconds(goodput.productiveMs)} of ${seconds(goodput.wallMs)}` +
    `${goodput.redoneSteps === 0 ? '' : `; ${counted(goodput.redoneSteps, 'step')} done again`})`
  )
}

function incidentTable(incidents: readonly Incident[]): string[] {
  return table([
    ['id', 'step', 'who', 'phase', 'detect', 'repair', 'total ms', 'redone', 'lost', 'cause'],
    ...incidents.map((each) => [
      String(each.id),
      String(each.step),
      whoOf(each),
      each.phase ?? '-',
      String(each.detectMs),
      String(Math.round(10 * (each.totalMs - each.detectMs)) / 10),
      String(each.totalMs),
      each.recomputedSteps > 0 ? counted(each.recomputedSteps, 'step') : String(each.recomputedShards),
      String(each.lostSteps),
      each.cause,
    ]),
  ])
}

/** An agent or the run's process with the number of its life; nobody where nobody is to blame. */
function whoOf({ host, agent, incarnation }: Incident): string {
  if (host !== undefined) return `process ${incarnation}`
  return agent === null ? '-' : `${agent}.${incarnation}`
}

/** Where the agents were when one of them hung. */
function sightsOf(incidents: readonly Incident[]): string[] {
  return incidents.flatMap(({ id, agents }) =>
    (agents ?? []).flatMap(({ agent, incarnation, phase, shard, call, stillMs, stack }) => {
      const where = [
        phase ?? 'between two phases',
        ...(shard === null ? [] : [`shard ${shard}`]),
        call === null ? 'JavaScript' : `native call ${call}`,
      ]
      return [
        `  incident ${id}: agent ${agent}.${incarnation} in ${where.join(', ')}, still for ${stillMs} ms`,
        ...(stack ?? []).map((frame) => `    at ${frame}`),
      ]
    }),
  )
}

/** A checkpoint for people. */
export function checkpointLines({ path, problem, manifest, files }: CheckpointReport): string[] {
  if (manifest === null) return [`${path} ${problem}`]
  const { step, steps, task, writtenAt, identity, sampler, parametersSha256, stateSha256 } = manifest
  return [
    ...pairs([
      ['checkpoint', path],
      ['state', problem ?? 'good: every byte is as it was written'],
      ['task', task],
      ['written', writtenAt],
      ['step', `${figure(step)} of ${figure(steps)}, ${figure(sampler.cursor)} samples`],
      [
        'identity',
        `seed ${identity.seed}, ${counted(identity.shards, 'shard')}, batch ${identity.batch}, ` +
          `${counted(identity.threads, 'thread')}${identity.precision === 'bf16' ? ', bf16' : ''}${identity.exact ? '' : ', not exact'}`,
      ],
      ...Object.entries(identity.settings).map(([name, value]) => ['', `${name} = ${value}`] as const),
      ['parameters', parametersSha256],
      ['state', stateSha256],
    ]),
    ...files.flatMap(({ name, bytes, sha256, tensors }) => [
      '',
      `${name}: ${figure(bytes)} bytes, SHA-256 ${sha256}`,
      ...(tensors === null
        ? []
        : table([
            ['tensor', 'dtype', 'shape'],
            ...tensors.map(({ name, dtype, shape }) => [name, dtype, `[${shape.join(', ')}]`]),
          ])),
    ]),
  ]
}

/** A list of runs for people. */
export function runsLines(runs: readonly RunLine[]): string[] {
  return table([
    ['run', 'task', 'status', 'steps', 'duration', 'evaluation'],
    ...runs.map(({ run, task, status, steps, seconds, evaluation }) => [
      run,
      task ?? '-',
      status,
      steps === null ? '-' : figure(steps),
      seconds === null ? '-' : duration(seconds),
      evaluation === null ? '-' : metrics(evaluation as Record<string, number>),
    ]),
  ])
}

function pairs(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length))
  return lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`)
}
