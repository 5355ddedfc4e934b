/** `npm run bench -- <name> [--json] [--quick] [--peer-python PATH] [--peer-malloc]` */
import { parseArgs } from 'node:util'
import { actorBench } from './actor.js'
import { FULL, QUICK } from './alternate.js'
import { arenaBench } from './arena.js'
import { killAll } from './child.js'
import type { Context } from './context.js'
import { PeerMissingError } from './errors.js'
import { exactBench } from './exact.js'
import { filesBench } from './files.js'
import { memoryBench } from './memory.js'
import { libtorchVersion } from './ours.js'
import { findPython, type Python } from './python.js'
import { repairBench } from './repair.js'
import { type Row, table } from './rows.js'
import { tensorBench } from './tensor.js'
import { trainBench } from './train.js'

const benches: Readonly<Record<string, (context: Context) => AsyncGenerator<Row>>> = {
  train: trainBench,
  exact: exactBench,
  tensor: tensorBench,
  arena: arenaBench,
  memory: memoryBench,
  files: filesBench,
  actor: actorBench,
  repair: repairBench,
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      'peer-python': { type: 'string' },
      'peer-malloc': { type: 'boolean', default: false },
    },
  })
  const bench = benches[positionals[0] ?? '']
  if (bench === undefined || positionals.length > 1) {
    console.error(`bench: name one of ${Object.keys(benches).join(', ')}: npm run bench -- train`)
    return 2
  }
  // Only where arithmetic is compared do both sides need the same generation of it.
  const libtorch = bench === repairBench || bench === filesBench ? undefined : libtorchVersion()
  const python = await pythonOrWhyNot(values['peer-python'], libtorch, values['peer-malloc'])
  const rows: Row[] = []
  for await (const row of bench({ pace: values.quick ? QUICK : FULL, python })) {
    rows.push(row)
    if (values.json) console.log(JSON.stringify(row))
  }
  if (!values.json) console.log(table(rows))
  return 0
}

async function pythonOrWhyNot(
  given: string | undefined,
  libtorch: string | undefined,
  malloc: boolean,
): Promise<Python | undefined> {
  try {
    return await findPython(given, libtorch, malloc)
  } catch (error) {
    if (!(error instanceof PeerMissingError)) throw error
    console.error(`bench: ${error.message}`)
    return undefined
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    killAll()
    process.exit(code)
  })
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    killAll()
    const usage = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = usage ? 2 : 1
  },
)
