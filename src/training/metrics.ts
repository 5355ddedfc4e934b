import { Tensor } from '../tensor/index.js'
import { MetricError } from './errors.js'

/** Names that the events' own fields have, and the one that would vanish in every copy. */
const taken = new Set(['event', 'step', '__proto__'])

/**
 * The metrics that `evaluate` reports, in its order. Found out by calling it once before the run starts, because
 * the ledger keeps a place for each.
 *
 * @throws MetricError when it is no record of numbers
 */
export function metricNames(metrics: unknown, task: string): string[] {
  if (
    typeof metrics !== 'object' ||
    metrics === null ||
    Array.isArray(metrics) ||
    ArrayBuffer.isView(metrics) ||
    metrics instanceof Tensor ||
    metrics instanceof Promise
  ) {
    throw new MetricError(
      `evaluate() of the task ${task} must return a record of metrics, like { accuracy }.`,
    )
  }
  const names = Object.keys(metrics)
  if (names.length === 0) throw new MetricError(`evaluate() of the task ${task} returned no metric.`)
  const bad = names.find((name) => taken.has(name))
  if (bad !== undefined)
    throw new MetricError(`evaluate() of the task ${task} may not call a metric '${bad}'.`)
  metricValues(metrics, names, task)
  return names
}

/** The values of the metrics of these names, as doubles. */
export function metricValues(metrics: object, names: readonly string[], task: string): Float64Array {
  const given = metrics as Readonly<Record<string, unknown>>
  const found = Object.keys(given)
  if (found.length !== names.length || names.some((name) => !Object.hasOwn(given, name))) {
    throw new MetricError(
      `evaluate() of the task ${task} returned ${found.join(', ') || 'nothing'} for one batch and ` +
        `${names.join(', ')} for another. Return the same metrics always.`,
    )
  }
  return Float64Array.from(names, (name) => {
    const value = given[name]
    if (typeof value === 'number') return value
    if (value instanceof Tensor && value.numel === 1) return value.item()
    throw new MetricError(
      `evaluate() of the task ${task}: ${name} is neither a number nor a tensor of one element.`,
    )
  })
}
