/**
 * Prints the table's samples as JSON, for tools/reference/operations.py (`npm run reference`):
 *
 *     node dist/tools/dump-samples.js [room…] | python3 tools/reference/operations.py FOLDER
 */
import { parseSignature, samplesOf, snakeCase } from '../src/tensor/operations/row.js'
import { rooms } from '../src/tensor/operations/table.js'

const wanted = process.argv.slice(2)
const samples = Object.entries(rooms)
  .filter(([room]) => wanted.length === 0 || wanted.includes(room))
  .map(([room, rows]) => [
    room,
    rows
      .filter((row) => row.samples.length > 0)
      .map((row) => {
        const { name, arguments: list } = parseSignature(row.signature)
        return {
          name,
          python: row.python ?? `torch.${snakeCase(name)}`,
          kinds: list.map(({ kind }) => kind),
          constant: list.map((argument) => row.constant?.includes(argument.name) ?? false),
          differentiable: (row.differentiable ?? true) && row.signs !== 'free',
          samples: samplesOf(row),
        }
      }),
  ])
process.stdout.write(`${JSON.stringify(Object.fromEntries(samples))}\n`)
