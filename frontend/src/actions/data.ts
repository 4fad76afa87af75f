// Shapes of the data page: the coverage matrix and the order of stage proposals. Pure.
import type { Report, Shape } from '../api/client'

type Row = Record<string, unknown>
export type Table = { rows: string[]; columns: string[]; cells: Map<string, number | null> }

const key = (row: string, column: string): string => `${row}\u0000${column}`
const STAGES = ['Awareness', 'Consideration', 'Decision', 'Purchase', 'Onboarding', 'Use', 'Support', 'Retention', 'Advocacy']

/** Rows of source and stage become shares of the journeys that reach the stage. */
export function coverageOf(rows: readonly Row[]): Table {
  const cells = new Map<string, number | null>()
  const sources: string[] = []
  const stages: string[] = []
  for (const row of rows) {
    const [source, stage, journeys, all] = [String(row.source ?? ''), row.stage, row.journeys, row.of_journeys]
    if (typeof stage !== 'string' || typeof journeys !== 'number') continue
    if (!sources.includes(source)) sources.push(source)
    if (!stages.includes(stage)) stages.push(stage)
    cells.set(key(source, stage), typeof all === 'number' && all > 0 ? journeys / all : null)
  }
  const order = (stage: string) => (STAGES.includes(stage) ? STAGES.indexOf(stage) : 99)
  return { rows: sources, columns: stages.sort((a, b) => order(a) - order(b)), cells }
}

export type Order = 'doubt' | 'stage' | 'name'

export function inOrder(rows: readonly Shape['StageRow'][], order: Order): Shape['StageRow'][] {
  if (order === 'stage') return [...rows]
  if (order === 'name') return [...rows].sort((a, b) => a.touchpoint.localeCompare(b.touchpoint))
  return [...rows].sort((a, b) => Number(a.set_by === 'you') - Number(b.set_by === 'you') || (a.confidence ?? 0) - (b.confidence ?? 0))
}

/** Stages to choose from: the usual ones in their order, and those that somebody made. */
export function stagesToChoose(rows: readonly Shape['StageRow'][]): string[] {
  return [...new Set([...STAGES, ...rows.map((row) => row.stage)])].filter(Boolean)
}

const RANK: Record<string, number> = { problem: 0, warning: 1, note: 2 }
export const bySeverity = (findings: readonly Shape['Finding'][]): Shape['Finding'][] =>
  [...findings].sort((a, b) => (RANK[a.severity] ?? 1) - (RANK[b.severity] ?? 1))

/** Roles that were found, least sure first, so that the doubtful ones are seen. */
export function rolesFound(report: Report): [role: string, found: Report['columns'][string]][] {
  return Object.entries(report.columns).sort(([, a], [, b]) => (a.confidence ?? 0) - (b.confidence ?? 0))
}

const LATE = 7 * 86_400

/** Whether a source is so far behind the newest of all that it should be said aloud. */
export const behind = (seconds: number | null): boolean => (seconds ?? 0) > LATE
