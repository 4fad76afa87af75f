// Bars of any result: what is named, how many, and the other columns as text beside it.
import type { Result } from '../api/client'
import { humanise, known } from '../ui/numbers'
import { cellText, columnKind } from '../ui/values'
import { t } from '../ui/words'
import { Compared } from './compared'
import { barsOf, columnsOf, type Bar } from './rows'
import { Segments, segmentColour, segmentsOf } from './segments'

export function Bars({ result, limit = 40 }: { result: Result; limit?: number }) {
  const { name, count, rest } = columnsOf(result.rows)
  const bars = barsOf(result.rows, name, count)
  const shown = bars.slice(0, limit)
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((all, [, size]) => all + size, 0)))
  const split = bars.some((bar) => bar.parts.length > 1 || bar.parts[0]?.[0])
  const segments = split ? segmentsOf(result.rows) : []
  // a list cut per segment knows only a part of the rows that are not in every list
  const partial = (bar: Bar): boolean => split && !!result.others && bar.parts.length < segments.length
  const others = result.others as { variants?: number; journeys?: number } | undefined
  return (
    <figure className="picture">
      <Segments all={segments} />
      <div className="scroll" tabIndex={0} role="group" aria-label={humanise(result.analysis)}>
        <table className="bartable">
          <thead>
            <tr>
              <th scope="col">{humanise(name)}</th>
              <th scope="col" className="track">{humanise(count)}</th>
              <th scope="col" className="num"><span className="away">{humanise(count)}</span></th>
              {split ? null : rest.map((key) => <th key={key} scope="col" className="num">{humanise(key)}</th>)}
            </tr>
          </thead>
          <tbody>
            {shown.map((bar, no) => {
              const total = bar.parts.reduce((all, [, size]) => all + size, 0)
              const row = bar.parts[0]![2]
              return (
                <tr key={no}>
                  <th scope="row">{Array.isArray(row[name]) ? <Path path={row[name] as string[]} /> : bar.name.replace(/^(stage|step):/, '')}</th>
                  <td className="track">
                    <span className="barline">
                      {bar.parts.map(([segment, size]) => (
                        <i key={segment} title={segment ? `${segment}: ${cellText(count, size)}` : undefined} style={{ width: `${(size / most) * 100}%`, background: segmentColour(segment, segments) }} />
                      ))}
                    </span>
                  </td>
                  <td className="num"><b>{partial(bar) ? '≥ ' : ''}{cellText(count, total)}</b></td>
                  {split ? null : rest.map((key) => <td key={key} className={`num ${columnKind(key)}`}>{cellText(key, row[key], row)}</td>)}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {shown.some(partial) ? <figcaption>{t('bars.partial')}</figcaption> : null}
      {split && result.rows.some((row) => known(row.share_of_previous)) ? <Compared bars={shown} segments={segments} /> : null}
      {others?.variants ? <figcaption>{`+ ${cellText('variants', others.variants)} others, ${cellText('journeys', others.journeys)} journeys`}</figcaption> : null}
    </figure>
  )
}

function Path({ path }: { path: string[] }) {
  const shown = path.length > 7 ? [...path.slice(0, 4), `+${path.length - 6}`, ...path.slice(-2)] : path
  return (
    <span className="path" title={path.join(' › ')}>
      {shown.map((one, no) => <span key={no}>{one}</span>)}
    </span>
  )
}
