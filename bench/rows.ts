/**
 * What a benchmark says: one row per comparison, as a table or as JSON lines.
 */

/** A goal on the ratio: an operator and a bound, for example `>= 3.3`. */
export type Goal = `${'>=' | '<=' | '>' | '<'} ${number}`

/** One comparison. `ours`, `peer` and `ratio` are null where they could not be measured. */
export interface Row {
  readonly bench: string
  readonly row: string
  /** Median of troupe's measurements, in `unit`. */
  readonly ours: number | null
  /** Median of the peer's, in the same unit. */
  readonly peer: number | null
  readonly peerName: string
  readonly unit: string
  /** In the sense of the goal: ours over peer, unless the row's name says `gloo ÷ ours` or the like. */
  readonly ratio: number | null
  /** Null for a comparison that no goal was set for. */
  readonly goal: Goal | null
  /** Null where there is no goal, and where the peer could not be installed or run; the reason is on stderr. */
  readonly met: boolean | null
}

export function meets(ratio: number, goal: Goal): boolean {
  const [operator, text] = goal.split(' ') as [string, string]
  const bound = Number(text)
  switch (operator) {
    case '>=':
      return ratio >= bound
    case '<=':
      return ratio <= bound
    case '>':
      return ratio > bound
    case '<':
      return ratio < bound
    default:
      throw new RangeError(`goal '${goal}' has no operator: write '>= 3.3', '<= 1.6', '> 1' or '< 1.5'.`)
  }
}

/** The parts of a row that are known before anything is measured. */
export type Heading = Pick<Row, 'bench' | 'row' | 'unit' | 'goal'> & {
  /** True where less is better and the goal still asks for "n times": the ratio is then peer over ours. */
  readonly inverse?: boolean
}

export function makeRow(
  { bench, row, unit, goal, inverse = false }: Heading,
  ours: number | null,
  peer: number | null,
  peerName: string,
): Row {
  const ratio = ours === null || peer === null ? null : inverse ? peer / ours : ours / peer
  return {
    bench,
    row,
    ours,
    peer,
    peerName,
    unit,
    ratio,
    goal,
    met: ratio === null || goal === null ? null : meets(ratio, goal),
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A table for people; columns are as wide as their widest cell. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['bench', 'row', 'ours', 'peer', 'unit', 'ratio', 'goal', 'met', 'peer is'],
    ...rows.map((row) => [
      row.bench,
      row.row,
      figure(row.ours),
      figure(row.peer),
      row.unit,
      row.ratio === null ? '-' : row.ratio.toFixed(2),
      row.goal ?? '-',
      row.met === null ? '-' : row.met ? 'yes' : 'NO',
      row.peerName,
    ]),
  ]
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)))
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function figure(value: number | null): string {
  if (value === null) return '-'
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}
