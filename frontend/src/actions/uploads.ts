// What happens to a file on its way in, as pure steps; the page shows the state there is.
import type { Report } from '../api/client'

export type Choice = { kind: string | null; timezone: string; source: string; columns: Record<string, string> }

export type Upload = {
  id: number
  file: File
  state: 'sending' | 'preview' | 'importing' | 'done' | 'failed' | 'cancelled'
  part: number
  report: Report | null
  error: string | null
  choice: Choice
}

export type Step =
  | { type: 'added'; id: number; file: File }
  | { type: 'progress'; id: number; part: number }
  | { type: 'previewed'; id: number; report: Report }
  | { type: 'chosen'; id: number; choice: Partial<Choice> }
  | { type: 'again'; id: number }
  | { type: 'importing'; id: number }
  | { type: 'done'; id: number; report: Report }
  | { type: 'failed'; id: number; error: string; cancelled?: boolean }
  | { type: 'removed'; id: number }

export const NOTHING: Choice = { kind: null, timezone: '', source: '', columns: {} }

export function step(uploads: readonly Upload[], one: Step): Upload[] {
  if (one.type === 'added') {
    return [...uploads, { id: one.id, file: one.file, state: 'sending', part: 0, report: null, error: null, choice: NOTHING }]
  }
  if (one.type === 'removed') return uploads.filter((upload) => upload.id !== one.id)
  return uploads.map((upload) => (upload.id === one.id ? { ...upload, ...changes(upload, one) } : upload))
}

function changes(upload: Upload, one: Exclude<Step, { type: 'added' } | { type: 'removed' }>): Partial<Upload> {
  switch (one.type) {
    case 'progress':
      return { part: one.part }
    case 'previewed':
      return { state: 'preview', report: one.report, error: null }
    case 'chosen':
      return { choice: { ...upload.choice, ...one.choice } }
    case 'again':
      return { state: 'sending', part: 0, error: null }
    case 'importing':
      return { state: 'importing', part: 0, error: null }
    case 'done':
      return { state: 'done', report: one.report, part: 1 }
    case 'failed':
      return { state: one.cancelled ? 'cancelled' : 'failed', error: one.error }
  }
}

/** The options of the request; only what a person changed goes along. */
export function optionsOf({ choice }: Upload, dry: boolean): Record<string, string> {
  const columns = Object.fromEntries(Object.entries(choice.columns).filter(([, column]) => column.trim()))
  return {
    ...(choice.kind ? { kind: choice.kind } : {}),
    ...(choice.timezone.trim() ? { timezone: choice.timezone.trim() } : {}),
    ...(choice.source.trim() ? { source: choice.source.trim() } : {}),
    ...(Object.keys(columns).length ? { columns: JSON.stringify(columns) } : {}),
    ...(dry ? { dry_run: 'true' } : {}),
  }
}

/** Roles that were found, least sure first, so that the doubtful ones are seen. */
export function rolesOf(report: Report): [role: string, found: Report['columns'][string]][] {
  return Object.entries(report.columns).sort(([, a], [, b]) => (a.confidence ?? 0) - (b.confidence ?? 0))
}
