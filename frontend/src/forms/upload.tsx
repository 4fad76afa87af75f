// Bring files in: drop them, see what was recognised before anything is changed, then import.
// A file is sent once; previews and the import read it where it lies.
import { useEffect, useReducer, useRef, useState } from 'react'
import { Button, Progress } from '@mantine/core'
import { cancelUpload, importUpload, previewUpload, queries, theUploads, type ImportChoice, type Sent } from '../api/client'
import { follow, send, type Sending } from '../api/upload'
import { Icon } from '../ui/icons'
import { bytes } from '../ui/numbers'
import { t, type Key } from '../ui/words'
import { Correct, type Choice, type FileColumn } from './correct'
import { ReportView } from './report'

type Upload = { id: number; name: string; size: number; sent: Sent | null; part: number; error: string | null; choice: Choice }
type Step = { type: string; id: number; [key: string]: unknown }

/** The pure steps of an upload, handed in by the page (forms know no actions). */
export type Machine = {
  step: (uploads: readonly any[], one: any) => any[]
  stateOf: (upload: any) => string
  working: (upload: any) => boolean
  choiceOf: (upload: { choice: any }) => ImportChoice
  choiceFor: (fix: Fix | null) => Choice
  changedBy: (upload: any) => boolean
  columnsOf: (upload: any) => FileColumn[]
  chosenRoles: (roles: Record<string, string>, column: string, role: string) => Record<string, string>
}

let next = 1

/** A finding of the audit that the next file mends. */
type Fix = { does: string; source: string; files: string[]; options: Record<string, unknown>; ask?: string | null }
type Props = { machine: Machine; imported: () => void; fix?: Fix | null; fixed?: () => void }

export function UploadForm({ machine, imported, fix = null, fixed }: Props) {
  const [uploads, tell] = useReducer(machine.step as (state: Upload[], one: Step) => Upload[], [])
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const sending = useRef(new Map<number, Sending>())

  const failed = (id: number) => (error: Error & { status?: number }) => tell({ type: 'failed', id, error: error.message, cancelled: error.status === -1 })
  const work = async (id: number, begun: Promise<Sent>) => {
    try {
      const sent = await begun
      tell({ type: 'told', id, sent })
      const ended = await follow(sent.id, (now) => tell({ type: 'told', id, sent: now }))
      if (ended.state === 'done') imported()
    } catch (error) {
      // a cancelled upload is gone at the server: that is what was asked for
      const gone = (error as { status?: number }).status === 404
      tell({ type: 'failed', id, error: gone ? '' : (error as Error).message, cancelled: gone })
    }
  }
  const add = (files: Iterable<File>) => {
    const choice = machine.choiceFor(fix)
    fixed?.()
    for (const file of files) {
      const id = next++
      tell({ type: 'added', id, name: file.name, size: file.size, choice })
      const one = send(file, (part) => tell({ type: 'progress', id, part }))
      sending.current.set(id, one)
      one.done
        .then((sent) => (tell({ type: 'told', id, sent }), work(id, previewUpload(sent.id, machine.choiceOf({ choice })))))
        .catch(failed(id))
        .finally(() => sending.current.delete(id))
    }
  }
  useEffect(() => {
    // what was sent before this page was opened is still there
    void queries.fetchQuery({ ...theUploads, staleTime: 0 }).then(({ uploads: there }) => {
      for (const sent of there.filter((one) => one.state !== 'done')) {
        const id = next++
        tell({ type: 'added', id, name: sent.file, size: sent.bytes })
        void work(id, Promise.resolve(sent))
      }
    }, () => undefined)
  }, [])
  useEffect(() => {
    // the click on the fix is the person's own: the browser lets the file be chosen right away
    if (fix) input.current?.click()
  }, [fix])
  const act: Act = {
    preview: (upload) => void work(upload.id, previewUpload(upload.sent!.id, machine.choiceOf(upload))),
    take: (upload) => void work(upload.id, importUpload(upload.sent!.id, machine.choiceOf(upload))),
    cancel: (upload) => {
      if (!upload.sent) sending.current.get(upload.id)?.cancel()
      else cancelUpload(upload.sent.id).then((sent) => {
        tell({ type: 'told', id: upload.id, sent })
        if (sent.state === 'done') imported()
      }, failed(upload.id))
    },
    remove: (upload) => {
      if (upload.sent) cancelUpload(upload.sent.id).catch(() => undefined)
      tell({ type: 'removed', id: upload.id })
    },
    choose: (upload, choice) => tell({ type: 'chosen', id: upload.id, choice }),
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
          <strong>{fix ? t('fix.choose', { files: fix.files.join(', ') }) : t('upload.drop')}</strong>
          <p>{fix ? fix.does : t('upload.kinds')}</p>
        </div>
        <Button size="xs" onClick={() => input.current?.click()}>{t('upload.choose')}</Button>
        <input ref={input} type="file" multiple hidden aria-label={t('upload.choose')} onChange={(event) => (add(event.currentTarget.files ?? []), (event.currentTarget.value = ''))} />
      </div>
      {fix ? <Button size="compact-xs" variant="subtle" mt={6} onClick={fixed}>{t('fix.not')}</Button> : null}
      <div aria-live="polite">{uploads.map((upload) => <One key={upload.id} upload={upload} act={act} machine={machine} />)}</div>
    </>
  )
}

type Act = Record<'preview' | 'take' | 'cancel' | 'remove', (upload: Upload) => void> & { choose: (upload: Upload, choice: Partial<Choice>) => void }

function One({ upload, act, machine }: { upload: Upload; act: Act; machine: Machine }) {
  const { name, size, error, sent, choice } = upload
  const state = machine.stateOf(upload)
  const busy = machine.working(upload)
  const report = sent?.report
  const open = state === 'preview' || (state === 'failed' && !!sent)
  return (
    <article className="upload" data-state={state} aria-label={name}>
      <header>
        <Icon name="file" size={18} />
        <strong>{name}</strong>
        <small>{bytes(size)}</small>
        <span className={`tag ${state === 'failed' ? 'pain' : state === 'done' ? 'gain' : ''}`}>{t(`upload.${state}` as Key)}</span>
        <span className="push" />
        {busy ? <Button size="compact-xs" variant="default" onClick={() => act.cancel(upload)}>{t('upload.cancel')}</Button> : null}
        {busy ? null : <button type="button" className="iconbutton" aria-label={t('upload.dismiss', { file: name })} onClick={() => act.remove(upload)}><Icon name="close" size={14} /></button>}
      </header>
      {busy ? <Bar upload={upload} state={state} /> : null}
      {error ? <p className="wrong" role="alert">{error}</p> : null}
      {state === 'cancelled' ? <p className="why">{t('upload.nothing')}</p> : null}
      {report && !busy && state !== 'cancelled' ? <ReportView report={report} done={state === 'done'} /> : null}
      {open ? (
        <>
          <Correct columns={machine.columnsOf(upload)} choice={choice} source={report?.source ?? ''} set={(changed) => act.choose(upload, changed)} give={(column, role) => act.choose(upload, { roles: machine.chosenRoles(choice.roles, column, role) })} />
          <div className="acts">
            <Button size="xs" onClick={() => act.take(upload)}>{t('upload.import')}</Button>
            {machine.changedBy(upload) || state === 'failed' ? <Button size="xs" variant="default" onClick={() => act.preview(upload)}>{t('upload.again')}</Button> : null}
          </div>
        </>
      ) : null}
    </article>
  )
}

function Bar({ upload, state }: { upload: Upload; state: string }) {
  const { name, size, part, sent } = upload
  const doing = state === 'sending' ? t('upload.sent', { some: bytes(size * part), all: bytes(size) }) : sent?.doing || t(state === 'importing' ? 'upload.working' : 'upload.reading')
  const known = state === 'sending' || (sent?.part ?? null) !== null
  return (
    <div className="sending">
      <Progress value={known ? part * 100 : 100} size="sm" aria-label={t('upload.progress', { file: name })} animated={!known} striped={!known} transitionDuration={0} />
      <small>{doing}</small>
    </div>
  )
}
