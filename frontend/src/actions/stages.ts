// Proposals of stages and channels, confirmed or corrected one after the other. Pure: what a person
// said and can take back; the page sends it a moment later.
import type { Shape } from '../api/client'

export type StageRow = Shape['StageRow']
/** What is set: a stage, a channel, or null for “as proposed”. */
export type Said = { stage?: string; channel?: string } | null
export type Work = {
  /** Not yet acknowledged by the server. */
  waiting: Record<string, Said>
  /** What held before each step, newest last. */
  past: { touchpoint: string; before: Said; after: Said }[]
}

export const NOTHING: Work = { waiting: {}, past: [] }
export const CHANNELS = ['web', 'app', 'email', 'phone', 'chat', 'message', 'store', 'social', 'ad', 'survey', 'portal', 'letter', 'device']

/** The row as it will be once what was said is saved. */
export function seen(row: StageRow, work: Work): StageRow {
  if (!(row.touchpoint in work.waiting)) return row
  const said = work.waiting[row.touchpoint]
  if (!said) return { ...row, set_by: 'proposal' }
  return { ...row, stage: said.stage ?? row.stage, channel: said.channel ?? row.channel, set_by: 'you', confidence: said.stage ? 1 : row.confidence }
}

/** What holds for a touchpoint now, as the server would have to be told it. */
const held = (row: StageRow): Said => (row.set_by === 'you' ? { stage: row.stage, ...(row.channel ? { channel: row.channel } : {}) } : null)

export function say(work: Work, row: StageRow, said: { stage?: string; channel?: string }): Work {
  const now = seen(row, work)
  const before = row.touchpoint in work.waiting ? work.waiting[row.touchpoint]! : held(now)
  const after = { ...before, ...said }
  return { waiting: { ...work.waiting, [row.touchpoint]: after }, past: [...work.past, { touchpoint: row.touchpoint, before, after }] }
}

/** Confirming is setting the stage that is proposed. */
export const confirm = (work: Work, row: StageRow): Work => say(work, row, { stage: seen(row, work).stage })

export function undo(work: Work): Work {
  const last = work.past.at(-1)
  if (!last) return work
  return { waiting: { ...work.waiting, [last.touchpoint]: last.before }, past: work.past.slice(0, -1) }
}

/** What the server acknowledged waits no longer, unless it was changed again meanwhile. */
export function saved(work: Work, sent: Record<string, Said>): Work {
  return { ...work, waiting: Object.fromEntries(Object.entries(work.waiting).filter(([touchpoint, said]) => !(touchpoint in sent) || sent[touchpoint] !== said)) }
}

/** The stage that typed letters mean; null while none begins so. */
export function byTyping(stages: readonly string[], typed: string): string | null {
  const text = typed.toLowerCase()
  return text ? (stages.find((stage) => stage.toLowerCase().startsWith(text)) ?? null) : null
}

/** Who waits for a decision: proposals, least sure first. */
export const undecided = (rows: readonly StageRow[], work: Work): number => rows.filter((row) => seen(row, work).set_by !== 'you').length
