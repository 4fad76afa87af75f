// Metrics with their 95 % intervals; each unit has its own scale, few answers are said.
import type { Row } from '../api/client'
import { Badge } from '../ui/icons'
import { decimal, exact, known, share, signed } from '../ui/numbers'
import { t } from '../ui/words'

const LABELS: Record<string, string> = { nps: 'NPS', csat: 'CSAT', ces: 'CES', ces_top: 'CES top box', mean: 'Mean rating' }

function unitOf(row: Row): { low: number; high: number; write: (value: number) => string } {
  if (row.metric === 'nps') return { low: -100, high: 100, write: (value) => signed(value, 0) }
  if (row.metric === 'csat' || row.metric === 'ces_top') return { low: 0, high: 1, write: share }
  const [low, high] = String(row.scale ?? '1-5').split('-').map(Number)
  return { low: low ?? 1, high: high ?? 5, write: (value) => decimal(value, 2) }
}

export function Estimates({ rows }: { rows: readonly Row[] }) {
  return (
    <div className="estimates">
      {rows.map((row, no) => {
        const unit = unitOf(row)
        const at = (value: number) => `${Math.max(0, Math.min(1, (value - unit.low) / (unit.high - unit.low || 1))) * 100}%`
        const whole = row.touchpoint === null || row.touchpoint === undefined
        return (
          <div key={no} className={whole ? 'whole' : ''}>
            <span className="name">
              {LABELS[String(row.metric)] ?? String(row.metric)}
              <small>{whole ? t('estimates.all') : String(row.touchpoint)}</small>
            </span>
            <span className="plot" aria-hidden="true">
              {known(row.low) && known(row.high) ? <i style={{ left: at(row.low), width: `calc(${at(row.high)} - ${at(row.low)})` }} /> : null}
              {known(row.value) ? <b style={{ left: at(row.value) }} /> : null}
            </span>
            <strong>{known(row.value) ? unit.write(row.value) : '–'}</strong>
            <small className="between">{known(row.low) && known(row.high) ? t('estimates.between', { low: unit.write(row.low), high: unit.write(row.high) }) : ''}</small>
            <small className="n"><Badge kind={row.few ? 'few' : 'measured'} /> n {exact(Number(row.n))}</small>
          </div>
        )
      })}
    </div>
  )
}
