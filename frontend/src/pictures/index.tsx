// The closed set of pictures. An analysis names one of them; one that is unknown here, and any
// result without a picture of its own, is drawn as its table.
import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import type { Analysis, Result } from '../api/client'
import { Empty, Link } from '../ui/pieces'
import { t } from '../ui/words'
import { Bars } from './bars'
import { Cards } from './cards'
import { Curve } from './curve'
import { Graph } from './graph'
import { Lines } from './lines'
import { Sankey } from './sankey'
import { DownloadCsv, ResultTable } from './table'

const PICTURES: Record<string, React.ComponentType<{ result: Result }>> = {
  bars: Bars, cards: Cards, curve: Curve, graph: Graph, lines: Lines, sankey: Sankey,
}

export function Picture({ result, analysis }: { result: Result; analysis: Analysis }) {
  const [view, setView] = useState<'picture' | 'table'>('picture')
  const Drawn = PICTURES[analysis.picture]
  if (!result.rows.length) return <Empty title={t('result.none')} action={result.events ? null : <Link to="/data" className="button">{t('map.bring')}</Link>}>{result.notes.join(' ')}</Empty>
  const table = !Drawn || view === 'table'
  return (
    <div className="result">
      <div className="views">
        {Drawn ? (
          <SegmentedControl size="xs" value={view} onChange={(to) => setView(to as 'picture' | 'table')} aria-label={t('result.view')} data={[{ value: 'picture', label: t('result.picture') }, { value: 'table', label: t('result.table') }]} />
        ) : null}
        <DownloadCsv name={analysis.name} rows={result.rows} meanings={analysis.columns} />
      </div>
      {table ? <ResultTable rows={result.rows} meanings={analysis.columns} label={analysis.question} /> : <Drawn result={result} />}
      {result.notes.map((note) => <p key={note} className="note">{note}</p>)}
    </div>
  )
}
