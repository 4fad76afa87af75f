// Rows of any result as bars and as table columns. Pure; knows no analysis.
import type { Row } from '../api/client'
import { cellText } from '../ui/values'

const NAMES = ['phrase', 'entity', 'theme', 'touchpoint', 'path', 'name', 'step', 'stage', 'title', 'metric', 'from']
const COUNTS = ['journeys', 'events', 'n', 'customers', 'transitions', 'value']

export type Bar = { name: string; parts: [segment: string, size: number, row: Row][] }

/** Which column names a row and which one measures it, told by names and values alone. */
export function columnsOf(rows: readonly Row[]): { name: string; count: string; rest: string[] } {
  const keys = Object.keys(rows[0] ?? {})
  const texts = keys.filter((key) => rows.some((row) => typeof row[key] === 'string' || Array.isArray(row[key])))
  const numbers = keys.filter((key) => rows.some((row) => typeof row[key] === 'number'))
  const name = NAMES.find((key) => texts.includes(key)) ?? texts.find((key) => key !== 'segment') ?? keys[0] ?? ''
  const count = COUNTS.find((key) => numbers.includes(key)) ?? numbers[0] ?? ''
  const rest = numbers.filter((key) => key !== count && key !== name && !['step', 'position', 'rank'].includes(key)).slice(0, 3)
  return { name, count, rest }
}

export function barsOf(rows: readonly Row[], name: string, count: string): Bar[] {
  const bars = new Map<string, Bar>()
  for (const row of rows) {
    const label = cellText(name, row[name])
    const key = 'step' in row && typeof row.step === 'number' ? `${row.step} ${label}` : label
    const bar = bars.get(key) ?? bars.set(key, { name: label, parts: [] }).get(key)!
    bar.parts.push(['segment' in row && row.segment !== null ? String(row.segment) : '', Number(row[count] ?? 0), row])
  }
  const made = [...bars.values()]
  return rows.some((row) => Array.isArray(row[name])) ? made.sort((a, b) => size(b) - size(a)) : made
}

export const size = (bar: Bar): number => bar.parts.reduce((all, [, one]) => all + one, 0)

export function columnsIn(rows: readonly Row[], meanings: Record<string, string> = {}): string[] {
  const found = new Set<string>()
  for (const row of rows.slice(0, 200)) for (const key of Object.keys(row)) found.add(key)
  // the order that the analysis declares first, then what it added
  const declared = Object.keys(meanings).filter((key) => found.has(key))
  const all = [...new Set([...(found.has('segment') ? ['segment'] : []), ...declared, ...found])]
  return all.filter((key) => key !== 'segment' || rows.some((row) => row.segment !== null && row.segment !== undefined))
}

export function sorted(rows: readonly Row[], column: string | null, down: boolean): readonly Row[] {
  if (!column) return rows
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [a[column], b[column]]
    if (x === null || x === undefined) return y === null || y === undefined ? 0 : 1
    if (y === null || y === undefined) return -1
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y)))
  })
}
