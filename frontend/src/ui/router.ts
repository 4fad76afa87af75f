// Routes live in the URL: a path for the page, the query for its state, so that a link leads
// to any state. A page never keeps in memory what a link should hold.
import { useMemo, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const told = () => listeners.forEach((listener) => listener())
window.addEventListener('popstate', told)

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function go(href: string, options: { replace?: boolean } = {}): void {
  if (href === location.pathname + location.search) return
  history[options.replace ? 'replaceState' : 'pushState'](null, '', href)
  told()
}

export function usePath(): string {
  return useSyncExternalStore(listen, () => location.pathname)
}

export function useQuery(): [URLSearchParams, (changes: Changes, options?: { replace?: boolean }) => void] {
  const search = useSyncExternalStore(listen, () => location.search)
  const query = useMemo(() => new URLSearchParams(search), [search])
  return [query, change]
}

export type Changes = Record<string, string | string[] | null | undefined>

function change(changes: Changes, options: { replace?: boolean } = {}): void {
  go(location.pathname + changed(location.search, changes), options)
}

/** The query string with some values set and others (null, empty) taken out. */
export function changed(search: string, changes: Changes): string {
  const query = new URLSearchParams(search)
  for (const [key, value] of Object.entries(changes)) {
    query.delete(key)
    const values = Array.isArray(value) ? value : [value]
    for (const one of values) if (one !== null && one !== undefined && one !== '') query.append(key, one)
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** Follow a link inside the page, unless the reader wants a new tab. */
export function follow(event: React.MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(event.currentTarget.pathname + event.currentTarget.search)
}
