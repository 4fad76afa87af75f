// The places of a map as buttons in a grid: what is drawn, empty cells, and the heads of lanes.
import type { Drawn } from '../api/client'
import { columns, free, keyOf, targetAt } from '../actions/places'

export type Place = { path: string; key: string; label: string; row: number; column: number; x: number; y: number; w: number; h: number; button: HTMLButtonElement }
export type Words = { grid: string; empty: (where: string) => string; lane: (title: string) => string }

/** Every place in reading order; empty cells and lanes only where the map can be edited. */
export function places(drawn: Drawn, words: Words | null): Place[] {
  const { sheet, document } = drawn
  const found: Place[] = sheet.hits.map((hit) => {
    const target = words ? targetAt(document, hit.path) : null
    return { path: hit.path, key: target ? keyOf(target) : hit.path, label: hit.label, row: hit.row, column: hit.column, x: hit.x + sheet.label_width, y: hit.y, w: hit.w, h: hit.h, button: button(hit.path, hit.label, hit.radius) }
  })
  if (words && sheet.label_width) {
    const taken = new Set(found.flatMap(({ row, column }, at) => Array.from({ length: sheet.hits[at]!.columns }, (_, no) => `${row} ${column + no}`)))
    const all = columns(document)
    sheet.rows.forEach((row, at) => {
      const lane = document.lanes.find((one) => one.id === row.id)
      if (!lane) return
      const label = words.lane(lane.title)
      const path = `lane|${lane.id}`
      const head = button(path, label, 6)
      head.classList.add('head')
      found.push({ path, key: `lane ${lane.id}`, label, row: at, column: -1, x: 4, y: row.y + 2, w: sheet.label_width - 8, h: Math.min(row.h - 4, 44), button: head })
      if (!free(lane) && lane.id !== 'emotion') return
      sheet.grid.forEach((place, column) => {
        const here = all[column]
        if (taken.has(`${at} ${column}`) || !here) return
        const where = words.empty(`${lane.title}, ${here.stage.name}, ${here.step.name}`)
        const empty = `empty|${lane.id}|${here.ref}`
        const node = button(empty, where, 6)
        node.classList.add('free')
        found.push({ path: empty, key: `empty ${lane.id} ${here.ref}`, label: where, row: at, column, x: place.x + sheet.label_width + 3, y: row.y + 3, w: place.w - 6, h: Math.max(row.h - 6, 18), button: node })
      })
    })
  }
  found.sort((a, b) => a.row - b.row || a.column - b.column)
  for (const one of found) put(one.button, one, drawn)
  return found
}

function button(path: string, label: string, radius: number): HTMLButtonElement {
  const made = document.createElement('button')
  made.className = 'hit'
  made.type = 'button'
  made.tabIndex = -1
  made.dataset.path = path
  made.setAttribute('aria-label', label)
  made.style.borderRadius = `${radius}px`
  return made
}

/** Lay a node over part of the sheet, however wide it is shown. */
export function put(node: HTMLElement, at: { x: number; y: number; w: number; h: number }, { sheet }: Drawn): void {
  Object.assign(node.style, {
    left: `${(at.x / sheet.width) * 100}%`, top: `${(at.y / sheet.height) * 100}%`,
    width: `${(at.w / sheet.width) * 100}%`, height: `${(at.h / sheet.height) * 100}%`,
  })
}

export function grid({ sheet }: Drawn, all: readonly Place[], label: string): HTMLElement {
  const table = node('hits', 'grid')
  table.setAttribute('aria-label', label)
  table.setAttribute('aria-rowcount', String(sheet.rows.length))
  table.setAttribute('aria-colcount', String(sheet.columns + 1))
  const rows = new Map<number, Map<number, HTMLButtonElement[]>>()
  for (const { row, column, button: made } of all) {
    const cells = rows.get(row) ?? rows.set(row, new Map()).get(row)!
    cells.set(column, [...(cells.get(column) ?? []), made])
  }
  for (const [row, cells] of rows) {
    const line = node('', 'row')
    line.setAttribute('aria-rowindex', String(row + 1))
    const head = node(cells.has(-1) ? '' : 'away', 'rowheader')
    head.setAttribute('aria-colindex', '1')
    head.append(...(cells.get(-1) ?? [sheet.rows[row]?.title ?? '']))
    line.append(head)
    for (const [column, buttons] of cells) {
      if (column < 0) continue
      const cell = node('', 'gridcell')
      cell.setAttribute('aria-colindex', String(column + 2))
      cell.append(...buttons)
      line.append(cell)
    }
    table.append(line)
  }
  return table
}

function node(className: string, role: string): HTMLElement {
  const made = document.createElement('div')
  if (className) made.className = className
  made.setAttribute('role', role)
  return made
}

/** The place an arrow leads to: the nearest one that way, straight ahead counting most. */
export function nearest(all: readonly Place[], from: Place, x: number, y: number): Place | undefined {
  let best: Place | undefined
  let least = Infinity
  for (const one of all) {
    if (one === from) continue
    const dx = one.x + one.w / 2 - from.x - from.w / 2
    const dy = one.y + one.h / 2 - from.y - from.h / 2
    const ahead = x ? dx * x : dy * y
    if (ahead < 4) continue
    const cost = ahead + Math.abs(x ? dy : dx) * (x ? 6 : 3)
    if (cost < least) [best, least] = [one, cost]
  }
  return best
}
