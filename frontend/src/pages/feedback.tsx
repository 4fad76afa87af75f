// Feedback: metrics with their intervals, emotion by touchpoint, and the answers word for word.
import { useState } from 'react'
import { SegmentedControl, Select } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theAnalyses, theResult, type Result, type Row } from '../api/client'
import { optionsOf, selectionOf } from '../actions/selection'
import { SelectionBar } from '../forms/selection'
import { Curve } from '../pictures/curve'
import { Estimates } from '../pictures/estimates'
import { DownloadCsv, ResultTable } from '../pictures/table'
import { Face } from '../ui/icons'
import { day, exact, known, signed } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

const LIMIT = 500

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
          <Twin title={t('feedback.metrics')} note={t('feedback.metricsnote')} asked={metrics} meanings={of('metrics')} name="metrics">
            {(result) => <Estimates rows={result.rows} />}
          </Twin>
          <Twin title={t('feedback.emotion')} note={t('feedback.emotionnote')} asked={emotions} meanings={of('emotions')} name="emotions">
            {(result) => <Curve result={result} />}
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

type Mood = 'all' | 'negative' | 'neutral' | 'positive'

function Answers({ chosen }: { chosen: ReturnType<typeof optionsOf> }) {
  const [query, change] = useQuery()
  const [shown, show] = useState(30)
  const touchpoint = query.get('touchpoint')
  const mood = (query.get('mood') ?? 'all') as Mood
  const asked = useAsked(theResult('feedback', { ...chosen, limit: String(LIMIT), touchpoint }))
  const points = [...new Set((useAsked(theResult('feedback', { ...chosen, limit: String(LIMIT) })).data?.rows ?? []).map((row) => row.touchpoint).filter((one): one is string => typeof one === 'string'))].sort()
  const rows = (asked.data?.rows ?? []).filter((row) => mood === 'all' || row.sentiment === mood)
  const spoken = rows.filter((row) => row.text)
  const list = [...spoken, ...rows.filter((row) => !row.text)]
  return (
    <Panel title={t('feedback.answers')} note={t('feedback.shown', { some: exact(rows.length), words: exact(spoken.length) })} className="answers" tools={<DownloadCsv name="feedback" rows={rows} />}>
      <div className="filters">
        <SegmentedControl
          size="xs" value={mood} onChange={(to) => change({ mood: to === 'all' ? null : to })} aria-label={t('feedback.mood')}
          data={(['all', 'negative', 'neutral', 'positive'] as const).map((one) => ({ value: one, label: t(`mood.${one}`) }))}
        />
        <Select size="xs" clearable searchable placeholder={t('feedback.alltouch')} aria-label={t('feedback.touchpoint')} clearButtonProps={{ 'aria-label': t('select.clear') }} data={points} value={touchpoint} onChange={(to) => change({ touchpoint: to })} />
      </div>
      <Ask of={asked}>
        {() =>
          list.length ? (
            <>
              <ul className="answerlist">{list.slice(0, shown).map((row) => <Answer key={String(row.feedback_id)} row={row} />)}</ul>
              {list.length > shown ? <button type="button" className="more" onClick={() => show(shown + 100)}>{t('table.more', { some: exact(shown), all: exact(list.length) })}</button> : null}
            </>
          ) : (
            <Empty title={t('feedback.nomatch')} />
          )
        }
      </Ask>
    </Panel>
  )
}

function Answer({ row }: { row: Row }) {
  const valence = row.valence
  const parts = [row.instrument, row.touchpoint, row.language ? t('feedback.language', { language: String(row.language) }) : null, row.time ? day(String(row.time)) : null, row.feedback_id]
  return (
    <li>
      {known(valence) ? <Face valence={valence} size={20} /> : <span className="noface" aria-hidden="true" />}
      <div>
        {row.text ? <q lang={row.language ? String(row.language) : undefined}>{String(row.text)}</q> : <em>{t('feedback.notext')}</em>}
        <small>
          {parts.filter(Boolean).join(' · ')}
          {known(row.score) ? ` · ${t('feedback.score', { score: String(row.score), scale: String(row.scale ?? '') })}` : ''}
          {known(valence) ? ` · ${t('phone.emotion').toLowerCase()} ${signed(valence * 2)}` : ''}
        </small>
      </div>
    </li>
  )
}
