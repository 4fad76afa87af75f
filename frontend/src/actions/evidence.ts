// From a place on the map to its proof, and from the proof to the same question elsewhere.
import type { MapDocument, Shape } from '../api/client'

export type Claim = Shape['Evidence']

/** The claims behind a path such as `lanes.5.cells.0` or `stages.1.steps.0#2`. */
export function claimsAt(document: MapDocument, path: string): Claim[] {
  const found = path
    .split('#')[0]!
    .split('.')
    .reduce<unknown>((part, key) => (part && typeof part === 'object' ? (part as Record<string, unknown>)[key] : undefined), document)
  if (!found || typeof found !== 'object') return []
  const claim = 'evidence' in found ? found.evidence : found
  if (!claim) return []
  return (Array.isArray(claim) ? claim : [claim]) as Claim[]
}

const quoted = (value: unknown): string => {
  const text = String(value)
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

const literal = (value: unknown): string => {
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value === null) return 'None'
  return Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : JSON.stringify(value)
}

const pairs = (claim: Claim): [string, unknown][] => Object.entries(claim.params ?? {})

export function command(claim: Claim): string {
  const options = pairs(claim).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `--${key.replaceAll('_', '-').replace(/-$/, '')} ${quoted(one)}`),
  )
  return ['desirepath analyse', claim.analysis, ...options, '--json'].join(' ')
}

export function python(claim: Claim): string {
  const given = pairs(claim).map(([key, value]) => `${key === 'from' ? 'from_' : key}=${literal(value)}`)
  return `ws.analyses.${(claim.analysis ?? '').replaceAll('-', '_')}(${given.join(', ')})`
}

/** The address of the page that asks the same question. */
export function address(claim: Claim): string {
  const query = new URLSearchParams()
  for (const [key, value] of pairs(claim)) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one))
  }
  const text = query.toString()
  return `/journeys/${claim.analysis}${text ? `?${text}` : ''}`
}

export function inWords(claim: Claim): string {
  const where = Object.entries(claim.where ?? {})
    .map(([key, value]) => `${key.replaceAll('_', ' ')} is ${value === null ? 'empty' : `“${value}”`}`)
    .join(' and ')
  return `Of the rows that “${claim.analysis}” gives, the one${where ? ` where ${where}` : ''}: its “${claim.field}”.`
}

/** The neighbour of a path in the order of the picture, round the end. */
export function beside(order: readonly string[], path: string, step: number): string {
  const at = order.indexOf(path)
  return order[(at + step + order.length) % order.length] ?? path
}
