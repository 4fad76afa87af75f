// One measure over time: the line, its 95 % band, the newest value marked and said.
import type { Row } from '../api/client'
import { day, emotion, exact, known, share } from '../ui/numbers'
import { t } from '../ui/words'

const [WIDE, HIGH] = [520, 96]

export function Spark({ rows }: { rows: readonly Row[] }) {
  const shown = rows.filter((row) => row.whole || known(row.low))
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last) return null
  const metric = String(first.metric)
  const write = (value: number) => (metric.endsWith('_share') ? share(value) : metric === 'valence' ? emotion(value) : exact(value))
  const ends = shown.flatMap((row) => [row.low, row.value, row.high]).filter(known)
  const [low, high] = [Math.min(metric === 'valence' ? -1 : 0, ...ends), Math.max(metric === 'valence' ? 1 : 0, ...ends)]
  const times = shown.map((row) => Date.parse(String(row.from)))
  const x = (no: number) => 4 + ((times[no]! - times[0]!) / (times.at(-1)! - times[0]! || 1)) * (WIDE - 8)
  const y = (value: number) => 8 + (1 - (value - low) / (high - low || 1)) * (HIGH - 16)
  const banded = shown.map((row, no) => ({ row, no })).filter(({ row }) => known(row.low) && known(row.high))
  const band = banded.length > 1 ? `M${banded.map(({ row, no }) => `${x(no).toFixed(1)} ${y(Number(row.high)).toFixed(1)}`).join('L')}L${[...banded].reverse().map(({ row, no }) => `${x(no).toFixed(1)} ${y(Number(row.low)).toFixed(1)}`).join('L')}Z` : null
  const line = shown.map((row, no) => `${x(no).toFixed(1)},${y(Number(row.value)).toFixed(1)}`).join(' ')
  const no = shown.length - 1
  return (
    <figure className="spark">
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-label={`${day(String(first.from))} – ${day(String(last.to))}: ${write(Number(first.value))} → ${write(Number(last.value))}`}>
        {known(first.usual) ? <path d={`M4 ${y(first.usual)}H${WIDE - 4}`} stroke="var(--line2)" strokeDasharray="3 3" /> : null}
        {band ? <path d={band} fill="var(--tint)" opacity="0.3" /> : null}
        <polyline points={line} fill="none" stroke="var(--bar)" strokeWidth="1.8" strokeLinejoin="round" />
        <circle cx={x(no)} cy={y(Number(last.value))} r="3.4" fill="var(--link)" />
      </svg>
      <figcaption><span>{day(String(first.from))}</span><span>{known(first.usual) ? t('trends.usual', { value: write(first.usual) }) : ''}</span><span>{day(String(last.to))}: <b>{write(Number(last.value))}</b>, n {exact(Number(last.n))}</span></figcaption>
    </figure>
  )
}
