// The first question of a page, asked while the program that shows its answer is still loading.
import { freshId } from '../actions/edits'
import { chosen } from '../ui/language'

const SHEETS = { least: 1456, step: 200 }
const RAIL = 56

/** This tab: what it did is what it can undo, also after it was loaded anew. */
export const session: string = (() => {
  const made = freshId()
  try {
    const known = sessionStorage.getItem('desirepath session') ?? made
    sessionStorage.setItem('desirepath session', known)
    return known
  } catch {
    return made
  }
})()

/** The picture is computed for the width there is, in coarse steps so that it is asked rarely. */
export function sheetWidth(): number {
  const room = window.innerWidth - RAIL
  return Math.max(SHEETS.least, Math.floor(room / SHEETS.step) * SHEETS.step)
}

let early: { url: string; answer: Promise<Response> } | null = null

/** Ask for the map of an address that chooses nothing; whoever asks the same next is given this answer. */
export function askEarly(path: string, search: string): void {
  const id = /^\/maps\/([^/]+)\/?$/.exec(path)?.[1] ?? (path === '/' ? 'current' : null)
  if (!id || search) return
  const query = new URLSearchParams({ width: String(sheetWidth()), session, language: chosen() })
  const url = `${location.origin}/api/v1/maps/${id}/layout?${query}`
  early = { url, answer: fetch(url) }
  // a server that does not answer is told about by whoever takes it
  early.answer.catch(() => null)
}

/** As `fetch`, but what was asked early is taken; once, because later it may have changed. */
export function taking(request: Request): Promise<Response> {
  const known = early
  if (known?.url !== request.url || request.method !== 'GET') return fetch(request)
  early = null
  return known.answer
}
