// From a place on the map to its proof, and from the proof to the same question elsewhere.
import type { MapDocument, Shape } from '../api/client'
import { spelled, unspelled } from '../ui/conditions'
import { stepsOf } from './funnel'

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
  // a step of a funnel is numbered; people know it by its name
  const steps = claim.analysis === 'funnel' ? stepsOf(String((claim.params ?? {}).steps ?? '')) : []
  const named = (key: string, value: unknown) => (key === 'step' && steps[Number(value) - 1] ? unspelled(steps[Number(value) - 1]!) : value)
  const where = Object.entries(claim.where ?? {})
    .map(([key, value]) => `${key.replaceAll('_', ' ')} is ${value === null ? 'empty' : `“${named(key, value)}”`}`)
    .join(' and ')
  return `Of the rows that “${claim.analysis}” gives, the one${where ? ` where ${where}` : ''}: its “${claim.field}”.`
}

/** The neighbour of a path in the order of the picture, round the end. */
export function beside(order: readonly string[], path: string, step: number): string {
  const at = order.indexOf(path)
  return order[(at + step + order.length) % order.length] ?? path
}

const SELECTING = ['where', 'from', 'to', 'through', 'without', 'left_after'] as const
const MEASURES: Record<string, string> = {
  valence: 'valence', exit_share: 'end_share', exits: 'end_share', repeat_share: 'again_share', journeys: 'journeys', customers: 'journeys', events: 'events',
}
const SIGNALS: Record<string, string> = {
  repeat: 'again_share', slow: 'slow_share', 'drop-off': 'end_share', 'low-score': 'negative_share', 'low-emotion': 'negative_share', 'high-score': 'valence', 'high-emotion': 'valence',
}

type Chosen = Record<string, string | string[] | null>

function selected(claim: Claim): Chosen {
  const params = (claim.params ?? {}) as Chosen
  return Object.fromEntries(SELECTING.filter((key) => params[key]).map((key) => [key, params[key]!]))
}

/** The touchpoint a claim is about, where it is one; pains and gains name theirs in their id. */
const placeOf = (claim: Claim, touchpoint?: string | null): string | null => {
  const where = (claim.where ?? {}) as Record<string, unknown>
  return typeof where.touchpoint === 'string' ? where.touchpoint : (touchpoint ?? null)
}

/** The options of `trends` that show how the measure of a claim changed; null where none fits. */
export function trendOf(claim: Claim & About): ({ metric: string; touchpoint: string } & Chosen) | null {
  const touchpoint = placeOf(claim, claim.touchpoint)
  const metric = claim.signal ? SIGNALS[claim.signal] : MEASURES[claim.field ?? '']
  return touchpoint && metric ? { ...selected(claim), metric, touchpoint } : null
}

/** Whose number it is: the list of customers, chosen as the claim chooses; null without a place. */
export function behindIt(claim: Claim & About): Chosen | null {
  const where = (claim.where ?? {}) as Record<string, unknown>
  const params = (claim.params ?? {}) as Chosen
  if (claim.analysis === 'funnel' && params.steps) {
    return { ...selected(claim), steps: params.steps, within: params.within ?? null, mode: params.mode ?? null, step: String(where.step ?? 1) }
  }
  if (claim.analysis === 'pains' && where.id) return { ...selected(claim), pain: String(where.id) }
  const touchpoint = placeOf(claim, claim.touchpoint)
  const step = touchpoint ? spelled(touchpoint) : typeof where.step === 'string' ? `step:${where.step}` : typeof where.stage === 'string' ? `stage:${where.stage}` : null
  const before = [selected(claim).through ?? []].flat()
  return step ? { ...selected(claim), through: [...before, step] } : null
}

/** What a cell of the map says about its claim beyond the claim itself. */
export type About = { touchpoint?: string | null; signal?: string | null }

/** The touchpoint and signal of the cell at a path, as far as it has them. */
export function aboutAt(document: MapDocument, path: string): About {
  const found = path.split('#')[0]!.split('.').slice(0, 4).reduce<unknown>((part, key) => (part && typeof part === 'object' ? (part as Record<string, unknown>)[key] : undefined), document)
  const content = (found as { content?: Record<string, unknown> } | undefined)?.content ?? {}
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return { touchpoint: text(content.touchpoint), signal: text(content.signal) }
}
