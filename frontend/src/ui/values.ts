// How a value is written by its unit, as the map writes it.
import { amount, decimal, duration, emotion, exact, known, share, signed } from './numbers'

export function valueText(unit: string, value: number | null | undefined): string {
  if (!known(value)) return 'unknown'
  if (unit === 'count') return exact(value)
  if (unit === 'share') return share(value)
  if (unit === 'seconds') return duration(value)
  if (unit === 'points') return signed(value, 0)
  if (unit === 'valence') return emotion(value)
  if (unit === 'amount') return amount(value)
  return decimal(value, Number.isInteger(value) ? 0 : 2)
}

/** How a column of a result is written, told by its name alone: new analyses need no edit here. */
export function columnKind(name: string): string {
  if (/(^|_)(share|rate)(_|$)|^answered$|^(exit|repeat)_share|^confidence$|^filled$|_confidence$/.test(name)) return 'share'
  if (/seconds/.test(name)) return 'seconds'
  if (/^valence|^emotion(_low|_high)?$|^lift$/.test(name)) return 'valence'
  if (/^(cost|cost_low|cost_high)$/.test(name)) return 'amount'
  if (/^(journeys|customers|events|n|transitions|variants|affected|others|entries|exits|rank|step|position|answers_.*|still_open|rows|accepted|count)$/.test(name)) return 'count'
  return 'other'
}

/** The ends of an interval are written as what lies between them. */
const kindIn = (name: string, row: Record<string, unknown> | undefined): string => (/^(low|high)$/.test(name) && typeof row?.share === 'number' ? 'share' : columnKind(name))

export function cellText(name: string, value: unknown, row?: Record<string, unknown>): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value) && typeof value[0] === 'object') return value.map((one: Record<string, unknown>) => Object.entries(one).slice(0, 2).map(([key, part]) => cellText(key, part)).join(' ')).join(', ')
  if (Array.isArray(value)) return value.map(String).join(' › ')
  if (typeof value === 'object') return JSON.stringify(value)
  if (typeof value !== 'number') return String(value)
  const kind = kindIn(name, row)
  if (kind === 'other') return Number.isInteger(value) ? exact(value) : decimal(value, Math.abs(value) < 10 ? 2 : 1)
  return valueText(kind, value)
}
