// What this person is called by others: kept in the browser, sent only when a map is shown or changed.
const STORED = 'desirepath name'
let name = stored()

function stored(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null
  }
}

export const myName = (): string | null => name

export function setMyName(words: string): void {
  name = words.trim() || null
  try {
    if (name) localStorage.setItem(STORED, name)
    else localStorage.removeItem(STORED)
  } catch {
    // without storage the name is forgotten with the page
  }
}
