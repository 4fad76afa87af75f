// Two or more segments on one line per step: the share who go on, dot by dot.
import { known, share } from '../ui/numbers'
import { t } from '../ui/words'
import { segmentColour } from './segments'
import type { Bar } from './rows'

export function Compared({ bars, segments }: { bars: Bar[]; segments: string[] }) {
  const rows = bars.slice(1).map((bar, no) => ({
    name: `${bars[no]!.name.replace(/^(stage|step):/, '')} → ${bar.name.replace(/^(stage|step):/, '')}`,
    dots: bar.parts.flatMap(([segment, , row]) => (known(row.share_of_previous) ? [{ segment, value: row.share_of_previous, n: row.journeys }] : [])),
  }))
  return (
    <div className="compared">
      <h3>{t('compared.title')}</h3>
      {rows.map((row) => {
        const values = row.dots.map((dot) => dot.value)
        const [low, high] = [Math.min(...values, 1), Math.max(...values, 0)]
        return (
          <div key={row.name}>
            <span>{row.name}</span>
            <span className="plot">
              {values.length > 1 ? <i style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} /> : null}
              {row.dots.map((dot) => <b key={dot.segment} title={`${dot.segment}: ${share(dot.value)}`} style={{ left: `${Math.min(1, dot.value) * 100}%`, background: segmentColour(dot.segment, segments) }} />)}
            </span>
            <small>{values.length ? (values.length > 1 ? `${share(low)} – ${share(high)}` : share(low)) : '–'}</small>
          </div>
        )
      })}
    </div>
  )
}
