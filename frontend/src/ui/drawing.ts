// What a picture shows, as an SVG of its own: boxes, lines and words read from the page, vector
// graphics copied with their colours resolved. So every picture can be saved, however it is made.
const NS = 'http://www.w3.org/2000/svg'
const KEPT = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'paint-order', 'letter-spacing'] as const
const CLEAR = /^rgba\(.*, 0\)$|^transparent$/
const EDGES = ['Top', 'Right', 'Bottom', 'Left'] as const
const MARGIN = 16

export type Drawing = { svg: string; width: number; height: number }

/** Draw an element as it stands on the page; `title` is printed above it. Controls are left out. */
export async function drawing(element: HTMLElement, title: string): Promise<Drawing> {
  const parts: string[] = []
  const bounds = { right: 0, bottom: 0 }
  const from = element.getBoundingClientRect()
  const pen = { parts, bounds, x: from.left - MARGIN, y: from.top - MARGIN - 26 }
  walk(element, pen)
  const [width, height] = [Math.ceil(bounds.right + MARGIN), Math.ceil(bounds.bottom + MARGIN)]
  const style = getComputedStyle(document.documentElement)
  const head = `<text x="${MARGIN}" y="${MARGIN + 8}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="14" font-weight="600" fill="${style.getPropertyValue('--ink')}">${escaped(title)}</text>`
  const ground = `<rect width="${width}" height="${height}" fill="${style.getPropertyValue('--surface')}"/>`
  return { svg: `<svg xmlns="${NS}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><style>${await faces()}</style>${ground}${head}${parts.join('')}</svg>`, width, height }
}

type Pen = { parts: string[]; bounds: { right: number; bottom: number }; x: number; y: number }

function reach(pen: Pen, box: DOMRect): void {
  pen.bounds.right = Math.max(pen.bounds.right, box.right - pen.x)
  pen.bounds.bottom = Math.max(pen.bounds.bottom, box.bottom - pen.y)
}

function walk(element: Element, pen: Pen): void {
  const style = getComputedStyle(element)
  if (style.display === 'none' || style.visibility === 'hidden' || element.matches('.away, [data-undrawn], input, select, textarea, [role=slider]')) return
  if (element instanceof SVGSVGElement) return copied(element, pen)
  const box = element.getBoundingClientRect()
  if (box.width && box.height) boxed(style, box, pen)
  for (const child of element.childNodes) {
    if (child instanceof Element) walk(child, pen)
    else if (child.nodeType === Node.TEXT_NODE) written(child as Text, style, pen)
  }
}

function boxed(style: CSSStyleDeclaration, box: DOMRect, pen: Pen): void {
  const [x, y] = [n(box.left - pen.x), n(box.top - pen.y)]
  if (!CLEAR.test(style.backgroundColor)) {
    pen.parts.push(`<rect x="${x}" y="${y}" width="${n(box.width)}" height="${n(box.height)}" rx="${n(radius(style, box))}" fill="${style.backgroundColor}" fill-opacity="${style.opacity}"/>`)
    reach(pen, box)
  }
  const edges = EDGES.map((edge) => ({ edge, width: parseFloat(style[`border${edge}Width`]), colour: style[`border${edge}Color`], kind: style[`border${edge}Style`] })).filter((one) => one.width > 0 && one.kind !== 'none' && !CLEAR.test(one.colour))
  const dashes = (kind: string) => (kind === 'dashed' ? ' stroke-dasharray="4 3"' : kind === 'dotted' ? ' stroke-dasharray="1 2"' : '')
  if (edges.length === 4 && radius(style, box)) {
    const { width, colour, kind } = edges[0]!
    pen.parts.push(`<rect x="${x}" y="${y}" width="${n(box.width)}" height="${n(box.height)}" rx="${n(radius(style, box))}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes(kind)}/>`)
    return
  }
  for (const { edge, width, colour, kind } of edges) {
    const [left, right, top, bottom] = [box.left - pen.x, box.right - pen.x, box.top - pen.y, box.bottom - pen.y]
    const line = { Top: [left, top, right, top], Right: [right, top, right, bottom], Bottom: [left, bottom, right, bottom], Left: [left, top, left, bottom] }[edge]
    pen.parts.push(`<path d="M${n(line[0]!)} ${n(line[1]!)}L${n(line[2]!)} ${n(line[3]!)}" stroke="${colour}" stroke-width="${width}"${dashes(kind)}/>`)
  }
}

const radius = (style: CSSStyleDeclaration, box: DOMRect): number => (style.borderTopLeftRadius.endsWith('%') ? box.width / 2 : Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.height / 2))

/** The words of a text node, line by line as they stand. */
function written(text: Text, style: CSSStyleDeclaration, pen: Pen): void {
  const range = document.createRange()
  let line = { words: '', left: 0, top: NaN, height: 0, right: 0 }
  const put = () => {
    if (line.words.trim()) pen.parts.push(`<text x="${n(line.left - pen.x)}" y="${n(line.top + line.height * 0.79 - pen.y)}" font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}" fill="${style.color}">${escaped(line.words.trimEnd())}</text>`)
  }
  for (const found of text.data.matchAll(/\S+\s*/g)) {
    range.setStart(text, found.index)
    range.setEnd(text, found.index + found[0].trimEnd().length)
    const box = range.getBoundingClientRect()
    if (!box.width) continue
    reach(pen, box)
    if (Math.abs(box.top - line.top) > 2 || Number.isNaN(line.top)) {
      put()
      line = { words: '', left: box.left, top: box.top, height: box.height, right: 0 }
    }
    line.words += found[0]
    line.right = box.right
  }
  put()
}

function copied(svg: SVGSVGElement, pen: Pen): void {
  const box = svg.getBoundingClientRect()
  if (!box.width || !box.height) return
  reach(pen, box)
  const copy = svg.cloneNode(true) as SVGSVGElement
  const [all, own] = [svg.querySelectorAll('*'), copy.querySelectorAll('*')]
  all.forEach((element, no) => {
    const [style, made] = [getComputedStyle(element), own[no]!]
    for (const name of KEPT) {
      const value = style.getPropertyValue(name)
      if (value && value !== 'none' && value !== 'normal') made.setAttribute(name, value)
      else if (value === 'none' && (name === 'fill' || name === 'stroke')) made.setAttribute(name, value)
    }
    for (const name of ['class', 'style', 'tabindex', 'role', 'aria-pressed', 'aria-label']) made.removeAttribute(name)
  })
  copy.removeAttribute('style')
  for (const [name, value] of [['x', box.left - pen.x], ['y', box.top - pen.y], ['width', box.width], ['height', box.height]] as const) copy.setAttribute(name, n(value))
  pen.parts.push(new XMLSerializer().serializeToString(copy))
}

let embedded: Promise<string> | null = null

/** The fonts of the page as data, so that the file looks the same where they are not installed. */
function faces(): Promise<string> {
  embedded ??= Promise.all(
    [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSFontFaceRule).map(async (rule) => {
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue('src'))?.[1]
      if (!source) return ''
      const bytes = new Uint8Array(await (await fetch(new URL(source, rule.parentStyleSheet?.href ?? location.href))).arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
      return `@font-face{font-family:Inter;font-weight:${rule.style.getPropertyValue('font-weight') || '400'};src:url(data:font/woff2;base64,${btoa(text)}) format("woff2")}`
    }),
  ).then((all) => all.join(''))
  return embedded
}

/** The drawing as pixels, twice as fine as the page. */
export async function png({ svg, width, height }: Drawing): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = height * 2
  canvas.getContext('2d')!.drawImage(image, 0, 0, width * 2, height * 2)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.')))))
}

const n = (value: number): string => String(Math.round(value * 10) / 10)
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
