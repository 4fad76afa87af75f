// What a place of the map is, by the names that never change, and where it may go. Pure.
import type { Drawn, MapDocument, Shape } from '../api/client'

export type Operation = Shape['Change']['change']
export type Target =
  | { kind: 'stage'; id: string; name: string }
  | { kind: 'step'; ref: string; stage: string; name: string }
  | { kind: 'card'; id: string; lane: string; stage: string; step: string | null; name: string; written: boolean }
  | { kind: 'lane'; id: string; name: string }
  | { kind: 'empty'; lane: string; stage: string; step: string; name: string }

type Lane = MapDocument['lanes'][number]
type Cell = Lane['cells'][number]
type Column = { stage: MapDocument['stages'][number]; step: MapDocument['stages'][number]['steps'][number]; ref: string }

const FREE = new Set(['cards', 'quotes', 'numbers', 'marks'])
export const free = (lane: { picture: string }): boolean => FREE.has(lane.picture)
export const refOf = (stage: { id: string }, step: { id: string; ref?: string | null }): string => step.ref ?? `${stage.id}/${step.id}`

export function columns(document: MapDocument): Column[] {
  return document.stages.flatMap((stage) => stage.steps.map((step) => ({ stage, step, ref: refOf(stage, step) })))
}

export type Pictured = { id: string; alt: string; width: number; height: number }
/** The image of a card, null where it has none. */
export const imageOf = (cell: Cell): Pictured | null => ((cell.content as { image?: Pictured }).image ?? null)
export const imageUrl = (id: string): string => `/api/v1/maps/images/${id}`

export function titleOf(cell: Cell): string {
  const content = cell.content as Record<string, any>
  const quoted = content.quotes?.[0]?.text
  const listed = content.items?.slice(0, 3).map((item: any) => item.name ?? item.label).join(', ')
  return String(content.title ?? content.text ?? content.image?.alt ?? quoted ?? listed ?? content.valence ?? '')
}

/** Whether a person's word is all that stands behind a card. */
export function isAssumed(cell: Cell): boolean {
  const claims = Array.isArray(cell.evidence) ? cell.evidence : [cell.evidence]
  return claims.every((claim) => ((claim as any)?.class ?? 'assumed') === 'assumed')
}

/** What stands at a path of the picture; null for what cannot be edited. */
export function targetAt(document: MapDocument, path: string): Target | null {
  const [kind, ...rest] = path.split('|')
  if (kind === 'lane') {
    const lane = document.lanes.find((one) => one.id === rest[0])
    return lane ? { kind: 'lane', id: lane.id, name: lane.title } : null
  }
  if (kind === 'empty') {
    const [id, ref] = rest
    const lane = document.lanes.find((one) => one.id === id)
    const column = columns(document).find((one) => one.ref === ref)
    return lane && column ? { kind: 'empty', lane: lane.id, stage: column.stage.id, step: column.ref, name: `${lane.title}, ${column.stage.name}, ${column.step.name}` } : null
  }
  const [, first, inside, second] = /^(?:stages|lanes)\.(\d+)(?:\.(steps|cells)\.(\d+))?/.exec(path) ?? []
  if (first === undefined) return null
  if (path.startsWith('stages')) {
    const stage = document.stages[Number(first)]
    if (!stage) return null
    if (inside !== 'steps') return { kind: 'stage', id: stage.id, name: stage.name }
    const step = stage.steps[Number(second)]
    return step ? { kind: 'step', ref: refOf(stage, step), stage: stage.id, name: step.name } : null
  }
  const lane = document.lanes[Number(first)]
  const cell = lane?.cells[Number(second)]
  if (!lane || !cell?.id) return null
  return { kind: 'card', id: cell.id, lane: lane.id, stage: cell.stage, step: stepRef(document, cell), name: titleOf(cell), written: isAssumed(cell) }
}

function stepRef(document: MapDocument, cell: Cell): string | null {
  const column = columns(document).find((one) => one.stage.id === cell.stage && one.step.id === cell.step)
  return column?.ref ?? null
}

export function keyOf(target: Target): string {
  if (target.kind === 'step') return `step ${target.ref}`
  if (target.kind === 'empty') return `empty ${target.lane} ${target.step}`
  return `${target.kind} ${target.id}`
}

export function findCard(document: MapDocument, id: string): { lane: Lane; cell: Cell } | null {
  for (const lane of document.lanes) for (const cell of lane.cells) if (cell.id === id) return { lane, cell }
  return null
}

/** The cards that stand where a card stands, in order. */
export function beside(document: MapDocument, lane: string, stage: string, step: string | null): Cell[] {
  const found = document.lanes.find((one) => one.id === lane)
  return (found?.cells ?? []).filter((cell) => cell.stage === stage && stepRef(document, cell) === step)
}

/** Whether a card may stand in a lane: written ones anywhere that is written, others at home. */
export function mayStand(document: MapDocument, card: Extract<Target, { kind: 'card' }>, lane: string): boolean {
  const home = document.lanes.find((one) => one.id === card.lane)
  const other = document.lanes.find((one) => one.id === lane)
  if (!home || !other || !free(other) || !free(home)) return false
  return card.written || (home.id === other.id && home.picture === 'cards')
}

/** Where a thing may go by one press of Alt and an arrow; null where that leads nowhere. */
export function nudge(document: MapDocument, target: Target, x: number, y: number): Operation | null {
  if (target.kind === 'stage' && x) {
    const order = document.stages.map((stage) => stage.id)
    const after = slot(order, target.id, x)
    return after === undefined ? null : { op: 'move-stage', stage: target.id, after }
  }
  if (target.kind === 'step' && x) return nudgeStep(document, target, x)
  if (target.kind === 'lane' && y) {
    const order = document.lanes.map((lane) => lane.id)
    const after = slot(order, target.id, y)
    return after === undefined ? null : { op: 'move-lane', lane: target.id, after }
  }
  if (target.kind !== 'card' || !mayStand(document, target, target.lane)) return null
  if (y) {
    const order = beside(document, target.lane, target.stage, target.step).map((cell) => cell.id!)
    const after = slot(order, target.id, y)
    return after === undefined ? null : { op: 'move-card', card: target.id, lane: target.lane, stage: target.stage, step: target.step, after }
  }
  const all = columns(document)
  const at = all.findIndex((one) => (target.step ? one.ref === target.step : one.stage.id === target.stage))
  const to = all[at + x]
  return to ? { op: 'move-card', card: target.id, lane: target.lane, stage: null, step: to.ref, after: beside(document, target.lane, to.stage.id, to.ref).at(-1)?.id ?? null } : null
}

/** Behind what a thing stands after moving one place; null is first, undefined is nowhere. */
function slot(order: readonly string[], id: string, way: number): string | null | undefined {
  const at = order.indexOf(id)
  const to = at + way
  if (at < 0 || to < 0 || to >= order.length) return undefined
  const others = order.filter((one) => one !== id)
  return to === 0 ? null : others[to - 1]!
}

function nudgeStep(document: MapDocument, target: Extract<Target, { kind: 'step' }>, x: number): Operation | null {
  const stageNo = document.stages.findIndex((stage) => stage.id === target.stage)
  const stage = document.stages[stageNo]
  if (!stage) return null
  const order = stage.steps.map((step) => refOf(stage, step))
  const after = slot(order, target.ref, x)
  if (after !== undefined) return { op: 'move-step', step: target.ref, stage: stage.id, after }
  const next = document.stages[stageNo + x]
  if (!next || stage.steps.length === 1) return null
  const last = next.steps.at(-1)
  return { op: 'move-step', step: target.ref, stage: next.id, after: x > 0 || !last ? null : refOf(next, last) }
}

/** Where a thing stands, in words: "Purchase, Pays, Pains, second of 2". */
export function placeOf(document: MapDocument, key: string, of: (at: number, all: number) => string): string | null {
  const [kind, ...rest] = key.split(' ')
  const id = rest.join(' ')
  if (kind === 'card') {
    const found = findCard(document, id)
    if (!found) return null
    const { lane, cell } = found
    const column = columns(document).find((one) => one.stage.id === cell.stage && (one.step.id === cell.step || cell.step === null))
    const others = lane.cells.filter((one) => one.stage === cell.stage && one.step === cell.step)
    const step = cell.step === null ? [] : [column?.step.name]
    return [column?.stage.name, ...step, lane.title, of(others.indexOf(cell) + 1, others.length)].filter(Boolean).join(', ')
  }
  if (kind === 'step') {
    const column = columns(document).find((one) => one.ref === id)
    return column ? [column.stage.name, column.step.name, of(column.stage.steps.indexOf(column.step) + 1, column.stage.steps.length)].join(', ') : null
  }
  const list = kind === 'stage' ? document.stages : document.lanes
  const at = list.findIndex((one) => one.id === id)
  const one = list[at] as { name?: string; title?: string } | undefined
  return one ? `${one.name ?? one.title}, ${of(at + 1, list.length)}` : null
}

/** The path of a thing in a picture that was drawn anew. */
export function pathOf(drawn: Drawn, key: string): string | null {
  for (const { path } of drawn.sheet.hits) {
    const target = targetAt(drawn.document, path)
    if (target && keyOf(target) === key) return path
  }
  const [kind, id, ref] = key.split(' ')
  if (kind === 'lane') return `lane|${id}`
  return kind === 'empty' ? `empty|${id}|${ref}` : null
}
