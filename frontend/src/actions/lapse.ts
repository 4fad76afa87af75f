// The time-lapse: windows of one length over the period of the data. Pure; days are ISO dates, UTC.
export type Length = 'week' | 'month' | 'quarter'
export type Window = { from: string; to: string }

const DAY = 86_400_000
const iso = (time: number): string => new Date(time).toISOString().slice(0, 10)

/** The windows that the days from `from` to `to` lie in, first to last, each as whole days. */
export function windows(from: string, to: string, length: Length): Window[] {
  const [first, last] = [Date.parse(from.slice(0, 10)), Date.parse(to.slice(0, 10))]
  if (!Number.isFinite(first) || !Number.isFinite(last)) return []
  const made: Window[] = []
  for (let start = beginning(first, length); start <= last && made.length < 400; ) {
    const after = following(start, length)
    made.push({ from: iso(start), to: iso(after - DAY) })
    start = after
  }
  return made
}

function beginning(time: number, length: Length): number {
  const day = new Date(time)
  if (length === 'week') return time - ((day.getUTCDay() + 6) % 7) * DAY
  const month = length === 'quarter' ? Math.floor(day.getUTCMonth() / 3) * 3 : day.getUTCMonth()
  return Date.UTC(day.getUTCFullYear(), month, 1)
}

function following(start: number, length: Length): number {
  const day = new Date(start)
  if (length === 'week') return start + 7 * DAY
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + (length === 'quarter' ? 3 : 1), 1)
}

/** Which length gives a readable number of windows. */
export function lengthFor(from: string, to: string): Length {
  const days = (Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / DAY
  return days <= 120 ? 'week' : days <= 1000 ? 'month' : 'quarter'
}

/** The period of the same length right before. */
export function before(from: string, to: string): Window {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  return { from: iso(first - (last - first) - DAY), to: iso(first - DAY) }
}
