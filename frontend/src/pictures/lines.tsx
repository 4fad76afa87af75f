// Change over time: one small line per series, all from 0, the usual value dashed, the newest marked.
// Emotions share one scale, so that a line that lies lower is unhappier; counts have each their own.
import { SegmentedControl } from '@mantine/core'
import type { Result, Row } from '../api/client'
import { day, emotion, humanise, known, period, share, short } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'
import { Segments, segmentColour, segmentsOf } from './segments'

const SHOWN = 24
const [WIDE, HIGH] = [220, 40]

/** `alone`, on no page of its own: its series stand in the order of its rows, and it says its period. */
export function Lines({ result, alone = false }: { result: Result; alone?: boolean }) {
  const metrics = [...new Set(result.rows.map((row) => String(row.metric)))]
  const [query, change] = useQuery()
  const chosen = query.get('line') ?? ''
  const metric = metrics.includes(chosen) ? chosen : (metrics[0] ?? '')
  const segments = segmentsOf(result.rows)
  const chosenRows = result.rows.filter((row) => row.metric === metric)
  const series = seriesOf(chosenRows, alone)
  const ends = metric === 'valence' ? reach(chosenRows) : null
  const times = chosenRows.flatMap((row) => [String(row.from), String(row.to ?? row.from)]).sort()
  return (
    <figure className="picture">
      {metrics.length > 1 ? <div className="slides" data-undrawn><SegmentedControl size="xs" value={metric} onChange={(line) => change({ line }, { replace: true })} aria-label={t('result.view')} data={metrics.map((one) => ({ value: one, label: humanise(one) }))} /></div> : null}
      <Segments all={segments} />
      <ol className="trends">
        {series.slice(0, SHOWN).map((rows) => <Trend key={keyOf(rows[0])} rows={rows} segments={segments} ends={ends} />)}
      </ol>
      {series.length > SHOWN ? <p className="note">+{series.length - SHOWN}</p> : null}
      {times.length ? <figcaption>{alone ? `${period(times[0], times.at(-1))}. ` : ''}{ends ? t('trends.shared', { low: emotion(ends[0]), high: emotion(ends[1]) }) : t('trends.own')}</figcaption> : null}
    </figure>
  )
}

type Ends = readonly [low: number, high: number]

const reach = (rows: readonly Row[]): Ends => [Math.min(0, ...rows.map((row) => Number(row.value))), Math.max(0, ...rows.map((row) => Number(row.value)))]

function Trend({ rows, segments, ends }: { rows: Row[]; segments: string[]; ends: Ends | null }) {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return null
  // the count of a period that the data cover only in part is no dip
  const shown = rows.filter((row) => row.whole || known(row.low) || row.metric === 'valence')
  const newest = shown.at(-1) ?? last
  const [low, most] = ends ?? reach(shown)
  const high = Math.max(most, Number(first.usual ?? 0))
  const span = high - low || 1
  const times = rows.map((row) => Date.parse(String(row.from)))
  const [begin, end] = [times[0] ?? 0, times.at(-1) ?? 1]
  const x = (row: Row) => ((Date.parse(String(row.from)) - begin) / (end - begin || 1)) * WIDE
  const y = (value: number) => HIGH - ((value - low) / span) * HIGH
  const said = written(String(first.metric), Number(newest.value))
  const usual = known(first.usual) ? written(String(first.metric), first.usual) : ''
  const segment = 'segment' in first ? String(first.segment ?? 'missing') : ''
  const name = first.touchpoint === null ? t('trends.whole') : String(first.touchpoint)
  return (
    <li>
      <span className="name">{name}{segment ? <small>{segment}</small> : null}</span>
      <svg viewBox={`-3 -3 ${WIDE + 6} ${HIGH + 6}`} role="img" aria-label={`${name}: ${day(String(first.from))} – ${day(String(last.to))}, ${said}`}>
        {ends ? <line x1={0} x2={WIDE} y1={y(0)} y2={y(0)} stroke="var(--ink3)" strokeWidth={0.8} strokeDasharray="1 3" /> : null}
        {known(first.usual) ? <line x1={0} x2={WIDE} y1={y(first.usual)} y2={y(first.usual)} stroke="var(--line2)" strokeDasharray="3 3" /> : null}
        <polyline points={shown.map((row) => `${x(row).toFixed(1)},${y(Number(row.value)).toFixed(1)}`).join(' ')} fill="none" stroke={segmentColour(segment, segments)} strokeWidth={1.5} strokeLinejoin="round" />
        <circle cx={x(newest)} cy={y(Number(newest.value))} r={2.6} fill="var(--link)" />
      </svg>
      <span className="now"><b>{said}</b>{usual ? <small>{t('trends.usual', { value: usual })}</small> : null}</span>
    </li>
  )
}

function seriesOf(rows: readonly Row[], inOrder: boolean): Row[][] {
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const own = found.get(keyOf(row))
    if (own) own.push(row)
    else found.set(keyOf(row), [row])
  }
  const size = (own: Row[]) => own.reduce((sum, row) => sum + Number(row.n ?? 0), 0)
  return inOrder ? [...found.values()] : [...found.values()].sort((one, other) => size(other) - size(one))
}

const keyOf = (row: Row | undefined) => `${String(row?.touchpoint)}|${String(row?.segment)}`

function written(metric: string, value: number): string {
  if (metric.endsWith('_share')) return share(value)
  return metric === 'valence' ? emotion(value) : short(value)
}
