// What the dissatisfied write about and the satisfied do not, and what both name; a person lists names to look for.
import { useState } from 'react'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, listNames, theResult, type Options, type Row } from '../api/client'
import { DownloadCsv } from '../pictures/table'
import { decimal, exact } from '../ui/numbers'
import { Ask, Empty, Panel } from '../ui/pieces'
import { many, t } from '../ui/words'

const SOME = 8
const SIDES = ['disliked', 'liked'] as const

export function Phrases({ chosen }: { chosen: Options }) {
  const asked = useAsked(theResult('phrases', chosen))
  const named = useAsked(theResult('entities', chosen))
  const rows = asked.data?.rows ?? []
  return (
    <Panel title={t('phrases.title')} note={asked.data?.rows.length ? asked.data.notes.join(' ') : t('phrases.note')} className="phrases" tools={<DownloadCsv name="phrases" rows={rows} />}>
      <Ask of={asked}>
        {(result) =>
          result.rows.length ? (
            <div className="sides">{SIDES.map((side) => <Side key={side} side={side} rows={result.rows.filter((row) => row.side === side).slice(0, SOME)} />)}</div>
          ) : (
            <Empty title={t('phrases.none')}>{result.notes.join(' ')}</Empty>
          )
        }
      </Ask>
      <h3>{t('names.title')}</h3>
      <Ask of={named}>
        {(result) => (result.rows.length ? <ul className="names">{result.rows.slice(0, 2 * SOME).map((row) => <Named key={`${String(row.kind)} ${String(row.entity)}`} row={row} />)}</ul> : <p>{result.notes.join(' ')}</p>)}
      </Ask>
      <Listing />
    </Panel>
  )
}

function Side({ side, rows }: { side: (typeof SIDES)[number]; rows: Row[] }) {
  return (
    <section>
      <h3>{t(`phrases.${side}`)}</h3>
      {rows.length ? <ul>{rows.map((row) => <Phrase key={`${String(row.language)} ${String(row.phrase)}`} row={row} />)}</ul> : <p>{t('phrases.noside')}</p>}
    </section>
  )
}

function Phrase({ row }: { row: Row }) {
  const about = t('phrases.counts', { bad: exact(Number(row.dissatisfied)), good: exact(Number(row.satisfied)), z: decimal(Number(row.z), 1) })
  return (
    <li>
      <details>
        <summary><strong lang={String(row.language)}>{String(row.phrase)}</strong> <small>{about}{row.theme ? ` · ${String(row.theme)}` : ''}</small></summary>
        {(row.quotes as string[]).map((quote) => <q key={quote} lang={String(row.language)}>{quote}</q>)}
      </details>
    </li>
  )
}

function Named({ row }: { row: Row }) {
  return (
    <li title={(row.quotes as string[])[0]}>
      <strong>{String(row.entity)}</strong> <small>{String(row.kind)} · {many('names.counts', Number(row.n), { n: exact(Number(row.n)), bad: exact(Number(row.disliked)), good: exact(Number(row.liked)) })}</small>
    </li>
  )
}

function Listing() {
  const [name, setName] = useState('')
  const [kind, setKind] = useState('')
  const list = useMutation({ mutationFn: listNames, onSuccess: () => { setName(''); changedData() } })
  return (
    <form className="acts" onSubmit={(event) => { event.preventDefault(); list.mutate({ [name.trim()]: kind.trim() }) }}>
      <TextInput size="xs" aria-label={t('names.name')} placeholder={t('names.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput size="xs" aria-label={t('names.kind')} placeholder={t('names.kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value)} />
      <Button size="xs" type="submit" variant="default" disabled={list.isPending || !name.trim() || !kind.trim()}>{t('names.list')}</Button>
      {list.isError ? <p role="alert">{list.error.message}</p> : null}
    </form>
  )
}
