// The way of one customer: lanes are channels, a face where the customer said something.
import { ANSWERS, drawn, type Moment } from './storyline'
import { day, signed } from '../ui/numbers'
import { channelText } from '../ui/terms'
import { t } from '../ui/words'

const TOP = 46
const LANE = 26
const LABEL = 118

export function Story({ moments, open }: { moments: readonly Moment[]; open: boolean }) {
  const { lanes, points, bands, quiet, days, width, left } = drawn(moments)
  const height = TOP + lanes.length * LANE + 26
  const y = (lane: number) => TOP + lane * LANE + LANE / 2
  const last = points.at(-1)
  return (
    <figure className="picture">
      <div className="scroll" tabIndex={0} role="group" aria-label={t('story.title')}>
        <svg className="storyline" width={LABEL + width + 24} height={height} role="img" aria-label={t('story.spoken', { n: points.length, lanes: lanes.map(named).join(', ') })}>
          {lanes.map((lane, no) => (
            <g key={lane}>
              <rect x="0" y={TOP + no * LANE} width={LABEL + width + 24} height={LANE} fill={no % 2 ? 'none' : 'var(--band)'} />
              <text x="8" y={y(no) + 4} fontSize="12" fontWeight="600" fill="var(--ink)">{named(lane)}</text>
              <path d={`M${LABEL} ${y(no)}H${LABEL + width}`} stroke="var(--line)" />
            </g>
          ))}
          <g transform={`translate(${LABEL} 0)`}>
            {bands.map((band, no) => {
              const now = no === bands.length - 1
              const room = band.to - band.from - 2
              return (
                <g key={no}>
                  <rect x={band.from + 1} y="0" width={Math.max(room, 1)} height="20" rx="4" fill={now ? 'var(--navy)' : 'var(--soft)'} />
                  {room > 6.6 * band.stage.length + 8 ? <text x={(band.from + band.to) / 2} y="14" textAnchor="middle" fontSize="11" fontWeight="600" fill={now ? 'var(--navy-ink)' : 'var(--ink2)'}>{band.stage}</text> : null}
                  <title>{band.stage}</title>
                </g>
              )
            })}
            {days.map((one) => <text key={one.time} x={one.x} y="37" textAnchor="middle" fontSize="10.5" fill="var(--ink2)">{day(one.time).replace(/ \d{4}$/, '')}</text>)}
            {quiet.map((one) => (
              <g key={one.x}>
                <rect x={one.x - 22} y={TOP} width="44" height={lanes.length * LANE} fill="var(--sunk)" />
                <text x={one.x} y={TOP + lanes.length * LANE + 14} textAnchor="middle" fontSize="10.5" fill="var(--ink2)">{t('story.quiet', { days: one.days })}</text>
              </g>
            ))}
            <polyline points={points.map((one) => `${one.x},${y(one.lane)}`).join(' ')} fill="none" stroke="var(--line2)" strokeWidth="1.2" />
            {points.map((one) => <Mark key={one.no} x={one.x} y={y(one.lane)} moment={one.moment} />)}
            {last ? (
              <g>
                <path d={`M${last.x + 13} ${TOP - 4}V${TOP + lanes.length * LANE}`} stroke="var(--link)" strokeWidth="2" />
                <title>{open ? t('story.here') : t('story.ended')}</title>
              </g>
            ) : null}
          </g>
        </svg>
      </div>
      <figcaption>{t('story.scale')}{left ? ` ${t('story.earlier', { n: left })}` : ''}</figcaption>
    </figure>
  )
}

function Mark({ x, y, moment }: { x: number; y: number; moment: Moment }) {
  const said = [moment.touchpoint, moment.time ? day(moment.time) : null, moment.text].filter(Boolean).join(' · ')
  if (moment.kind === 'event' || typeof moment.valence !== 'number') {
    return <circle cx={x} cy={y} r={moment.kind === 'event' ? 5 : 6.5} fill="var(--surface)" stroke="var(--ink2)" strokeWidth="1.6"><title>{said}</title></circle>
  }
  const felt = moment.valence * 2
  const step = felt <= -1 ? 1 : felt < -0.3 ? 2 : felt <= 0.3 ? 3 : felt < 1 ? 4 : 5
  const mouth = felt < -0.3 ? 'M-3.4 3.8q3.4-3.4 6.8 0' : felt > 0.3 ? 'M-3.4 2.2q3.4 3.4 6.8 0' : 'M-3 3h6'
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle r="8.5" fill={`var(--e${step})`} />
      <path d={`${mouth}M-3-2.6v.8M3-2.6v.8`} fill="none" stroke="var(--on)" strokeWidth="1.4" strokeLinecap="round" />
      <title>{`${signed(felt)} · ${said}`}</title>
    </g>
  )
}

const named = (lane: string): string => (lane === ANSWERS ? t('story.answers') : lane ? channelText(lane) : t('story.nochannel'))
