// A funnel: who came, who goes on, who left (the list is one click away), and how long it took.
import type { Result, Row } from '../api/client'
import { useBrush } from '../ui/brush'
import { condition, unspelled } from '../ui/conditions'
import { duration, exact, known, share } from '../ui/numbers'
import { Link } from '../ui/pieces'
import { t } from '../ui/words'
import { Compared } from './compared'
import { barsOf, size, type Bar } from './rows'
import { Segments, segmentColour, segmentsOf } from './segments'

export function Funnel({ result }: { result: Result }) {
  const brush = useBrush()
  const split = result.rows.some((row) => 'segment' in row)
  const segments = split ? segmentsOf(result.rows) : []
  const bars = barsOf(result.rows, 'touchpoint', 'journeys')
  const most = Math.max(1, ...bars.map(size))
  return (
    <figure className="picture">
      <Segments all={segments} />
      <div className="scroll" tabIndex={0} role="group" aria-label={t('analysis.funnel')}>
        <table className="bartable funnel">
          <thead>
            <tr>
              <th scope="col">{t('map.steps')}</th>
              <th scope="col" className="track"><span className="away">{t('funnel.came')}</span></th>
              <th scope="col" className="num">{t('funnel.came')}</th>
              <th scope="col" className="num spare">{t('funnel.ofall')}</th>
              <th scope="col" className="num">{t('funnel.goon')}</th>
              <th scope="col" className="num">{t('funnel.left')}</th>
              {split ? null : <th scope="col" className="num spare">{t('funnel.next')}</th>}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar, no) => {
              const next = bars[no + 1]
              const [came, on] = [size(bar), next ? size(next) : null]
              const row = bar.parts[0]![2]
              const step = String(row.touchpoint)
              const took = next?.parts[0]![2].median_seconds_from_previous
              return (
                <tr key={no}>
                  <th scope="row">
                    <button type="button" className={brush.chosen.includes(step) ? 'brush on' : 'brush'} aria-pressed={brush.chosen.includes(step)} title={t('brush.step', { step: unspelled(step) })} onClick={() => brush.toggle(step)}>{unspelled(step)}</button>
                  </th>
                  <td className="track">
                    <span className="barline" aria-hidden="true">
                      {bar.parts.map(([segment, part]) => <i key={segment} title={segment ? `${segment}: ${exact(part)}` : undefined} style={{ width: `${(part / most) * 100}%`, background: segmentColour(segment, segments) }} />)}
                    </span>
                  </td>
                  <td className="num"><Link to={listed(result, row.step, false)} label={t('funnel.camelist', { n: exact(came), step: unspelled(step) })}><b>{exact(came)}</b></Link></td>
                  <td className="num spare">{share(size(bars[0]!) ? came / size(bars[0]!) : null)}</td>
                  <td className="num">{on === null ? '–' : share(came ? on / came : null)}</td>
                  <td className="num">{on === null ? '–' : <Link to={listed(result, row.step, true)} label={t('funnel.leftlist', { n: exact(came - on), step: unspelled(step) })}>{exact(came - on)}</Link>}</td>
                  {split ? null : <td className="num spare">{known(took) ? duration(took) : '–'}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {split && bars.length > 1 ? <LeftBySegment result={result} bars={bars} segments={segments} /> : null}
      {split ? <Compared bars={bars} segments={segments} /> : null}
    </figure>
  )
}

/** Who left in each segment: a split funnel has a list per value of its column. */
function LeftBySegment({ result, bars, segments }: { result: Result; bars: Bar[]; segments: string[] }) {
  const count = (bar: Bar | undefined, segment: string) => bar?.parts.find(([name]) => (name || 'missing') === segment)?.[1] ?? 0
  return (
    <table className="plain leftby">
      <thead><tr><th scope="col">{t('funnel.leftby')}</th>{segments.map((one) => <th key={one} scope="col">{one}</th>)}</tr></thead>
      <tbody>
        {bars.slice(0, -1).map((bar, no) => {
          const step = unspelled(String(bar.parts[0]![2].touchpoint))
          return (
            <tr key={no}>
              <th scope="row">{step}</th>
              {segments.map((one) => <td key={one}><Link to={listed(result, no + 1, true, one)} label={t('funnel.leftlist', { n: exact(count(bar, one) - count(bars[no + 1], one)), step: `${step}, ${one}` })}>{exact(count(bar, one) - count(bars[no + 1], one))}</Link></td>)}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The address of the customers behind a number of the funnel: the same question, asked of the list. */
function listed(result: Result, step: Row[string], left: boolean, segment?: string): string {
  const query = new URLSearchParams()
  const params = result.params as Record<string, string | string[]>
  for (const key of ['steps', 'within', 'mode', 'where', 'from', 'to', 'through', 'without', 'left_after']) {
    for (const value of [params[key] ?? []].flat()) query.append(key, String(value))
  }
  if (segment !== undefined && params.by) query.append('where', condition(String(params.by), segment === 'missing' ? '' : segment))
  query.set('step', String(step))
  if (left) query.set('left', 'true')
  return `/customers?${query}`
}
