// A field laid over a place of the map: Enter keeps, Escape leaves, nothing of React in between.
export type Writing = { node: HTMLElement; end: () => void }

export function writer(first: string, label: string, most: number, done: (words: string | null) => void): Writing {
  const node = document.createElement('div')
  node.className = 'writer'
  const field = document.createElement('textarea')
  field.value = first
  field.maxLength = most
  field.setAttribute('aria-label', label)
  field.rows = 2
  node.append(field)
  let over = false
  const finish = (words: string | null) => {
    if (over) return
    over = true
    node.remove()
    done(words)
  }
  field.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key === 'Escape') finish(null)
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    finish(field.value)
  })
  for (const kind of ['pointerdown', 'click', 'dblclick', 'contextmenu'] as const) node.addEventListener(kind, (event) => event.stopPropagation())
  field.addEventListener('blur', () => finish(field.value))
  queueMicrotask(() => {
    field.focus({ preventScroll: true })
    field.select()
    field.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  return { node, end: () => finish(null) }
}
