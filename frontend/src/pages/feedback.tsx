// Feedback: metrics with their intervals, emotion by touchpoint, and the answers word for word.
import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theAnalyses, theResult, type Result } from '../api/client'
import { optionsOf, selectionOf } from '../actions/selection'
import { SelectionBar } from '../forms/selection'
import { Curve } from '../pictures/curve'
import { Estimates } from '../pictures/estimates'
import { DownloadCsv, ResultTable } from '../pictures/table'
import { Ask, Empty, Fold, Link, Panel, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'
import { Answers } from './answers'
import { Phrases } from './phrases'
import { Asked } from './asked'
import { Expectations, OverTime } from './overtime'
import { Themes } from './themes'
import { Voices } from './voices'

const SOME = 12

export default function FeedbackPage() {
  const [query] = useQuery()
  const chosen = optionsOf(selectionOf(query), { by: false })
  const metrics = useAsked(theResult('metrics', chosen))
  const emotions = useAsked(theResult('emotions', { ...chosen, per: 'touchpoint' }))
  const meanings = useAsked(theAnalyses).data ?? []
  const of = (name: string) => meanings.find((one) => one.name === name)?.columns
  return (
    <div className="page">
      <Title title={t('feedback.title')} sub={t('feedback.sub')} />
      <div className="toolbar"><SelectionBar /></div>
      <div className="panels feedback">
        <div className="column">
          <Themes chosen={chosen} />
          <Phrases chosen={chosen} />
          <Asked chosen={chosen} />
          <Expectations chosen={chosen} />
          <OverTime chosen={chosen} />
          <Voices />
          <Twin title={t('feedback.metrics')} note={t('feedback.metricsnote')} asked={metrics} meanings={of('metrics')} name="metrics">
            {(result) => <Fold rows={result.rows} some={SOME}>{(rows) => <Estimates rows={rows} />}</Fold>}
          </Twin>
          <Twin title={t('feedback.emotion')} note={t('feedback.emotionnote')} asked={emotions} meanings={of('emotions')} name="emotions">
            {(result) => <Fold rows={result.rows} some={SOME}>{(rows) => <Curve result={{ ...result, rows: [...rows] }} />}</Fold>}
          </Twin>
        </div>
        <Answers chosen={chosen} />
      </div>
    </div>
  )
}

type TwinProps = { title: string; note: string; name: string; asked: ReturnType<typeof useAsked<Result>>; meanings?: Record<string, string>; children: (result: Result) => React.ReactNode }

function Twin({ title, note, name, asked, meanings, children }: TwinProps) {
  const [table, setTable] = useState(false)
  const rows = asked.data?.rows ?? []
  const tools = (
    <>
      <SegmentedControl size="xs" value={table ? 'table' : 'picture'} onChange={(to) => setTable(to === 'table')} aria-label={t('result.view')} data={[{ value: 'picture', label: t('result.picture') }, { value: 'table', label: t('result.table') }]} />
      <DownloadCsv name={name} rows={rows} meanings={meanings} />
    </>
  )
  return (
    <Panel title={title} note={note} tools={tools}>
      <Ask of={asked}>
        {(result) =>
          !result.rows.length ? (
            <Empty title={t('feedback.none')} action={<Link to="/data" className="button">{t('map.bring')}</Link>}>{result.notes.join(' ') || t('feedback.nonewhy')}</Empty>
          ) : table ? (
            <ResultTable rows={result.rows} meanings={meanings} label={title} />
          ) : (
            children(result)
          )
        }
      </Ask>
    </Panel>
  )
}
