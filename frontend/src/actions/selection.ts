// Which journeys a page speaks of: in the URL, so that a link holds it. Pure but for reading it.
import type { Options } from '../api/client'

export type Selection = { by: string | null; where: string[]; from: string | null; to: string | null; through: string[]; without: string[] }

/** The keys of the second selection in the address, and at the server. */
export const OTHER = 'other_'
const KEYS = ['where', 'from', 'to', 'through', 'without'] as const

export function selectionOf(query: URLSearchParams, prefix = ''): Selection {
  const all = (key: string) => query.getAll(prefix + key)
  const one = (key: string) => query.get(prefix + key)
  return { by: prefix ? null : one('by'), where: all('where'), from: one('from'), to: one('to'), through: all('through'), without: all('without') }
}

export function optionsOf(selection: Selection, { by = true } = {}): Options {
  const { by: split, ...rest } = selection
  return { ...rest, ...(by ? { by: split } : {}) }
}

/** The options of the second selection as the server takes them beside the first. */
export function othersOf(query: URLSearchParams): Options {
  return Object.fromEntries(Object.entries(optionsOf(selectionOf(query, OTHER), { by: false })).map(([key, value]) => [OTHER + key, value]))
}

export const comparing = (query: URLSearchParams): boolean => query.has('compare')

/** What the address changes to when a comparison begins: both selections alike, no split. */
export function beginComparison(query: URLSearchParams): Record<string, string | string[] | null> {
  return { compare: '1', by: null, ...Object.fromEntries(KEYS.map((key) => [OTHER + key, query.getAll(key)])) }
}

export const endComparison: Record<string, null> = { compare: null, ...Object.fromEntries(KEYS.map((key) => [OTHER + key, null])) }

/** The address of another page with the same journeys chosen. */
export function carried(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams()
  for (const key of [...KEYS, 'by', 'compare', 'lapse', ...KEYS.map((one) => OTHER + one)]) for (const value of query.getAll(key)) kept.append(key, value)
  const text = kept.toString()
  return text ? `${path}?${text}` : path
}
