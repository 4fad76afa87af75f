// What customers talk about: themes with their size, liked against disliked, trend and a quote; a person changes them.
import { useState } from 'react'
import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, editTheme, theResult, type Options, type Row, type ThemeChange } from '../api/client'
import { DownloadCsv } from '../pictures/table'
import { exact, share } from '../ui/numbers'
import { Ask, Empty, Fold, Panel } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

const SOME = 8

export function Themes({ chosen }: { chosen: Options }) {
  const asked = useAsked(theResult('themes', chosen))
  const rows = asked.data?.rows ?? []
  return (
    <Panel title={t('themes.title')} note={t('themes.note')} className="themes" tools={<DownloadCsv name="themes" rows={rows} />}>
      <Ask of={asked}>
        {(result) =>
          rows.length ? (
            <>
              {result.notes.map((note) => <p key={note} className="news">{note}</p>)}
              <Fold rows={rows} some={SOME}>{(shown) => <ul>{shown.map((row) => <Theme key={String(row.id)} row={row} others={rows} />)}</ul>}</Fold>
            </>
          ) : (
            <Empty title={t('themes.none')}>{result.notes.join(' ')}</Empty>
          )
        }
      </Ask>
    </Panel>
  )
}

function Theme({ row, others }: { row: Row; others: Row[] }) {
  const [, go] = useQuery()
  const n = Number(row.n)
  const part = (count: unknown) => `${(100 * Number(count)) / Math.max(n, 1)}%`
  const trend = row.worse ? t('themes.worse') : row.trend === 'new' || row.trend === 'growing' || row.trend === 'fading' ? t(`themes.${row.trend}`) : ''
  const quote = (row.quotes as string[] | undefined)?.[0]
  return (
    <li>
      <button type="button" className="disclose" onClick={() => go({ theme: String(row.id), page: null })}>{String(row.theme)}</button>
      <small>{t('themes.share', { n: exact(n), share: share(Number(row.share)) })}{trend ? <> <span className="tag pain">{trend}</span></> : null}</small>
      <span className="moodbox">
        <span className="moods" aria-hidden="true"><i className="bad" style={{ width: part(row.disliked) }} /><i className="good" style={{ width: part(row.liked) }} /></span>
        <small>{t('themes.moods', { liked: exact(Number(row.liked)), disliked: exact(Number(row.disliked)) })}</small>
      </span>
      {quote ? <q lang={String(row.language)}>{quote}</q> : null}
      <Change row={row} others={others} />
    </li>
  )
}

function Change({ row, others }: { row: Row; others: Row[] }) {
  const [name, setName] = useState(String(row.theme))
  const edit = useMutation({ mutationFn: editTheme, onSuccess: () => changedData() })
  const put = (change: ThemeChange) => edit.mutate({ id: String(row.id), change })
  const act = (label: string, change: ThemeChange) => <Button size="xs" variant="default" disabled={edit.isPending} onClick={() => put(change)}>{label}</Button>
  return (
    <details>
      <summary>{t('themes.change')}</summary>
      <form className="acts" onSubmit={(event) => { event.preventDefault(); put({ name }) }}>
        <TextInput size="xs" aria-label={t('themes.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button size="xs" type="submit" variant="default" disabled={edit.isPending}>{t('themes.rename')}</Button>
        <Select size="xs" searchable placeholder={t('themes.join')} aria-label={t('themes.join')} value={null} data={others.filter((one) => one.id !== row.id && one.language === row.language).map((one) => ({ value: String(one.id), label: String(one.theme) }))} onChange={(into) => (into ? put({ into }) : undefined)} />
        {act(t('themes.split'), { split: true })}
        {row.pinned ? null : act(t('themes.pin'), { pin: true })}
        {act(t('themes.hide'), { hide: true })}
        {row.set_by === 'you' ? act(t('themes.undo'), { undo: true }) : null}
      </form>
      {edit.isError ? <p role="alert">{edit.error.message}</p> : null}
    </details>
  )
}
