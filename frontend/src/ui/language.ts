// The language that was chosen on this machine; kept apart from the words, for the first script.
export const STORED = 'desirepath language'

export function chosen(): string {
  try {
    const known = localStorage.getItem(STORED) ?? ''
    return /^[a-z]{2}$/.test(known) ? known : 'en'
  } catch {
    return 'en'
  }
}
