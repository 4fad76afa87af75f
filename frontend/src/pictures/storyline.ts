// One customer's way as a picture: a lane per channel, stages above, quiet time compressed. Pure.
import type { Shape } from '../api/client'

export type Moment = Shape['StoryMoment']
export type Point = { no: number; x: number; lane: number; moment: Moment }
export type Band = { stage: string; from: number; to: number }
export type Quiet = { x: number; days: number }
export type Day = { x: number; time: string }
export type Picture = { lanes: string[]; points: Point[]; bands: Band[]; quiet: Quiet[]; days: Day[]; width: number; left: number }

export const ANSWERS = '(answers)'
const UNIT = 34
const PAUSE = 58
const QUIET_DAYS = 3
const DAY = 86_400_000
export const MOST = 60

const time = (moment: Moment): number => Date.parse(moment.time ?? '')

/** The last moments with a time, in order of time; `left` says how many earlier ones are not drawn. */
export function drawn(moments: readonly Moment[], most = MOST): Picture {
  const timed = moments.filter((one) => one.time)
  const shown = timed.slice(-most)
  const lanes = [...new Set(shown.map(laneOf))].sort((a, b) => Number(a === ANSWERS) - Number(b === ANSWERS))
  const points: Point[] = []
  const bands: Band[] = []
  const quiet: Quiet[] = []
  const days: Day[] = []
  let x = UNIT / 2
  shown.forEach((moment, no) => {
    const before = shown[no - 1]
    const pause = before ? (time(moment) - time(before)) / DAY : 0
    if (pause >= QUIET_DAYS) {
      quiet.push({ x: x + PAUSE / 2 + UNIT / 4, days: Math.floor(pause) })
      x += PAUSE
    }
    if (before) x += UNIT
    if (!before || before.time!.slice(0, 10) !== moment.time!.slice(0, 10)) {
      // a date needs room: the next one waits until the last is past
      if (!days.length || x - days.at(-1)!.x >= 46) days.push({ x, time: moment.time! })
    }
    points.push({ no, x, lane: lanes.indexOf(laneOf(moment)), moment })
    if (moment.kind !== 'event' || !moment.stage) return
    const band = bands.at(-1)
    if (band?.stage === moment.stage) band.to = x
    else bands.push({ stage: moment.stage, from: x, to: x })
  })
  // a stage reaches to the middle between its last moment and the next one's first
  bands.forEach((band, no) => {
    const next = bands[no + 1]
    const end = next ? (band.to + next.from) / 2 : x + UNIT / 2
    band.to = end
    if (next) next.from = end
  })
  if (bands[0]) bands[0].from = 0
  return { lanes, points, bands, quiet, days, width: x + UNIT / 2, left: timed.length - shown.length }
}

const laneOf = (moment: Moment): string => (moment.kind === 'answer' ? ANSWERS : (moment.channel ?? ''))

/** Where people go on from here, as shares of all passages. */
export function ways(here: Shape['Here']): { to: string | null; n: number; share: number }[] {
  return here.next.map((one) => ({ to: one.to ?? null, n: one.transitions, share: here.passages ? one.transitions / here.passages : 0 }))
}
