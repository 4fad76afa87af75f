// Mounts a map: the label sheet that stays in view, the body, and over it a grid of buttons,
// one for each place. The page is told what was chosen, dragged or typed; it draws the rest.
import type { Drawn } from '../api/client'
import type { Operation } from '../actions/places'
import { lift } from './drag'
import { grid, nearest, places, put, type Place, type Words } from './grid'
import { definitions, draw, paint } from './paint'

export type Board = {
  focus: (key: string) => boolean
  mark: (path: string | null) => void
  /** Lay something over a place, such as a field to write in; null where it is not drawn. */
  over: (key: string, node: HTMLElement) => boolean
  at: () => string | null
  remove: () => void
}

/** What the page does; a map that is only read has no `words` and hears of `choose` alone. */
export type Hands = {
  choose: (path: string) => void
  words?: Words
  key?: (event: KeyboardEvent, path: string) => boolean
  write?: (path: string) => void
  menu?: (path: string, at: { x: number; y: number }) => void
  drop?: (operation: Operation, key: string) => void
}

export function mount(host: HTMLElement, drawn: Drawn, spoken: string, hands: Hands): Board {
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
  const all = places(drawn, hands.words ?? null)
  if (all.length) map.append(grid(drawn, all, hands.words?.grid ?? 'Map, arrow keys move, Enter opens the evidence'))
  // read before the marks are put down: afterwards it would have all of them laid out at once
  const scrolled = host.scrollLeft > 0
  host.replaceChildren(map)

  const of = new Map(all.map((one) => [one.button, one]))
  let current = all[0]
  if (current) current.button.tabIndex = 0
  const rove = (to: Place) => {
    if (current) current.button.tabIndex = -1
    to.button.tabIndex = 0
    current = to
  }
  const stand = (to: Place | undefined) => {
    if (!to) return
    rove(to)
    to.button.focus({ preventScroll: true })
    to.button.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const placeOf = (event: Event) => of.get((event.target as Element).closest<HTMLButtonElement>('[data-path]')!)
  const onKey = (event: KeyboardEvent) => {
    const here = placeOf(event)
    if (!here) return
    if (hands.key?.(event, here.path)) return event.preventDefault()
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const way = ARROWS[event.key]
    if (way) stand(nearest(all, here, way[0], way[1]))
    else if (event.key === 'Home') stand(all.find((one) => one.row === here.row))
    else if (event.key === 'End') stand(all.findLast((one) => one.row === here.row))
    else if (event.key.toLowerCase() === 'e' && !here.path.includes('|')) hands.choose(here.path)
    else return
    event.preventDefault()
  }
  const onClick = (event: MouseEvent) => {
    const place = placeOf(event)
    if (!place) return
    rove(place)
    if (!place.path.includes('|')) hands.choose(place.path)
    else if (place.path.startsWith('lane')) hands.menu?.(place.path, { x: event.clientX || place.button.getBoundingClientRect().right, y: event.clientY || place.button.getBoundingClientRect().bottom })
    else hands.write?.(place.path)
  }
  const onWrite = (event: MouseEvent) => {
    const place = placeOf(event)
    if (place) hands.write?.(place.path)
  }
  const onMenu = (event: MouseEvent) => {
    const place = placeOf(event)
    if (!place || !hands.menu) return
    event.preventDefault()
    rove(place)
    const box = place.button.getBoundingClientRect()
    hands.menu(place.path, event.clientX ? { x: event.clientX, y: event.clientY } : { x: box.left + 12, y: box.bottom })
  }
  const onDown = (event: PointerEvent) => {
    const place = placeOf(event)
    if (place && hands.drop) lift(event, place, { map, scroller: host, drawn, all }, hands.drop)
  }
  map.addEventListener('keydown', onKey)
  map.addEventListener('click', onClick)
  map.addEventListener('dblclick', onWrite)
  map.addEventListener('contextmenu', onMenu)
  map.addEventListener('pointerdown', onDown)
  // the heads of lanes stay with their labels; a variable would make every mark be styled anew
  const heads = all.filter((one) => one.column < 0).map((one) => one.button)
  const onScroll = () => heads.forEach((one) => (one.style.transform = `translateX(${host.scrollLeft}px)`))
  host.addEventListener('scroll', onScroll, { passive: true })
  if (scrolled) onScroll()
  const find = (key: string) => all.find((one) => one.key === key || one.path === key)
  return {
    focus: (key) => (stand(find(key)), Boolean(find(key))),
    mark: (path) => all.forEach((one) => one.button.classList.toggle('chosen', one.path === path)),
    over: (key, node) => {
      const place = find(key)
      if (place) {
        put(node, { ...place, h: Math.max(place.h, 44) }, drawn)
        map.append(node)
      }
      return Boolean(place)
    },
    at: () => of.get(document.activeElement as HTMLButtonElement)?.key ?? null,
    remove: () => {
      host.removeEventListener('scroll', onScroll)
      host.replaceChildren()
    },
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

function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  if (className) node.className = className
  return node
}
