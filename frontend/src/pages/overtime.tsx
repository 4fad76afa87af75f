// The emotion of each stage by when journeys began, as small lines; and what was expected against how it was.
import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theResult, type Options, type Row } from '../api/client'
import { Gaps } from '../pictures/gaps'
import { Lines } from '../pictures/lines'
import { readable } from '../pictures/names'
import { DownloadCsv } from '../pictures/table'
import { known } from '../ui/numbers'
import { Ask, Panel } from '../ui/pieces'
import { t, type Key } from '../ui/words'

const PERIODS = ['week', 'month', 'quarter'] as const

export function OverTime({ chosen }: { chosen: Options }) {
  const [by, setBy] = useState<string>('month')
  const asked = useAsked(theResult('emotions', { ...chosen, per: 'stage', by }))
  // an answer of somebody without a journey has no period
  const rows = (asked.data?.rows ?? []).filter((row) => /^\d{4}/.test(String(row.segment)))
  if (asked.data && !rows.length) return null
  const tools = (
    <>
      <SegmentedControl size="xs" value={by} onChange={setBy} aria-label={t('overtime.period')} data={PERIODS.map((value) => ({ value, label: t(`overtime.${value}` as Key) }))} />
      <DownloadCsv name={`emotions-by-${by}`} rows={rows} />
    </>
  )
  return (
    <Panel title={t('overtime.title')} note={t('overtime.note')} tools={tools}>
      <div className={`busy ${asked.isFetching ? 'on' : ''}`} />
      <Ask of={asked} why={t('overtime.slow')}>{(result) => <Lines result={{ ...result, rows: rows.map(lined) }} alone />}</Ask>
    </Panel>
  )
}

/** A row of the curve of one period as a row of a line over time. */
function lined(row: Row): Row {
  const begin = firstDay(String(row.segment))
  const stage = String(row.stage)
  return { metric: 'valence', touchpoint: readable(stage, ''), from: begin, to: begin, n: row.n, value: known(row.emotion) ? row.emotion : row.valence, low: row.emotion_low, high: row.emotion_high, usual: null, whole: true }
}

/** `2025-Q2`, `2025-04` and `2025-04-07` all begin on a day. */
function firstDay(period: string): string {
  const [year, rest] = [period.slice(0, 4), period.slice(5)]
  if (rest.startsWith('Q')) return `${year}-${String(Number(rest.slice(1)) * 3 - 2).padStart(2, '0')}-01`
  return rest.length === 2 ? `${period}-01` : period
}

export function Expectations({ chosen }: { chosen: Options }) {
  const asked = useAsked(theResult('expectations', chosen))
  const rows = asked.data?.rows ?? []
  if (asked.data && !rows.length) return null
  return (
    <Panel title={t('expected.title')} note={t('expected.note')} tools={<DownloadCsv name="expectations" rows={rows} />}>
      <Ask of={asked}>
        {({ notes }) => (
          <>
            <Gaps rows={rows.map(gap)} names={[t('expected.delivered'), t('expected.expected')]} />
            {notes.map((note) => <p key={note} className="note">{note}</p>)}
          </>
        )}
      </Ask>
    </Panel>
  )
}

function gap(row: Row) {
  const number = (value: unknown) => (known(value as number) ? Number(value) : null)
  return {
    measure: 'valence', name: readable(String(row.stage), ''), one: number(row.delivered), one_n: Number(row.delivered_n), other: number(row.expected), other_n: Number(row.expected_n),
    difference: number(row.gap), low: number(row.low), high: number(row.high),
  }
}
