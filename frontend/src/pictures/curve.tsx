// Emotion (or any estimate with an interval) as points on one scale: value, range, n.
import type { Result, Row } from '../api/client'
import { Badge, Face } from '../ui/icons'
import { emotion, exact, known } from '../ui/numbers'
import { useStepNames } from './names'
import { Segments, segmentColour, segmentsOf } from './segments'

export function Curve({ result }: { result: Result }) {
  const segments = segmentsOf(result.rows)
  const called = useStepNames()
  const rows = result.rows.filter((row) => known(row.valence) || known(row.value))
  return (
    <figure className="picture">
      <Segments all={segments} />
      <div className="lines">
        <div className="scale" aria-hidden="true">{[-2, -1, 0, 1, 2].map((felt) => <span key={felt} style={{ left: `${((felt + 2) / 4) * 100}%` }}>{felt > 0 ? `+${felt}` : String(felt).replace('-', '−')}</span>)}</div>
        {rows.map((row, no) => <Line key={no} row={row} segments={segments} called={called} />)}
      </div>
    </figure>
  )
}

function Line({ row, segments, called }: { row: Row; segments: string[]; called: ReturnType<typeof useStepNames> }) {
  const corrected = row.emotion_by === 'corrected'
  const value = Number((corrected ? row.emotion : row.valence) ?? row.value)
  const name = String(row.touchpoint ?? row.step ?? row.stage ?? '')
  const at = (one: number) => `${((Math.max(-1, Math.min(1, one)) + 1) / 2) * 100}%`
  const [low, high] = corrected ? [row.emotion_low, row.emotion_high] : [row.low, row.high]
  const segment = 'segment' in row && row.segment !== null ? String(row.segment) : ''
  return (
    <div className="line">
      <span className="name">
        {called(name, String(row.stage ?? ''))}
        {segment ? <small><i style={{ background: segmentColour(segment, segments) }} />{segment}</small> : null}
      </span>
      <span className="plot">
        <i className="zero" />
        {known(low) && known(high) ? <i className="range" style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} /> : null}
        <span className="dot" style={{ left: at(value) }}><Face valence={value} /></span>
      </span>
      <b>{emotion(value)}</b>
      <small>{row.few ? <Badge kind="few" /> : null} n {exact(Number(row.n))}</small>
    </div>
  )
}
