// Where the nodes of a directly-follows graph stand. Pure: rows of `graph` in, places out.
import type { Row } from '../api/client'

export type GraphNode = { name: string; n: number; layer: number; x: number; y: number }
export type GraphEdge = { from: string; to: string; n: number; back: boolean; d: string; width: number; x: number; y: number; median: number | null }
export type Graph = { width: number; height: number; nodes: GraphNode[]; edges: GraphEdge[]; hidden: number }

export const BOX = { w: 148, h: 34 }
const STEP = { x: 200, y: 72 }
const HEAD = 66

type Edge = { from: string; to: string; n: number; median: number | null }

export function graph(rows: readonly Row[], most: number): Graph {
  const all: Edge[] = rows
    .filter((row) => row.from !== null && row.to !== null)
    .map((row) => ({ from: String(row.from), to: String(row.to), n: Number(row.transitions), median: typeof row.median_seconds === 'number' ? row.median_seconds : null }))
    .sort((a, b) => b.n - a.n || a.from.localeCompare(b.from) || a.to.localeCompare(b.to))
  const edges = all.slice(0, most)
  // a box keeps its strongest way in, however weak, so that none stands alone
  for (const name of new Set(edges.map((edge) => edge.from))) {
    if (edges.some((edge) => edge.to === name && edge.from !== name)) continue
    const strongest = all.find((edge) => edge.to === name && edge.from !== name)
    if (strongest && !starts(rows, name, strongest.n)) edges.push(strongest)
  }
  // weaker ways tell the order too, even where the slider hides them
  const heavy = all.filter((edge) => edge.from !== edge.to && edge.n >= (all[0]?.n ?? 0) * 0.01)
  const onward = acyclic(heavy)
  const layers = layersOf(onward, edges)
  const sizes = new Map<string, number>()
  for (const edge of all) {
    sizes.set(edge.to, (sizes.get(edge.to) ?? 0) + edge.n)
    if (!sizes.has(edge.from)) sizes.set(edge.from, 0)
  }
  for (const row of rows) if (row.from === null && row.to !== null) sizes.set(String(row.to), (sizes.get(String(row.to)) ?? 0) + Number(row.transitions))
  const nodes = placed(layers, sizes, onward)
  const at = new Map(nodes.map((node) => [node.name, node]))
  const largest = Math.max(1, ...edges.map((edge) => edge.n))
  return {
    width: Math.max(1, ...nodes.map((node) => node.x + BOX.w)) + 30,
    height: Math.max(0, ...nodes.map((node) => node.y)) + BOX.h + 44,
    nodes,
    hidden: all.length - edges.length,
    edges: edges.map((edge) => curve(edge, at.get(edge.from)!, at.get(edge.to)!, edge.n / largest)),
  }
}

/** Whether journeys begin at a touchpoint more often than they come to it that way. */
function starts(rows: readonly Row[], name: string, n: number): boolean {
  return rows.some((row) => row.from === null && row.to === name && Number(row.transitions) >= n)
}

/** The strongest edges that make no circle; the rest are drawn as ways back. */
function acyclic(edges: Edge[]): Edge[] {
  const next = new Map<string, string[]>()
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true
    seen.add(from)
    return (next.get(from) ?? []).some((one) => !seen.has(one) && reaches(one, to, seen))
  }
  return edges.filter((edge) => {
    if (reaches(edge.to, edge.from)) return false
    next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to])
    return true
  })
}

function layersOf(onward: Edge[], edges: Edge[]): Map<string, number> {
  const layers = new Map<string, number>()
  for (const edge of [...onward, ...edges]) for (const name of [edge.from, edge.to]) layers.set(name, 0)
  for (let round = 0; round < layers.size; round++) {
    let moved = false
    for (const edge of onward) {
      const wanted = layers.get(edge.from)! + 1
      if (layers.get(edge.to)! < wanted) {
        layers.set(edge.to, wanted)
        moved = true
      }
    }
    if (!moved) break
  }
  const shown = new Set(edges.flatMap((edge) => [edge.from, edge.to]))
  const used = [...new Set([...layers].filter(([name]) => shown.has(name)).map(([, layer]) => layer))].sort((a, b) => a - b)
  return new Map([...layers].filter(([name]) => shown.has(name)).map(([name, layer]) => [name, used.indexOf(layer)]))
}

function placed(layers: Map<string, number>, sizes: Map<string, number>, onward: Edge[]): GraphNode[] {
  const columns = new Map<number, string[]>()
  for (const [name, layer] of layers) columns.set(layer, [...(columns.get(layer) ?? []), name])
  const rank = new Map<string, number>()
  const nodes: GraphNode[] = []
  for (const layer of [...columns.keys()].sort((a, b) => a - b)) {
    const weight = (name: string): number => {
      const before = onward.filter((edge) => edge.to === name && rank.has(edge.from))
      const all = before.reduce((total, edge) => total + edge.n, 0)
      return all ? before.reduce((total, edge) => total + rank.get(edge.from)! * edge.n, 0) / all : 99
    }
    const inOrder = columns.get(layer)!.map((name) => ({ name, at: weight(name) }))
    inOrder.sort((a, b) => a.at - b.at || sizes.get(b.name)! - sizes.get(a.name)! || a.name.localeCompare(b.name))
    inOrder.forEach(({ name }, no) => {
      rank.set(name, no)
      nodes.push({ name, n: sizes.get(name) ?? 0, layer, x: 10 + layer * STEP.x, y: no * STEP.y })
    })
  }
  return nodes.map((node) => ({ ...node, y: node.y + HEAD }))
}

function curve(edge: Edge, from: GraphNode, to: GraphNode, part: number): GraphEdge {
  const width = 1.4 + 5.2 * part
  const n = (value: number) => value.toFixed(1)
  const back = to.layer <= from.layer
  const made = { ...edge, back, width }
  if (from === to) {
    const x = from.x + BOX.w - 30
    return { ...made, d: `M${n(x)} ${n(from.y)}c-4 -26 30 -26 24 0`, x: x + 12, y: from.y - 22 }
  }
  const y1 = from.y + BOX.h / 2
  const y2 = to.y + BOX.h / 2
  if (back) {
    const drop = Math.max(from.y, to.y) + BOX.h + 22
    const [x1, x2] = [from.x + BOX.w * 0.4, to.x + BOX.w * 0.6]
    return { ...made, d: `M${n(x1)} ${n(from.y + BOX.h)}C${n(x1)} ${n(drop)} ${n(x2)} ${n(drop)} ${n(x2)} ${n(to.y + BOX.h)}`, x: (x1 + x2) / 2, y: drop - 6 }
  }
  const [x1, x2] = [from.x + BOX.w, to.x]
  const span = to.layer - from.layer
  if (span > 1) {
    // a way that skips steps passes above the boxes between
    const [a, b] = [from.x + BOX.w * 0.7, to.x + BOX.w * 0.3]
    const top = Math.min(from.y, to.y) - 14 - Math.min(8 * span, 40)
    return { ...made, d: `M${n(a)} ${n(from.y)}C${n(a)} ${n(top)} ${n(b)} ${n(top)} ${n(b)} ${n(to.y)}`, x: a + (b - a) * 0.5, y: (from.y + to.y) / 8 + top * 0.75 + 3 }
  }
  const middle = (x1 + x2) / 2
  return { ...made, d: `M${n(x1)} ${n(y1)}C${n(middle)} ${n(y1)} ${n(middle)} ${n(y2)} ${n(x2)} ${n(y2)}`, x: middle, y: (y1 + y2) / 2 - 5 }
}
