/** Paths of what differs, numbers by more than what another processor's last bits make in some steps. */
export function differences(again: unknown, before: unknown, path = ''): string[] {
  if (typeof again === 'number' && typeof before === 'number')
    return Math.abs(again - before) <= 1e-5 + 1e-4 * Math.abs(before) ? [] : [path]
  if (typeof again !== 'object' || typeof before !== 'object' || again === null || before === null)
    return again === before ? [] : [path]
  const keys = new Set([...Object.keys(again), ...Object.keys(before)])
  return [...keys].flatMap((key) =>
    differences((again as never)[key], (before as never)[key], `${path}/${key}`),
  )
}
