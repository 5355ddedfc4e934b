import type { ErrorRecord } from '../error-record.js'
import type { Reading } from './streams.js'

type Data = Readonly<Record<string, unknown>>

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Own properties only: a record that leaves `cause` out must not get one from elsewhere. */
const own = (data: Data, key: string) => (Object.hasOwn(data, key) ? data[key] : undefined)

/** Records of one error with its causes and the errors it gathers; references could make them endless. */
const mostRecords = 1000

/** Checks that decoded data is an error record, down to its causes. */
export function errorRecord(from: Reading, value: unknown): ErrorRecord {
  let left = mostRecords
  const check = (record: unknown, depth: number): ErrorRecord => {
    const [name, message, stack, troupe, dom, fields, cause, errors] = isData(record)
      ? ['name', 'message', 'stack', 'troupe', 'dom', 'own', 'cause', 'errors'].map((key) => own(record, key))
      : []
    const right =
      left-- > 0 &&
      depth <= 8 &&
      typeof name === 'string' &&
      typeof message === 'string' &&
      typeof stack === 'string' &&
      isData(fields) &&
      (cause === undefined || isData(cause)) &&
      (errors === undefined || Array.isArray(errors))
    if (!right) throw from.bad('not an error')
    return {
      name,
      message,
      stack,
      troupe: troupe === true,
      own: fields,
      ...(dom === true ? { dom } : {}),
      ...(cause === undefined
        ? {}
        : { cause: Object.hasOwn(cause, 'value') ? { value: cause.value } : check(cause, depth + 1) }),
      ...(errors === undefined ? {} : { errors: errors.map((error) => check(error, depth + 1)) }),
    }
  }
  return check(value, 0)
}
