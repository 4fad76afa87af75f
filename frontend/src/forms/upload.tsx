// Bring files in: drop them, see what was recognised before anything is changed, then import.
import { useReducer, useRef, useState } from 'react'
import { Button, Progress, Select, TextInput } from '@mantine/core'
import type { Report } from '../api/client'
import { send, type Sending } from '../api/upload'
import { Icon } from '../ui/icons'
import { bytes, exact, share } from '../ui/numbers'
import { t } from '../ui/words'

/** The pure steps of an upload, handed in by the page (forms know no actions). */
export type Machine<U, S> = {
  step: (uploads: readonly U[], one: S) => U[]
  optionsOf: (upload: U, dry: boolean) => Record<string, string>
  rolesOf: (report: Report) => [string, Report['columns'][string]][]
}

type Choice = { kind: string | null; timezone: string; source: string; columns: Record<string, string> }
type Upload = { id: number; file: File; state: string; part: number; report: Report | null; error: string | null; choice: Choice }
type Step = { type: string; id: number; [key: string]: unknown }

let next = 1

export function UploadForm({ machine, imported }: { machine: Machine<any, any>; imported: () => void }) {
  const [uploads, tell] = useReducer(machine.step as (state: Upload[], one: Step) => Upload[], [])
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const sending = useRef(new Map<number, Sending>())

  const transfer = (upload: Upload, dry: boolean) => {
    const { id, file } = upload
    const one = send(file, machine.optionsOf(upload, dry), (part) => tell({ type: 'progress', id, part }))
    sending.current.set(id, one)
    one.done
      .then((report) => {
        tell({ type: dry ? 'previewed' : 'done', id, report })
        if (!dry) imported()
      })
      .catch((error: Error & { status?: number }) => tell({ type: 'failed', id, error: error.message, cancelled: error.status === -1 }))
      .finally(() => sending.current.delete(id))
  }
  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const id = next++
      tell({ type: 'added', id, file })
      transfer({ id, file, state: 'sending', part: 0, report: null, error: null, choice: { kind: null, timezone: '', source: '', columns: {} } }, true)
    }
  }
  const act = {
    preview: (upload: Upload) => (tell({ type: 'again', id: upload.id }), transfer(upload, true)),
    take: (upload: Upload) => (tell({ type: 'importing', id: upload.id }), transfer(upload, false)),
    cancel: (upload: Upload) => sending.current.get(upload.id)?.cancel(),
    choose: (upload: Upload, choice: Partial<Choice>) => tell({ type: 'chosen', id: upload.id, choice }),
    remove: (upload: Upload) => tell({ type: 'removed', id: upload.id }),
  }
  return (
    <>
      <div
        className={over ? 'dropzone over' : 'dropzone'}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          add(event.dataTransfer.files)
        }}
      >
        <Icon name="upload" size={22} />
        <div>
          <strong>{t('upload.drop')}</strong>
          <p>{t('upload.kinds')}</p>
        </div>
        <Button size="xs" onClick={() => input.current?.click()}>{t('upload.choose')}</Button>
        <input ref={input} type="file" multiple hidden aria-label={t('upload.choose')} onChange={(event) => (add(event.currentTarget.files ?? []), (event.currentTarget.value = ''))} />
      </div>
      <div aria-live="polite">{uploads.map((upload) => <One key={upload.id} upload={upload} act={act} machine={machine} />)}</div>
    </>
  )
}

type Act = Record<'preview' | 'take' | 'cancel' | 'remove', (upload: Upload) => void> & { choose: (upload: Upload, choice: Partial<Choice>) => void }

function One({ upload, act, machine }: { upload: Upload; act: Act; machine: Machine<any, any> }) {
  const { file, state, part, report, error } = upload
  const busy = state === 'sending' || state === 'importing'
  return (
    <article className="upload" data-state={state}>
      <header>
        <Icon name="file" size={18} />
        <strong>{file.name}</strong>
        <small>{bytes(file.size)}</small>
        <span className={`tag ${state === 'failed' ? 'pain' : state === 'done' ? 'gain' : ''}`}>{t(`upload.${state}` as 'upload.done')}</span>
        <span className="push" />
        {busy ? <Button size="compact-xs" variant="default" onClick={() => act.cancel(upload)}>{t('upload.cancel')}</Button> : null}
        {busy ? null : <button type="button" className="iconbutton" aria-label={t('upload.dismiss', { file: file.name })} onClick={() => act.remove(upload)}><Icon name="close" size={14} /></button>}
      </header>
      {busy ? (
        <div className="sending">
          <Progress value={part * 100} size="sm" aria-label={t('upload.progress', { file: file.name })} animated={part >= 1} transitionDuration={0} />
          <small>{part >= 1 ? t(state === 'sending' ? 'upload.reading' : 'upload.working') : t('upload.sent', { some: bytes(file.size * part), all: bytes(file.size) })}</small>
        </div>
      ) : null}
      {error ? <p className="wrong" role="alert">{error}</p> : null}
      {report && !busy ? <ReportView report={report} done={state === 'done'} /> : null}
      {report && state !== 'done' && !busy ? <Correct upload={upload} act={act} roles={machine.rolesOf(report)} /> : null}
      {!report && state === 'failed' ? <Correct upload={upload} act={act} roles={[]} /> : null}
    </article>
  )
}

export function ReportView({ report, done }: { report: Report; done: boolean }) {
  const counts = (['accepted', 'quarantined', 'known', 'dropped', 'duplicates'] as const).filter((key) => key === 'accepted' || report[key] > 0)
  return (
    <div className="report">
      <p className="sum">
        <b>{exact(report.rows)}</b> {t('report.rows')} = {counts.filter((key) => key !== 'duplicates').map((key, no) => <span key={key}>{no ? ' + ' : ''}<b className={key === 'quarantined' ? 'warned' : ''}>{exact(report[key])}</b> {t(`report.${key}`)}</span>)}
        {report.duplicates ? <small> ({t('report.duplicates', { n: exact(report.duplicates) })})</small> : null}
        <span className="tag">{report.kind.join(', ')}</span>
        {done ? null : <small>{t('report.nothing')}</small>}
      </p>
      {report.quarantine.length ? (
        <ul className="asidelist">{report.quarantine.map((one) => <li key={one.reason}><b>{exact(one.rows)}</b> {one.reason}{one.first_line ? ` (${t('report.line', { line: one.first_line })})` : ''}</li>)}</ul>
      ) : null}
      {report.notes.map((note) => <p key={note} className="note"><Icon name="info" size={14} /> {note}</p>)}
    </div>
  )
}

const KINDS = ['events', 'feedback', 'customers', 'transcripts']
const ROLES = ['customer', 'touchpoint', 'time', 'channel', 'id', 'case', 'session', 'value', 'score', 'text', 'language']

function Correct({ upload, act, roles }: { upload: Upload; act: Act; roles: [string, Report['columns'][string]][] }) {
  const { choice } = upload
  const [more, setMore] = useState<string | null>(null)
  const named = new Set(roles.map(([role]) => role))
  const extra = Object.keys(choice.columns).filter((role) => !named.has(role))
  const set = (role: string, column: string) => act.choose(upload, { columns: { ...choice.columns, [role]: column } })
  const changed = Object.values(choice.columns).some((column) => column.trim()) || choice.kind || choice.timezone || choice.source
  return (
    <div className="correct">
      <div className="scroll" tabIndex={0} role="group" aria-label={t('upload.roles')}>
        <table className="grid">
          <thead><tr><th scope="col">{t('upload.role')}</th><th scope="col">{t('upload.column')}</th><th scope="col">{t('upload.sure')}</th><th scope="col">{t('upload.why')}</th></tr></thead>
          <tbody>
            {roles.map(([role, found]) => (
              <tr key={role} className={(found.confidence ?? 0) < 0.6 ? 'doubt' : ''}>
                <th scope="row">{role}</th>
                <td><TextInput size="xs" aria-label={t('upload.columnof', { role })} placeholder={found.column ?? ''} value={choice.columns[role] ?? ''} onChange={(event) => set(role, event.currentTarget.value)} /></td>
                <td className="num"><span className="sure" aria-hidden="true"><i style={{ width: `${(found.confidence ?? 0) * 100}%` }} /></span> {share(found.confidence)}</td>
                <td>{found.reason}</td>
              </tr>
            ))}
            {extra.map((role) => (
              <tr key={role}><th scope="row">{role}</th><td><TextInput size="xs" aria-label={t('upload.columnof', { role })} value={choice.columns[role]} onChange={(event) => set(role, event.currentTarget.value)} /></td><td /><td>{t('upload.yours')}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="optionsform">
        <Select size="xs" label={t('upload.addrole')} data={ROLES.filter((role) => !named.has(role) && !(role in choice.columns))} value={more} onChange={(role) => (setMore(null), role && set(role, ''))} />
        <Select size="xs" label={t('upload.kind')} placeholder={t('upload.auto')} clearable data={KINDS} value={choice.kind} onChange={(kind) => act.choose(upload, { kind })} clearButtonProps={{ 'aria-label': t('select.clear') }} />
        <TextInput size="xs" label={t('upload.timezone')} placeholder="UTC" value={choice.timezone} onChange={(event) => act.choose(upload, { timezone: event.currentTarget.value })} />
        <TextInput size="xs" label={t('upload.source')} placeholder={upload.report?.source} value={choice.source} onChange={(event) => act.choose(upload, { source: event.currentTarget.value })} />
      </div>
      <div className="acts">
        <Button size="xs" onClick={() => act.take(upload)}>{t('upload.import')}</Button>
        {changed || upload.state === 'failed' ? <Button size="xs" variant="default" onClick={() => act.preview(upload)}>{t('upload.again')}</Button> : null}
      </div>
    </div>
  )
}
