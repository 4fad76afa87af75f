// What happens to a file on its way in, as pure steps; the page shows the state there is.
import type { ImportChoice, Sent } from '../api/client'

/** What a person says about a file; `roles` is column → role, '' where a column plays none. */
export type Choice = { kind: string | null; timezone: string; source: string; scale: string; drop_duplicates: boolean; roles: Record<string, string> }

export type Upload = {
  id: number
  name: string
  size: number
  /** What the server knows of it; null until the file is there. */
  sent: Sent | null
  part: number
  ended: 'failed' | 'cancelled' | null
  error: string | null
  choice: Choice
}

export type Step =
  | { type: 'added'; id: number; name: string; size: number; choice?: Choice }
  | { type: 'progress'; id: number; part: number }
  | { type: 'told'; id: number; sent: Sent }
  | { type: 'chosen'; id: number; choice: Partial<Choice> }
  | { type: 'failed'; id: number; error: string; cancelled?: boolean }
  | { type: 'removed'; id: number }

export const NOTHING: Choice = { kind: null, timezone: '', source: '', scale: '', drop_duplicates: false, roles: {} }

/** How a file is read that mends a finding of the audit: into its source, with the fix's options. */
export function choiceFor(fix: { source: string; options: Record<string, unknown> } | null): Choice {
  return fix ? { ...NOTHING, source: fix.source, drop_duplicates: fix.options.drop_duplicates === true } : NOTHING
}

export function step(uploads: readonly Upload[], one: Step): Upload[] {
  if (one.type === 'added') {
    return [...uploads, { id: one.id, name: one.name, size: one.size, sent: null, part: 0, ended: null, error: null, choice: one.choice ?? NOTHING }]
  }
  if (one.type === 'removed') return uploads.filter((upload) => upload.id !== one.id)
  return uploads.map((upload) => (upload.id === one.id ? { ...upload, ...changes(upload, one) } : upload))
}

function changes(upload: Upload, one: Exclude<Step, { type: 'added' } | { type: 'removed' }>): Partial<Upload> {
  switch (one.type) {
    case 'progress':
      return { part: one.part }
    case 'told':
      return { sent: one.sent, part: one.sent.part ?? 0, error: one.sent.error ?? null, ended: one.sent.state === 'cancelled' ? 'cancelled' : null }
    case 'chosen':
      return { choice: { ...upload.choice, ...one.choice } }
    case 'failed':
      // the cancel came too late: what is imported stays imported
      if (upload.sent?.state === 'done') return {}
      return { ended: one.cancelled ? 'cancelled' : 'failed', error: one.error }
  }
}

/** One word for where an upload is. */
export function stateOf(upload: Upload): 'sending' | 'preview' | 'previewing' | 'importing' | 'done' | 'failed' | 'cancelled' {
  if (upload.ended) return upload.ended
  if (!upload.sent) return 'sending'
  const state = upload.sent.state
  if (state === 'received') return 'previewing'
  return state === 'previewed' ? 'preview' : state
}

export const working = (upload: Upload): boolean => ['sending', 'previewing', 'importing'].includes(stateOf(upload))

/** What goes along with a preview or an import: only what a person changed. */
export function choiceOf({ choice }: { choice: Choice }): ImportChoice {
  const columns: Record<string, string | string[]> = {}
  const kept = Object.keys(choice.roles).filter((column) => choice.roles[column] === '')
  for (const [column, role] of Object.entries(choice.roles)) if (role) columns[role] = column
  if (kept.length) columns.attribute = kept
  return {
    drop_duplicates: choice.drop_duplicates,
    ...(choice.kind ? { kind: choice.kind } : {}),
    ...(choice.timezone.trim() ? { timezone: choice.timezone.trim() } : {}),
    ...(choice.scale.trim() ? { scale: choice.scale.trim() } : {}),
    ...(choice.source.trim() ? { source: choice.source.trim() } : {}),
    ...(Object.keys(columns).length ? { columns } : {}),
  }
}

export const changedBy = ({ choice }: Upload): boolean => !!(choice.kind || choice.timezone.trim() || choice.source.trim() || choice.scale.trim() || choice.drop_duplicates || Object.keys(choice.roles).length)

export type FileColumn = { column: string; examples: string[]; filled: number; role: string; confidence: number | null; reason: string; yours: boolean }

/** The columns of the file with the role each plays: those with a role first, least sure on top. */
export function columnsOf(upload: Upload): FileColumn[] {
  const report = upload.sent?.report
  if (!report) return []
  const { roles } = upload.choice
  const given = new Set(Object.values(roles))
  const found = new Map(Object.entries(report.columns).map(([role, one]) => [one.column, { role, ...one }]))
  const rows = (report.table ?? []).map(({ column, examples, filled }) => {
    const yours = column in roles
    const one = found.get(column)
    // a role that a person gave to another column is free here
    const detected = one && !given.has(one.role) ? one.role : ''
    return { column, examples, filled, yours, role: yours ? roles[column]! : detected, confidence: yours || !detected ? null : (one?.confidence ?? null), reason: yours || !detected ? '' : (one?.reason ?? '') }
  })
  const rank = (row: FileColumn) => (row.role ? (row.confidence ?? 2) : 3)
  return rows.sort((a, b) => rank(a) - rank(b))
}

/** The roles after a person set one: a role has one column only. */
export function chosenRoles(roles: Record<string, string>, column: string, role: string): Record<string, string> {
  const others = Object.entries(roles).filter(([other, had]) => other !== column && (!role || had !== role))
  return { ...Object.fromEntries(others), [column]: role }
}
