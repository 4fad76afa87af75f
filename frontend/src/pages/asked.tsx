// What customers ask in their texts: one entry per theme, with the shortest questions; candidates for help pages.
import { useQuery as useAsked } from '@tanstack/react-query'
import { theResult, type Options, type Row } from '../api/client'
import { DownloadCsv } from '../pictures/table'
import { exact, share } from '../ui/numbers'
import { Ask, Fold, Panel } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

const SOME = 5

export function Asked({ chosen }: { chosen: Options }) {
  const asked = useAsked(theResult('questions', chosen))
  const rows = asked.data?.rows ?? []
  if (asked.data && !rows.length) return null
  return (
    <Panel title={t('asked.title')} note={t('asked.note')} className="themes asked" tools={<DownloadCsv name="questions" rows={rows} />}>
      <Ask of={asked}>
        {({ notes }) => (
          <>
            {notes.map((note) => <p key={note} className="news">{note}</p>)}
            <Fold rows={rows} some={SOME}>{(shown) => <ul>{shown.map((row) => <Question key={String(row.id)} row={row} />)}</ul>}</Fold>
          </>
        )}
      </Ask>
    </Panel>
  )
}

function Question({ row }: { row: Row }) {
  const [, go] = useQuery()
  const [first, ...more] = (row.quotes as string[] | undefined) ?? []
  const places = (row.touchpoints as { touchpoint: string; n: number }[] | undefined) ?? []
  return (
    <li>
      <q>{first}</q>
      <small>
        {t('asked.counted', { n: exact(Number(row.n)), share: share(Number(row.share)) })}
        {places[0] ? `, ${t('asked.most', { touchpoint: places[0].touchpoint })}` : ''}
        {row.growing ? <> <span className="tag pain">{t('themes.growing')}</span></> : null}
      </small>
      {row.theme ? <button type="button" className="disclose" onClick={() => go({ theme: String(row.id), page: null })}>{String(row.theme)}</button> : null}
      {more.length ? <details><summary>{t('asked.more', { n: exact(more.length) })}</summary>{more.map((one) => <p key={one}><q>{one}</q></p>)}</details> : null}
    </li>
  )
}
