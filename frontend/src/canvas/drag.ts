// Dragging a card, a step or a stage: a lifted copy follows the pointer, legal places light up.
// No layout is read and no React runs while something moves.
import type { Drawn } from '../api/client'
import { beside, columns, mayStand, refOf, targetAt, type Operation, type Target } from '../actions/places'
import { put, type Place } from './grid'

const LIFT_MS = 150
const NEAR = 5
const EDGE = 48

type Slot = { x: number; y: number; w: number; h: number; operation: Operation; line?: { x: number; y: number; w: number; h: number } }
type Shown = { map: HTMLElement; scroller: HTMLElement; drawn: Drawn; all: readonly Place[] }

/** Begin a drag where that is one; `drop` gets the change that was chosen. */
export function lift(event: PointerEvent, place: Place, shown: Shown, drop: (operation: Operation, key: string) => void): void {
  const target = targetAt(shown.drawn.document, place.path)
  if (!target || event.button !== 0 || event.pointerType === 'touch') return
  const start = { x: event.clientX, y: event.clientY, left: shown.scroller.scrollLeft }
  let moving: Moving | null = null
  let timer = 0
  const begin = () => {
    const slots = slotsOf(target, shown)
    if (slots.length) moving = new Moving(place, slots, shown)
    else end()
  }
  const onMove = (now: PointerEvent) => {
    const far = Math.hypot(now.clientX - start.x, now.clientY - start.y) > NEAR
    if (!moving && far) begin()
    moving?.to(now.clientX - start.x, now.clientY - start.y, now, start.left)
  }
  const onUp = (now: PointerEvent) => {
    // let go between two pictures, the place under the pointer counts, not that of the last picture
    moving?.follow(now.clientX - start.x, now.clientY - start.y, now, start.left)
    const chosen = moving?.slot
    if (moving) swallowClick()
    end()
    if (chosen && now.type === 'pointerup') drop(chosen.operation, place.key)
  }
  const onKey = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape' || !moving) return
    pressed.stopPropagation()
    swallowClick()
    end()
  }
  const end = () => {
    clearTimeout(timer)
    moving?.end()
    moving = null
    window.removeEventListener('pointermove', onMove)
    window.removeEventListener('pointerup', onUp)
    window.removeEventListener('pointercancel', onUp)
    window.removeEventListener('keydown', onKey, true)
  }
  timer = window.setTimeout(() => !moving && begin(), LIFT_MS)
  window.addEventListener('pointermove', onMove)
  window.addEventListener('pointerup', onUp)
  window.addEventListener('pointercancel', onUp)
  window.addEventListener('keydown', onKey, true)
}

/** The click that ends a drag opens nothing. */
function swallowClick(): void {
  const once = (event: Event) => (event.stopPropagation(), event.preventDefault())
  window.addEventListener('click', once, { capture: true, once: true })
  setTimeout(() => window.removeEventListener('click', once, true), 50)
}

class Moving {
  slot: Slot | null = null
  private readonly ghost: HTMLElement
  private readonly mark = part('slotmark')
  private readonly lights: HTMLElement[]
  private readonly scale: number
  private readonly box: DOMRect
  private frame = 0

  constructor(private readonly place: Place, private readonly slots: Slot[], private readonly shown: Shown) {
    const { map, drawn } = shown
    this.box = map.getBoundingClientRect()
    this.scale = this.box.width / drawn.sheet.width
    this.mark.hidden = true
    this.ghost = part('ghost')
    this.ghost.textContent = targetAt(drawn.document, place.path)?.name ?? ''
    put(this.ghost, place, drawn)
    this.lights = slots.filter((one) => !one.line || one.w > 12).map((one) => {
      const light = part('legal')
      put(light, one, drawn)
      return light
    })
    map.append(...this.lights, this.mark, this.ghost)
    place.button.classList.add('lifted')
  }

  to(dx: number, dy: number, at: PointerEvent, left: number): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => {
      this.follow(dx, dy, at, left)
      const { scroller } = this.shown
      if (at.clientX > window.innerWidth - EDGE) scroller.scrollLeft += 14
      else if (at.clientX < scroller.getBoundingClientRect().left + EDGE) scroller.scrollLeft -= 14
    })
  }

  follow(dx: number, dy: number, at: PointerEvent, left: number): void {
    const { scroller, drawn } = this.shown
    const rolled = scroller.scrollLeft - left
    this.ghost.style.transform = `translate(${dx + rolled}px, ${dy}px)`
    const x = (at.clientX - this.box.left + rolled) / this.scale
    const y = (at.clientY - this.box.top) / this.scale
    const found = closest(this.slots, x, y)
    if (found === this.slot) return
    this.slot = found
    this.mark.hidden = !found
    if (found) put(this.mark, found.line ?? found, drawn)
    this.mark.classList.toggle('thin', Boolean(found?.line))
  }

  end(): void {
    cancelAnimationFrame(this.frame)
    for (const one of [this.ghost, this.mark, ...this.lights]) one.remove()
    this.place.button.classList.remove('lifted')
  }
}

function part(className: string): HTMLElement {
  const made = document.createElement('div')
  made.className = className
  return made
}

/** The slot under the pointer; a step or a stage takes the nearest gap in its row. */
function closest(slots: readonly Slot[], x: number, y: number): Slot | null {
  let best: Slot | null = null
  let least = Infinity
  for (const one of slots) {
    if (y < one.y || y > one.y + one.h || x < one.x || x > one.x + one.w) continue
    const line = one.line ?? one
    const away = Math.abs(line.y + line.h / 2 - y) + Math.abs(line.x + line.w / 2 - x)
    if (away < least) [best, least] = [one, away]
  }
  return best
}

function slotsOf(target: Target, { drawn, all }: Shown): Slot[] {
  const { document, sheet } = drawn
  const left = sheet.label_width
  if (target.kind === 'stage') {
    const ends = document.stages.map((stage) => {
      const own = sheet.grid.filter((place) => place.stage === stage.id)
      return { id: stage.id, from: own[0]!.x + left, to: own.at(-1)!.x + own.at(-1)!.w + left }
    })
    const gaps = [{ after: null as string | null, x: left }, ...ends.map((one) => ({ after: one.id as string | null, x: one.to }))]
    const own = ends.findIndex((one) => one.id === target.id)
    return gaps.filter((_, no) => no !== own && no !== own + 1).map(({ after, x }) => gap(x, sheet.height, ends[0]!.to - left, { op: 'move-stage', stage: target.id, after }))
  }
  if (target.kind === 'step') {
    return columns(document).flatMap(({ stage, step, ref }, no) => {
      const place = sheet.grid[no]!
      const alone = stage.id !== target.stage && document.stages.find((one) => one.id === target.stage)?.steps.length === 1
      if (ref === target.ref || alone) return []
      const first: Slot[] = stage.steps[0] === step ? [gap(place.x + left + 2, sheet.height, place.w, { op: 'move-step', step: target.ref, stage: stage.id, after: null })] : []
      return [...first, gap(place.x + place.w + left - 2, sheet.height, place.w, { op: 'move-step', step: target.ref, stage: stage.id, after: refOf(stage, step) })]
    })
  }
  if (target.kind !== 'card') return []
  const found: Slot[] = []
  sheet.rows.forEach((row, rowNo) => {
    const lane = document.lanes.find((one) => one.id === row.id)
    if (!lane || !mayStand(document, target, lane.id)) return
    columns(document).forEach(({ stage, ref }, no) => {
      const place = sheet.grid[no]!
      const cell = { x: place.x + left + 2, y: row.y + 2, w: place.w - 4, h: row.h - 4 }
      const here = beside(document, lane.id, stage.id, ref).filter((one) => one.id !== target.id)
      const go = (after: string | null): Operation => ({ op: 'move-card', card: target.id, lane: lane.id, stage: null, step: ref, after })
      if (!here.length) return void found.push({ ...cell, operation: go(null) })
      const drawnHere = all.filter((one) => one.row === rowNo && one.column === no && one.key !== `card ${target.id}`)
      const top = drawnHere[0]?.y ?? row.y
      found.push({ ...cell, operation: go(null), line: { x: cell.x, y: top - 3, w: cell.w, h: 3 } })
      here.forEach((one) => {
        const drawnOne = drawnHere.find((other) => other.key === `card ${one.id}`)
        const y = drawnOne ? drawnOne.y + drawnOne.h : row.y + row.h - 4
        found.push({ ...cell, operation: go(one.id!), line: { x: cell.x, y, w: cell.w, h: 3 } })
      })
    })
  })
  return found
}

function gap(x: number, height: number, reach: number, operation: Operation): Slot {
  return { x: x - reach / 2, y: -200, w: reach, h: height + 400, operation, line: { x: x - 2, y: 0, w: 4, h: height } }
}
