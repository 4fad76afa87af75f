// How numbers read (SCREENS, copy): thin spaces, true minus, short from 10 000. The same rules
// as `maps/numbers.py`; `tests/numbers.test.ts` holds both to the same examples.
export const THIN = '\u202f'
const MINUS = '\u2212'
type Maybe = number | null | undefined

let months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Say how the months are called in the language of the page. */
export const nameMonths = (names: string[]): void => void (months = names)

export const known = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** Halves go to the even neighbour, as in Python. */
function rounded(value: number): number {
  const low = Math.floor(value)
  return value - low === 0.5 ? (low % 2 === 0 ? low : low + 1) : Math.round(value)
}

/** Digits after the point; an exact tie goes to the even neighbour, as Python writes it. */
function fixed(value: number, digits: number): string {
  const scaled = value * 10 ** digits
  const tie = Math.abs(scaled % 1) === 0.5 && Number.isInteger(value * 2 ** 20)
  return tie ? (rounded(scaled) / 10 ** digits).toFixed(digits) : value.toFixed(digits)
}

export function exact(value: Maybe): string {
  if (!known(value)) return 'unknown'
  const whole = rounded(value)
  const text = String(Math.abs(whole)).replace(/\B(?=(\d{3})+(?!\d))/g, THIN)
  return whole < 0 ? MINUS + text : text
}

export function short(value: Maybe): string {
  if (!known(value)) return 'unknown'
  const size = Math.abs(value)
  if (size < 10_000) return exact(value)
  const [divisor, letter] = size < 999_500 ? [1e3, 'k'] : size < 999.5e6 ? [1e6, 'M'] : [1e9, 'G']
  const scaled = size / (divisor as number)
  const text = scaled < 99.95 ? fixed(scaled, 1).replace(/\.0$/, '') : fixed(scaled, 0)
  return `${value < 0 ? MINUS : ''}${text}${THIN}${letter}`
}

export function amount(value: Maybe): string {
  if (!known(value)) return 'unknown'
  const size = Math.abs(value)
  if (size > 0 && size < 10 && !Number.isInteger(value)) {
    return `${value < 0 ? MINUS : ''}${fixed(size, 1).replace(/\.0$/, '')}`
  }
  return short(value)
}

export function decimal(value: Maybe, digits = 2): string {
  if (!known(value)) return 'unknown'
  const text = fixed(Math.abs(value), digits)
  return `${value < 0 && Number(text) ? MINUS : ''}${text}`
}

export function share(value: Maybe): string {
  if (!known(value)) return 'unknown'
  const percent = value * 100
  const size = Math.abs(percent)
  if (size > 0 && size < 0.05) return `<${THIN}0.1${THIN}%`
  let digits = size < 9.95 || (percent >= 99.5 && percent < 100) ? 1 : 0
  if (digits && percent >= 99.95 && percent < 100) digits = 2
  let text = fixed(size, digits)
  if (Number.isInteger(percent)) text = text.replace(/\.0$/, '')
  if ((text === '100.00' || text === '100.0') && percent !== 100) text = '99.99'
  return `${percent < 0 && Number(text) ? MINUS : ''}${text}${THIN}%`
}

export function signed(value: Maybe, digits = 1): string {
  if (!known(value)) return 'unknown'
  const text = fixed(Math.abs(value), digits)
  return Number(text) === 0 ? text : `${value > 0 ? '+' : MINUS}${text}`
}

export const emotion = (valence: Maybe): string => (known(valence) ? signed(valence * 2) : 'unknown')

export function duration(seconds: Maybe): string {
  if (!known(seconds)) return 'unknown'
  const size = Math.abs(seconds)
  const units: [number, number, string][] = [
    [60, 1, 's'], [90 * 60, 60, 'min'], [48 * 3600, 3600, 'h'], [730 * 86400, 86400, 'd'],
  ]
  for (const [limit, divisor, unit] of units) if (size < limit) return `${brief(seconds / divisor)}${THIN}${unit}`
  return `${brief(seconds / (365.25 * 86400))}${THIN}y`
}

function brief(value: number): string {
  const size = Math.abs(value)
  const text = size < 9.95 ? fixed(size, 1).replace(/\.0$/, '') : fixed(size, 0)
  return `${value < 0 ? MINUS : ''}${text}`
}

export function day(iso: string | null | undefined, year = true): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso ?? '')
  if (!found) return iso || 'unknown'
  return `${Number(found[3])} ${months[Number(found[2]) - 1]}${year ? ` ${found[1]}` : ''}`
}

export function period(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return 'no dates'
  if (!from || !to || from.slice(0, 10) === to.slice(0, 10)) return day(from || to)
  return `${day(from, from.slice(0, 4) !== to.slice(0, 4))} – ${day(to)}`
}

export function bytes(size: number): string {
  if (size < 1e3) return `${size}${THIN}B`
  const [divisor, unit] = size < 1e6 ? [1e3, 'kB'] : size < 1e9 ? [1e6, 'MB'] : [1e9, 'GB']
  return `${(size / (divisor as number)).toFixed(size / (divisor as number) < 10 ? 1 : 0)}${THIN}${unit}`
}

/** A column name in words: `median_seconds_to_next` is "Median to next". */
export function humanise(name: string): string {
  const words = name.replace(/_seconds/g, '').replace(/_/g, ' ').trim() || name
  return words.charAt(0).toUpperCase() + words.slice(1)
}
