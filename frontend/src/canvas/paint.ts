// Paints the marks that `maps/layout.py` computed as SVG nodes; colours are names of tokens.
// No React here: a map of many hundred marks is put down once and left alone.
import { imageUrl } from '../actions/places'
import type { Shape } from '../api/client'

type Mark = Shape['Mark']
type Sheet = Shape['Sheet']
export type Icons = { icons: Record<string, string>; filled: string[] }

const SVG = 'http://www.w3.org/2000/svg'

export function draw(tag: string, props: Record<string, string | number | null | undefined>, ...children: Node[]): SVGElement {
  const node = document.createElementNS(SVG, tag)
  for (const [key, value] of Object.entries(props)) {
    if (value !== null && value !== undefined) node.setAttribute(key, String(value))
  }
  node.append(...children)
  return node
}

const token = (name: string | null | undefined): string => (name ? `var(--${name})` : 'none')

/** The definitions that marks refer to; `prefix` keeps several pictures on a page apart. */
export function definitions(sheet: Sheet, prefix: string): SVGElement {
  const hatch = draw(
    'pattern',
    { id: `${prefix}-hatch`, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    draw('path', { d: 'M0 0V7', stroke: token('hatch'), 'stroke-width': 2 }),
  )
  const gradients = sheet.gradients.map((one) =>
    draw(
      'linearGradient',
      { id: `${prefix}-${one.name}`, gradientUnits: 'userSpaceOnUse', x1: one.x1, y1: 0, x2: one.x2, y2: 0 },
      ...one.stops.map((stop) => {
        const blend = `color-mix(in srgb, ${token(stop.second)} ${stop.part * 100}%, ${token(stop.first)})`
        const node = draw('stop', { offset: stop.offset })
        node.style.stopColor = token(stop.part < 0.5 ? stop.first : stop.second)
        node.style.stopColor = blend
        return node
      }),
    ),
  )
  return draw('defs', {}, hatch, ...gradients)
}

export function paint(marks: readonly Mark[], icons: Icons, prefix: string): SVGElement[] {
  return marks.flatMap((mark) => one(mark, icons, prefix))
}

function one(mark: Mark, icons: Icons, prefix: string): SVGElement[] {
  if (mark.t === 'words') return [words(mark)]
  if (mark.t === 'box') return box(mark, prefix)
  if (mark.t === 'dot') return [dot(mark)]
  if (mark.t === 'sign') return [sign(mark, icons)]
  if (mark.t === 'picture') return [picture(mark)]
  return [line(mark, prefix)]
}

function words(mark: Mark): SVGElement {
  const turned = mark.turn ? `rotate(${mark.turn} ${mark.x} ${mark.y})` : null
  const node = draw('text', {
    x: mark.x, y: mark.y, 'font-size': mark.size ?? 12, 'font-weight': mark.weight,
    'text-anchor': mark.anchor, 'letter-spacing': mark.track, opacity: mark.opacity,
    transform: turned, lang: mark.lang, fill: token(mark.colour ?? 'ink'),
    class: turned ? 'watermark' : null,
  })
  if (mark.halo) {
    for (const [key, value] of [['stroke', token(mark.halo)], ['stroke-width', '3'], ['paint-order', 'stroke'], ['stroke-linejoin', 'round']]) {
      node.setAttribute(key!, value!)
    }
  }
  node.textContent = mark.text ?? ''
  if (mark.title) {
    const title = draw('title', {})
    title.textContent = mark.title
    node.append(title)
  }
  return node
}

function outline(mark: Mark): Record<string, string | number | null | undefined> {
  return mark.stroke ? { stroke: token(mark.stroke), 'stroke-width': mark.line ?? 1, 'stroke-dasharray': mark.dash } : {}
}

function box(mark: Mark, prefix: string): SVGElement[] {
  const place = { x: mark.x, y: mark.y, width: mark.w, height: mark.h, rx: mark.radius }
  const made = [draw('rect', { ...place, fill: token(mark.fill), ...outline(mark) })]
  if (mark.hatch) made.push(draw('rect', { ...place, fill: `url(#${prefix}-hatch)` }))
  return made
}

function dot(mark: Mark): SVGElement {
  return draw('circle', { cx: mark.x, cy: mark.y, r: mark.r, fill: token(mark.fill), 'fill-opacity': mark.tint, ...outline(mark) })
}

function line(mark: Mark, prefix: string): SVGElement {
  const stroke = mark.gradient ? `url(#${prefix}-${mark.gradient})` : mark.stroke ? token(mark.stroke) : null
  return draw('path', {
    d: mark.d, fill: token(mark.fill), stroke, 'stroke-width': stroke ? (mark.width ?? 1) : null,
    'stroke-dasharray': mark.dash, 'stroke-linecap': mark.cap, opacity: mark.opacity,
    transform: mark.x || mark.y ? `translate(${mark.x ?? 0} ${mark.y ?? 0})` : null,
  })
}

function picture(mark: Mark): SVGElement {
  const title = draw('title', {})
  title.textContent = mark.title ?? ''
  return draw('image', { x: mark.x, y: mark.y, width: mark.w, height: mark.h, href: imageUrl(mark.name ?? '') }, title)
}

function sign(mark: Mark, { icons, filled }: Icons): SVGElement {
  const scale = (mark.size ?? 14) / 24
  const colour = token(mark.colour ?? 'ink2')
  const solid = filled.includes(mark.name ?? '')
  return draw('path', {
    d: icons[mark.name ?? ''] ?? '', fill: solid ? colour : 'none', stroke: solid ? null : colour,
    'stroke-width': solid ? null : 1.75, 'stroke-linecap': 'round', 'stroke-linejoin': 'round',
    transform: `translate(${mark.x ?? 0} ${mark.y ?? 0}) scale(${scale})`,
  })
}
