// Where the boxes and ribbons of a Sankey by position lie. Pure: rows of `paths` in, places out.
// What enters a node leaves it or ends there, so every ribbon is drawn, exits included.
import type { Row } from '../api/client'

export type FlowNode = { key: string; name: string; position: number; journeys: number; x: number; y: number; h: number; parts: [segment: string, journeys: number][] }
export type Ribbon = { key: string; from: string; to: string | null; journeys: number; d: string; left: boolean; title: string }
export type Exit = { key: string; position: number; journeys: number; share: number; x: number; y: number; h: number }
export type Flows = { width: number; height: number; total: number; nodes: FlowNode[]; ribbons: Ribbon[]; exits: Exit[]; segments: string[]; left: number }

export const BAR = 10
const GAP = 30
const TOP = 8
const BOTTOM = 2

/** With a split, only what every segment counts by itself can be added up; the rest are others. */
function comparable(rows: readonly Row[]): readonly Row[] {
  const segments = new Set(rows.filter((row) => 'segment' in row).map((row) => row.segment))
  if (segments.size < 2) return rows
  const counted = new Map<string, Set<unknown>>()
  for (const row of rows) {
    const key = `${row.position} ${row.from}`
    counted.set(key, (counted.get(key) ?? new Set()).add(row.segment))
  }
  const positions = new Set(rows.map((row) => Number(row.position)))
  const named = (position: number, name: unknown): unknown =>
    name === null || !positions.has(position) || counted.get(`${position} ${name}`)?.size === segments.size ? name : '(others)'
  return rows.map((row) => ({ ...row, from: named(Number(row.position), row.from), to: named(Number(row.position) + 1, row.to) }))
}

export function flows(given: readonly Row[], { column = 200, room = 300 } = {}): Flows {
  const rows = comparable(given)
  const nodes = new Map<string, FlowNode>()
  const segments: string[] = []
  const links = new Map<string, { from: string; to: string | null; position: number; journeys: number }>()
  const node = (position: number, name: string): FlowNode => {
    const key = `${position} ${name}`
    return nodes.get(key) ?? nodes.set(key, { key, name, position, journeys: 0, x: 0, y: 0, h: 0, parts: [] }).get(key)!
  }
  for (const row of rows) {
    const position = Number(row.position)
    const journeys = Number(row.journeys)
    const from = node(position, String(row.from))
    const to = row.to === null ? null : node(position + 1, String(row.to))
    const key = `${from.key} → ${to?.key ?? ''}`
    const link = links.get(key) ?? links.set(key, { from: from.key, to: to?.key ?? null, position, journeys: 0 }).get(key)!
    link.journeys += journeys
    const segment = 'segment' in row ? String(row.segment ?? 'missing') : ''
    if (segment && !segments.includes(segment)) segments.push(segment)
    from.journeys += journeys
    part(from, segment, journeys)
  }
  for (const link of links.values()) {
    const to = link.to === null ? undefined : nodes.get(link.to)
    // the last column has no rows of its own: it is as large as what comes in
    if (to && ![...links.values()].some((other) => other.from === to.key)) to.journeys += link.journeys
  }
  const positions = [...new Set([...nodes.values()].map((one) => one.position))].sort((a, b) => a - b)
  const first = positions[0] ?? 1
  const total = sum([...nodes.values()].filter((one) => one.position === first).map((one) => one.journeys))
  const scale = total ? room / total : 0
  let tallest = 0
  for (const position of positions) {
    let y = TOP
    for (const one of sorted([...nodes.values()].filter((other) => other.position === position))) {
      one.x = (position - first) * column
      one.y = y
      one.h = Math.max(one.journeys * scale, 1.5)
      y += Math.max(one.h, 4) + GAP
    }
    tallest = Math.max(tallest, y - GAP)
  }
  const height = Math.max(tallest + 46, room + TOP + 66)
  const exits = exitsOf([...links.values()], nodes, { column, first, scale, height, total })
  return {
    width: (positions.length - 1) * column + column * 0.86,
    height: height + BOTTOM,
    total,
    nodes: [...nodes.values()],
    ribbons: ribbonsOf([...links.values()], nodes, exits, { column, scale }),
    exits,
    segments,
    left: sum(exits.map((exit) => exit.journeys)),
  }
}

type Link = { from: string; to: string | null; position: number; journeys: number }

function exitsOf(links: Link[], nodes: Map<string, FlowNode>, at: { column: number; first: number; scale: number; height: number; total: number }): Exit[] {
  const found = new Map<number, number>()
  for (const link of links) if (link.to === null) found.set(link.position, (found.get(link.position) ?? 0) + link.journeys)
  return [...found].sort(([a], [b]) => a - b).map(([position, journeys]) => {
    const here = sum([...nodes.values()].filter((one) => one.position === position).map((one) => one.journeys))
    const h = Math.max(journeys * at.scale, 1.5)
    return { key: `left ${position}`, position, journeys, share: here ? journeys / here : 0, x: (position - at.first) * at.column + at.column * 0.5, y: at.height - h - 4, h }
  })
}

function ribbonsOf(links: Link[], nodes: Map<string, FlowNode>, exits: Exit[], at: { column: number; scale: number }): Ribbon[] {
  const out = new Map<string, number>()
  const into = new Map<string, number>()
  const order = (link: Link) => (link.to === null ? Infinity : nodes.get(link.to)!.y)
  const inOrder = [...links].sort((a, b) => a.position - b.position || nodes.get(a.from)!.y - nodes.get(b.from)!.y || order(a) - order(b))
  return inOrder.map((link) => {
    const from = nodes.get(link.from)!
    const thick = Math.max(link.journeys * at.scale, 0.6)
    const y1 = from.y + (out.get(from.key) ?? 0)
    out.set(from.key, (out.get(from.key) ?? 0) + link.journeys * at.scale)
    const exit = link.to === null ? exits.find((one) => one.position === link.position)! : null
    const target = exit ?? nodes.get(link.to!)!
    const y2 = target.y + (into.get(target.key) ?? 0)
    into.set(target.key, (into.get(target.key) ?? 0) + link.journeys * at.scale)
    const name = link.to === null ? 'left' : nodes.get(link.to)!.name
    return {
      key: `${link.from} → ${link.to ?? ''}`, from: from.name, to: link.to === null ? null : name, journeys: link.journeys,
      left: link.to === null, d: ribbon(from.x + BAR, y1, target.x, y2, thick), title: `${from.name} → ${name}`,
    }
  })
}

function ribbon(x1: number, y1: number, x2: number, y2: number, thick: number): string {
  const middle = (x1 + x2) / 2
  const n = (value: number) => value.toFixed(1)
  return `M${n(x1)} ${n(y1)}C${n(middle)} ${n(y1)} ${n(middle)} ${n(y2)} ${n(x2)} ${n(y2)}V${n(y2 + thick)}C${n(middle)} ${n(y2 + thick)} ${n(middle)} ${n(y1 + thick)} ${n(x1)} ${n(y1 + thick)}Z`
}

function part(node: FlowNode, segment: string, journeys: number): void {
  const found = node.parts.find(([name]) => name === segment)
  if (found) found[1] += journeys
  else node.parts.push([segment, journeys])
}

const rest = (name: string): number => (name === '(others)' ? 1 : name === '(more)' ? 2 : 0)
const sorted = (nodes: FlowNode[]): FlowNode[] => nodes.sort((a, b) => rest(a.name) - rest(b.name) || b.journeys - a.journeys || a.name.localeCompare(b.name))
const sum = (values: number[]): number => values.reduce((all, one) => all + one, 0)
