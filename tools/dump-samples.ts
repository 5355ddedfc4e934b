/**
 * Prints the table's samples as JSON, for tools/reference/operations.py:
 *
 *     node dist/tools/dump-samples.js | python3 tools/reference/operations.py > test/tensor/reference/operations.json
 */
import { parseSignature, snakeCase } from '../src/tensor/operations/row.js'
import { table } from '../src/tensor/operations/table.js'

const rows = table
  .filter((row) => row.samples.length > 0)
  .map((row) => {
    const { name, arguments: list } = parseSignature(row.signature)
    return {
      name,
      python: row.python ?? `torch.${snakeCase(name)}`,
      kinds: list.map(({ kind }) => kind),
      constant: list.map((argument) => row.constant?.includes(argument.name) ?? false),
      differentiable: row.differentiable ?? true,
      samples: row.samples,
    }
  })
process.stdout.write(`${JSON.stringify(rows)}\n`)
