// Mounts a map: the label sheet that stays in view, the body, and over it a grid of buttons,
// one for each place that opens evidence. The page is told what was chosen; it draws the rest.
import type { Drawn } from '../api/client'
import { definitions, draw, paint } from './paint'

export type Board = { focus: (path: string) => void; mark: (path: string | null) => void; order: string[]; remove: () => void }

export function mount(host: HTMLElement, drawn: Drawn, spoken: string, choose: (path: string) => void): Board {
  const { sheet } = drawn
  const wide = sheet.width - sheet.label_width
  const map = make('div', 'map')
  map.style.setProperty('--w', String(sheet.width))
  if (sheet.label_width) {
    const labels = draw('svg', { class: 'labels', viewBox: `0 0 ${sheet.label_width} ${sheet.height}`, 'aria-hidden': 'true' })
    labels.append(...paint(sheet.labels, drawn, 'l'))
    labels.style.width = `${(sheet.label_width / sheet.width) * 100}%`
    map.append(labels)
  }
  const body = draw('svg', { class: 'body', viewBox: `0 0 ${wide} ${sheet.height}`, role: 'img', 'aria-label': spoken })
  body.append(definitions(sheet, 'm'), ...paint(sheet.body, drawn, 'm'))
  body.style.width = `${(wide / sheet.width) * 100}%`
  map.append(body)
  const hits = places(drawn)
  if (hits.length) map.append(grid(drawn, hits))
  host.replaceChildren(map)

  const buttons = hits.map((hit) => hit.button)
  const rove = (to: HTMLButtonElement) => buttons.forEach((one) => (one.tabIndex = one === to ? 0 : -1))
  if (buttons[0]) rove(buttons[0])
  const stand = (to: HTMLButtonElement | undefined) => {
    if (!to) return
    rove(to)
    to.focus({ preventScroll: true })
    to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const onKey = (event: KeyboardEvent) => {
    const here = event.target as HTMLButtonElement
    if (event.ctrlKey || event.metaKey || event.altKey || !here.dataset.path) return
    const way = ARROWS[event.key]
    if (way) stand(nearest(buttons, here, way[0], way[1]))
    else if (event.key === 'Home') stand(buttons[0])
    else if (event.key === 'End') stand(buttons.at(-1))
    else if (event.key.toLowerCase() === 'e') choose(here.dataset.path)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const place = (event.target as Element).closest<HTMLButtonElement>('[data-path]')
    if (!place?.dataset.path) return
    rove(place)
    choose(place.dataset.path)
  }
  map.addEventListener('keydown', onKey)
  map.addEventListener('click', onClick)
  const find = (path: string) => buttons.find((one) => one.dataset.path === path)
  return {
    focus: (path) => stand(find(path)),
    mark: (path) => buttons.forEach((one) => one.classList.toggle('chosen', one.dataset.path === path)),
    order: [...new Set(buttons.map((one) => one.dataset.path!))],
    remove: () => host.replaceChildren(),
  }
}

/** A small picture of the map, for a gallery. */
export function miniature(host: HTMLElement, drawn: Drawn): void {
  const { sheet } = drawn
  const wide = sheet.width - sheet.label_width
  const body = draw('svg', { viewBox: `0 0 ${wide} ${Math.min(sheet.height, wide * 0.46)}`, 'aria-hidden': 'true', preserveAspectRatio: 'xMinYMin slice' })
  body.append(definitions(sheet, 'g'), ...paint(sheet.body, drawn, 'g'))
  host.replaceChildren(body)
}

const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

type Place = { button: HTMLButtonElement; row: number; column: number }

function places({ sheet }: Drawn): Place[] {
  return sheet.hits.map((hit) => {
    const button = make('button', 'hit')
    button.type = 'button'
    button.tabIndex = -1
    button.dataset.path = hit.path
    button.setAttribute('aria-label', hit.label)
    button.title = hit.label
    Object.assign(button.style, {
      left: `${((hit.x + sheet.label_width) / sheet.width) * 100}%`,
      top: `${(hit.y / sheet.height) * 100}%`,
      width: `${(hit.w / sheet.width) * 100}%`,
      height: `${(hit.h / sheet.height) * 100}%`,
    })
    return { button, row: hit.row, column: hit.column }
  })
}

function grid({ sheet }: Drawn, hits: Place[]): HTMLElement {
  const table = make('div', 'hits')
  table.setAttribute('role', 'grid')
  table.setAttribute('aria-label', 'Map, arrow keys move, Enter opens the evidence')
  table.setAttribute('aria-rowcount', String(sheet.rows.length))
  table.setAttribute('aria-colcount', String(sheet.columns + 1))
  const rows = new Map<number, Map<number, HTMLButtonElement[]>>()
  for (const { row, column, button } of hits) {
    const cells = rows.get(row) ?? rows.set(row, new Map()).get(row)!
    cells.set(column, [...(cells.get(column) ?? []), button])
  }
  for (const [row, cells] of rows) {
    const line = make('div', '')
    line.setAttribute('role', 'row')
    line.setAttribute('aria-rowindex', String(row + 1))
    const head = make('div', 'away')
    head.setAttribute('role', 'rowheader')
    head.setAttribute('aria-colindex', '1')
    head.textContent = sheet.rows[row]?.title ?? ''
    line.append(head)
    for (const [column, buttons] of cells) {
      const cell = make('div', '')
      cell.setAttribute('role', 'gridcell')
      cell.setAttribute('aria-colindex', String(column + 2))
      cell.append(...buttons)
      line.append(cell)
    }
    table.append(line)
  }
  return table
}

/** The place an arrow leads to: the nearest one that way, straight ahead counting most. */
function nearest(all: HTMLButtonElement[], from: HTMLButtonElement, x: number, y: number): HTMLButtonElement | undefined {
  const here = middle(from)
  let best: HTMLButtonElement | undefined
  let least = Infinity
  for (const one of all) {
    if (one === from) continue
    const there = middle(one)
    const ahead = x ? (there.x - here.x) * x : (there.y - here.y) * y
    if (ahead < 4) continue
    const aside = x ? Math.abs(there.y - here.y) : Math.abs(there.x - here.x)
    const cost = ahead + aside * (x ? 6 : 3)
    if (cost < least) [best, least] = [one, cost]
  }
  return best
}

function middle(node: Element): { x: number; y: number } {
  const box = node.getBoundingClientRect()
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  if (className) node.className = className
  return node
}
