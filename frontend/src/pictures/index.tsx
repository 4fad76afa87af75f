// The closed set of pictures. An analysis names one of them; one that is unknown here, and any
// result without a picture of its own, is drawn as its table. Which of the two is shown stands in
// the address, so that a link leads to it.
import { useRef } from 'react'
import { SegmentedControl } from '@mantine/core'
import type { Analysis, Result } from '../api/client'
import { Empty, Link } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'
import { Bars } from './bars'
import { Cards } from './cards'
import { Curve } from './curve'
import { Downloads } from './downloads'
import { Funnel } from './funnel'
import { Graph } from './graph'
import { Lines } from './lines'
import { Sankey } from './sankey'
import { ResultTable } from './table'

const PICTURES: Record<string, React.ComponentType<{ result: Result }>> = {
  bars: Bars, cards: Cards, curve: Curve, funnel: Funnel, graph: Graph, lines: Lines, sankey: Sankey,
}

/** `controls` is false for the second of two pictures side by side: both show the same view. */
export function Picture({ result, analysis, title, controls = true }: { result: Result; analysis: Analysis; title: string; controls?: boolean }) {
  const [query, change] = useQuery()
  const shown = useRef<HTMLDivElement>(null)
  const tables = query.getAll('table')
  const Drawn = PICTURES[analysis.picture]
  if (!result.rows.length) return <Empty title={t('result.none')} action={result.events ? null : <Link to="/data" className="button">{t('map.bring')}</Link>}>{result.notes.join(' ')}</Empty>
  const table = !Drawn || tables.includes(analysis.name)
  const show = (to: string) => change({ table: to === 'table' ? [...tables, analysis.name] : tables.filter((one) => one !== analysis.name) }, { replace: true })
  return (
    <div className="result">
      <div className="views">
        {Drawn && controls ? (
          <SegmentedControl size="xs" value={table ? 'table' : 'picture'} onChange={show} aria-label={t('result.view')} data={[{ value: 'picture', label: t('result.picture') }, { value: 'table', label: t('result.table') }]} />
        ) : null}
        <Downloads name={analysis.name} title={title} rows={result.rows} meanings={analysis.columns} picture={shown} />
      </div>
      <div ref={shown}>{table ? <ResultTable rows={result.rows} meanings={analysis.columns} label={analysis.question} name={analysis.name} /> : <Drawn result={result} />}</div>
      {result.notes.map((note) => <p key={note} className="note">{note}</p>)}
    </div>
  )
}
