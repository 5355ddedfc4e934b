/** 1234567 → `1,234,567`; small numbers keep three significant digits. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}

/** Seconds as `8 s`, `2 min 5 s`, `1 h 3 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** Metrics as `accuracy 0.9731, loss 0.084`. */
export function metrics(values: Readonly<Record<string, number | string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ')
}

/** A share of time as whole percents: `compute 71 %, sum 9 %, …`. Nothing measured gives an empty text. */
export function shares(times: Readonly<Record<string, number>>): string {
  const total = Object.values(times).reduce((sum, ms) => sum + ms, 0)
  if (total <= 0) return ''
  return Object.entries(times)
    .map(([name, ms]) => `${name} ${Math.round((100 * ms) / total)} %`)
    .join(', ')
}
