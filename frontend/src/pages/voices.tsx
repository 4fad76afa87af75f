// How texts are read, language by language: by what, and how good that is on texts held out here.
import { useState } from 'react'
import { Button } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theResult, type Row } from '../api/client'
import { exact, known, share } from '../ui/numbers'
import { Ask, Empty, Panel } from '../ui/pieces'
import { t, type Key } from '../ui/words'

const SOME = 3

export function Voices() {
  const asked = useAsked(theResult('sentiment', {}))
  const [all, showAll] = useState(false)
  return (
    <Panel title={t('voices.title')} note={t('voices.note')} className="voices">
      <Ask of={asked}>
        {({ rows }) =>
          rows.length ? (
            <>
              <ul>{(all ? rows : rows.slice(0, SOME)).map((row) => <Voice key={String(row.language)} row={row} />)}</ul>
              {rows.length > SOME && !all ? <Button variant="subtle" size="xs" onClick={() => showAll(true)}>{t('table.more', { some: exact(SOME), all: exact(rows.length) })}</Button> : null}
            </>
          ) : (
            <Empty title={t('voices.none')} />
          )
        }
      </Ask>
    </Panel>
  )
}

function Voice({ row }: { row: Row }) {
  const learned = String(row.method ?? '').startsWith('learned')
  const how = learned ? 'voices.learned' : row.method ? 'voices.lexicon' : 'voices.unread'
  const name = row.language ? new Intl.DisplayNames([document.documentElement.lang], { type: 'language' }).of(String(row.language)) : t('voices.untold')
  return (
    <li>
      <strong>{name}</strong> <small>{t('voices.texts', { n: exact(Number(row.texts)) })}</small>
      <p>
        <span className={learned ? 'tag gain' : 'tag'}>{t(how)}</span>{' '}
        {known(row.macro_f1) ? t(learned ? 'voices.quality' : 'voices.worse', { f1: share(row.macro_f1), ece: share(row.ece as number), n: exact(Number(row.labelled)) }) : t('voices.few', { n: exact(Number(row.labelled)) })}
        {known(row.lexicon_macro_f1) ? ` ${t('voices.against', { f1: share(row.lexicon_macro_f1) })}` : ''}
      </p>
      {known(row.macro_f1) ? <Confusion labels={row.labels as string[]} counts={row.confusion as number[][]} /> : null}
    </li>
  )
}

function Confusion({ labels, counts }: { labels: string[]; counts: number[][] }) {
  return (
    <details>
      <summary>{t('voices.held')}</summary>
      <table className="grid">
        <thead><tr><th scope="col">{t('voices.rated')}</th>{labels.map((one) => <th key={one} scope="col">{t('voices.read', { mood: t(`mood.${one}` as Key) })}</th>)}</tr></thead>
        <tbody>{labels.map((one, no) => <tr key={one}><th scope="row">{t(`mood.${one}` as Key)}</th>{(counts[no] ?? []).map((n, column) => <td key={labels[column]} className="num">{exact(n)}</td>)}</tr>)}</tbody>
      </table>
    </details>
  )
}
