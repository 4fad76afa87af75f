// The rows of one source that were put aside: line, reason and what stood there; as CSV in full.
import { useState } from 'react'
import { Button } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { queries, theAside, type Shape } from '../api/client'
import { csv, save } from '../ui/csv'
import { Icon } from '../ui/icons'
import { exact } from '../ui/numbers'
import { Ask } from '../ui/pieces'
import { t } from '../ui/words'

const FIRST = 20
const MOST = 10_000
const A_TIME = 5000
type AsideRow = Shape['AsideRow']
const COLUMNS = ['file', 'line', 'reason', 'content']

/** All rows of a source that were put aside, as a file; asked for some thousand at a time. */
export async function downloadAside(source: string): Promise<void> {
  const rows: AsideRow[] = []
  for (;;) {
    const page = await queries.fetchQuery(theAside(source, A_TIME, rows.length))
    rows.push(...page.rows)
    if (!page.rows.length || rows.length >= page.total) break
  }
  save(`${source}-put-aside.csv`, csv(COLUMNS, rows))
}

export function Aside({ source }: { source: string }) {
  const [shown, show] = useState(FIRST)
  const asked = useAsked(theAside(source, shown))
  return (
    <section className="aside" aria-label={t('aside.title')}>
      <header>
        <h3>{t('aside.title')}</h3>
        <Button size="compact-xs" variant="default" leftSection={<Icon name="download" size={14} />} onClick={() => void downloadAside(source)}>CSV</Button>
      </header>
      <Ask of={asked} rows={3}>
        {({ rows, total }) => (
          <>
            <table className="grid">
              <thead><tr><th scope="col" className="num">{t('aside.line')}</th><th scope="col">{t('data.reason')}</th><th scope="col">{t('aside.content')}</th></tr></thead>
              <tbody>{rows.map((row, no) => <tr key={no}><td className="num">{exact(row.line)}</td><td>{row.reason}</td><td className="content">{row.content}</td></tr>)}</tbody>
            </table>
            {total > rows.length && shown < MOST ? <button type="button" className="more" onClick={() => show(Math.min(MOST, shown * 10))}>{t('table.more', { some: exact(rows.length), all: exact(total) })}</button> : null}
          </>
        )}
      </Ask>
    </section>
  )
}
