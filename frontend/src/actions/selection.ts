// Which journeys a page speaks of: in the URL, so that a link holds it. Pure but for reading it.
import type { Options } from '../api/client'

export type Selection = { by: string | null; where: string[]; from: string | null; to: string | null }

export function selectionOf(query: URLSearchParams): Selection {
  return { by: query.get('by'), where: query.getAll('where'), from: query.get('from'), to: query.get('to') }
}

export function optionsOf(selection: Selection, { by = true } = {}): Options {
  const { where, from, to } = selection
  return { where, from, to, ...(by ? { by: selection.by } : {}) }
}

/** The address of another page with the same journeys chosen. */
export function carried(path: string, query: URLSearchParams): string {
  const kept = new URLSearchParams()
  for (const key of ['where', 'from', 'to', 'by']) for (const value of query.getAll(key)) kept.append(key, value)
  const text = kept.toString()
  return text ? `${path}?${text}` : path
}
