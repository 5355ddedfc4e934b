import { createReadStream } from 'node:fs'
import { CsvError as ParserError, parse } from 'csv-parse'
import { counted } from '../errors.js'
import { z } from '../zod.js'
import { columnDataset } from './columns.js'
import type { ColumnDataset } from './dataset.js'
import { CsvError, DatasetError, DatasetNotFoundError } from './errors.js'
import { permutation, RandomUse } from './random.js'

export interface CsvOptions {
  /** Column of class names for classification: `y` is int64 [], the class's index. This or `targets`. */
  readonly label?: string | number
  /** Columns of numbers for regression: `y` is float32 [targets.length]. */
  readonly targets?: readonly (string | number)[]
  /** Columns of numbers to learn from; default all others. `x` is float32 [features.length]. */
  readonly features?: readonly (string | number)[]
  /** Default ','. */
  readonly delimiter?: string
  /** Whether the first row names the columns; default true. Without, columns are numbered from 0. */
  readonly header?: boolean
  /** Part of the rows that becomes the test split, drawn by `seed`; default 0.2, 0 for none. At least one row must come of it. */
  readonly testFraction?: number
  /** Default 0. */
  readonly seed?: number
  /** Shifts and scales each feature to mean 0 and deviation 1 over the training rows; default false. */
  readonly standardize?: boolean
  /** Longest row in bytes; default 1 MiB. */
  readonly maxRowBytes?: number
}

export interface CsvSplits {
  readonly train: ColumnDataset
  readonly test?: ColumnDataset | undefined
  /** Names of the features, in the order of `x`. */
  readonly features: readonly string[]
  /** Names of the classes, sorted: `classes[y]`. Empty for regression. */
  readonly classes: readonly string[]
}

const column = z.union([z.string(), z.int().nonnegative()])
const schema = z
  .strictObject({
    label: column.optional(),
    targets: z.array(column).min(1).optional(),
    features: z.array(column).min(1).optional(),
    delimiter: z.string().length(1).default(','),
    header: z.boolean().default(true),
    testFraction: z.number().min(0).lt(1).default(0.2),
    seed: z.int().nonnegative().default(0),
    standardize: z.boolean().default(false),
    maxRowBytes: z
      .int()
      .positive()
      .default(1 << 20),
  })
  .refine((o) => (o.label === undefined) !== (o.targets === undefined), 'give one of label and targets')

type Settings = z.output<typeof schema>

/** The chosen columns of a table: positions in a row. */
interface Columns {
  readonly names: readonly string[]
  readonly features: readonly number[]
  readonly targets: readonly number[]
  readonly label: number | undefined
}

/** `datasets.csv` (index.ts). */
export async function csv(path: string, options: CsvOptions): Promise<CsvSplits> {
  const checked = schema.safeParse(options)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const where = issue!.path.length === 0 ? '' : `${issue!.path.join('.')}: `
    throw new DatasetError(`datasets.csv: ${where}${issue!.message}`)
  }
  const table = new Table(path, checked.data)
  const input = createReadStream(path)
  const parser = parse({
    delimiter: checked.data.delimiter,
    bom: true,
    info: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: checked.data.maxRowBytes,
    relax_column_count: true,
  })
  input.on('error', (error) => parser.destroy(error))
  try {
    for await (const { record, info } of input.pipe(parser)) table.add(record, info.lines)
  } catch (error) {
    if (error instanceof ParserError) {
      const line = Number((error as unknown as { lines?: number }).lines ?? 0)
      throw new CsvError(path, line, undefined, error.message, error)
    }
    if ((error as NodeJS.ErrnoException).syscall !== undefined) {
      throw new DatasetNotFoundError(path, `${(error as NodeJS.ErrnoException).code}; check the path`, error)
    }
    throw error
  } finally {
    input.destroy()
  }
  return table.splits()
}

/** Collects rows as numbers. */
class Table {
  #columns: Columns | undefined
  readonly #x: number[] = []
  readonly #y: number[] = []
  readonly #labels: string[] = []
  #rows = 0

  constructor(
    readonly path: string,
    readonly settings: Settings,
  ) {}

  add(record: readonly string[], line: number): void {
    if (this.#columns === undefined) {
      const names = this.settings.header ? record : record.map((_, i) => String(i))
      this.#columns = choose(this.path, names, this.settings)
      if (this.settings.header) return
    }
    const columns = this.#columns
    if (record.length !== columns.names.length) {
      const problem = `it has ${counted(record.length, 'cell')} where the first row has ${columns.names.length}; complete or remove it`
      throw new CsvError(this.path, line, undefined, problem)
    }
    const number = (at: number) => {
      const cell = record[at]!
      // Number('') is 0, which would hide a missing value.
      const value = cell === '' ? Number.NaN : Number(cell)
      if (!Number.isFinite(Math.fround(value))) {
        const problem = `${JSON.stringify(cell)} is no finite number; correct it, or leave the column out of features`
        throw new CsvError(this.path, line, columns.names[at]!, problem)
      }
      return value
    }
    for (const at of columns.features) this.#x.push(number(at))
    for (const at of columns.targets) this.#y.push(number(at))
    if (columns.label !== undefined) {
      const cell = record[columns.label]!
      if (cell === '')
        throw new CsvError(this.path, line, columns.names[columns.label]!, 'the label is empty; fill it in')
      this.#labels.push(cell)
    }
    this.#rows++
  }

  splits(): CsvSplits {
    const columns = this.#columns
    if (columns === undefined || this.#rows === 0) {
      throw new CsvError(
        this.path,
        1,
        undefined,
        'there are no rows of data; check the file and the header option',
      )
    }
    const { testFraction, seed, standardize } = this.settings
    const testRows = Math.floor(this.#rows * testFraction)
    if (testRows === 0 && testFraction > 0) {
      throw new CsvError(
        this.path,
        1,
        undefined,
        `${counted(this.#rows, 'row')} of data ${this.#rows === 1 ? 'leaves' : 'leave'} none for a test split of ` +
          `${testFraction}; add rows, raise testFraction, or set it to 0 for no test split`,
      )
    }
    const order =
      testRows === 0
        ? Uint32Array.from({ length: this.#rows }, (_, i) => i)
        : permutation(seed, RandomUse.split, 0, this.#rows)
    // In the file's order within each split, so that a table without a test split is the file.
    const test = order.slice(0, testRows).sort()
    const train = order.slice(testRows).sort()
    const width = columns.features.length
    if (standardize) standardise(this.#x, width, train)
    const classes = [...new Set(this.#labels)].sort()
    const number = new Map(classes.map((name, i) => [name, i]))
    const pick = (rows: Uint32Array) =>
      columnDataset(
        {
          x: { data: rowsOf(this.#x, width, rows), shape: [width] },
          y:
            columns.label === undefined
              ? { data: rowsOf(this.#y, columns.targets.length, rows), shape: [columns.targets.length] }
              : { data: Int32Array.from(rows, (row) => number.get(this.#labels[row]!)!), dtype: 'int64' },
        },
        this.path,
      )
    const features = columns.features.map((at) => columns.names[at]!)
    return { train: pick(train), test: testRows === 0 ? undefined : pick(test), features, classes }
  }
}

function choose(path: string, names: readonly string[], settings: Settings): Columns {
  const find = (wanted: string | number) => {
    const at = typeof wanted === 'number' ? wanted : names.indexOf(wanted)
    if (at < 0 || at >= names.length) {
      const known = names.slice(0, 20).join(', ')
      throw new DatasetError(`${path} has no column ${JSON.stringify(wanted)}; it has ${known}`, {
        column: wanted,
      })
    }
    return at
  }
  if (settings.header) {
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice !== undefined) {
      throw new CsvError(path, 1, twice, 'two columns have this name; rename one, or use header: false')
    }
  }
  const label = settings.label === undefined ? undefined : find(settings.label)
  const targets = (settings.targets ?? []).map(find)
  const taken = new Set([...targets, label])
  const features = settings.features?.map(find) ?? names.map((_, i) => i).filter((i) => !taken.has(i))
  if (features.length === 0)
    throw new DatasetError(`${path} has no columns left to learn from; name some as features`)
  return { names, features, targets, label }
}

function rowsOf(values: readonly number[], width: number, rows: Uint32Array): Float32Array {
  const out = new Float32Array(
    new SharedArrayBuffer(Math.max(4, rows.length * width * 4)),
    0,
    rows.length * width,
  )
  rows.forEach((row, to) => {
    for (let i = 0; i < width; i++) out[to * width + i] = values[row * width + i]!
  })
  return out
}

function standardise(values: number[], width: number, rows: Uint32Array): void {
  for (let column = 0; column < width; column++) {
    let sum = 0
    for (const row of rows) sum += values[row * width + column]!
    const mean = sum / rows.length
    let squares = 0
    for (const row of rows) squares += (values[row * width + column]! - mean) ** 2
    // A constant column becomes zeros.
    const deviation = Math.sqrt(squares / rows.length) || 1
    for (let at = column; at < values.length; at += width) values[at] = (values[at]! - mean) / deviation
  }
}
