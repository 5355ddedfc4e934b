/** Rows as aligned columns, the first row a heading; a column of numbers stands to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const numeric = head.map((_, i) => body.length > 0 && body.every((row) => /^[-\d.,]+$/.test(row[i]!)))
  return rows.map((row) =>
    row
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
}
