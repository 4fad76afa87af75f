// A call or chat: the course of what the customer felt, who said what when, and how each voice sounds.
import type { Shape } from '../api/client'
import { Face } from '../ui/icons'
import { decimal, known, signed } from '../ui/numbers'
import { t } from '../ui/words'

type Turn = NonNullable<Shape['Story']['moments'][number]['turns']>[number]

const WIDTH = 260
const HEIGHT = 44

export function Conversation({ turns }: { turns: Turn[] }) {
  return (
    <details className="talk">
      <summary>
        <Course turns={turns} /> <span>{t('talk.turns', { n: String(turns.length) })}</span>
      </summary>
      <ol className="turns">
        {turns.map((turn) => (
          <li key={turn.turn} className={turn.speaker}>
            <small>{[t(speaker(turn.speaker)), turn.speaker_name, clock(turn.begins)].filter(Boolean).join(' · ')}</small>
            {turn.text ? <q>{turn.text}</q> : <small>{t('talk.unwritten')}</small>}
            {turn.speaker === 'customer' && known(turn.valence) ? <span className="felt"><Face valence={turn.valence} size={15} /> {signed(turn.valence * 2)}</span> : null}
            <Voice turn={turn} />
          </li>
        ))}
      </ol>
    </details>
  )
}

/** How excited the voice sounds against its other turns in this call; said only beyond its doubt. */
function Voice({ turn }: { turn: Turn }) {
  if (!known(turn.arousal)) return null
  const doubt = known(turn.arousal_doubt) ? turn.arousal_doubt : 0
  const off = turn.arousal - 0.5
  const word = Math.abs(off) <= doubt ? 'talk.usual' : off > 0 ? 'talk.raised' : 'talk.calmer'
  return <small className="voice" title={t('talk.voicenote')}>{t(word)} · {decimal(turn.arousal)} ± {decimal(doubt)}</small>
}

/** The valence of the customer's turns, from the first to the last. */
function Course({ turns }: { turns: Turn[] }) {
  const last = Math.max(1, turns.length - 1)
  const points = turns.flatMap((turn, no) => turn.speaker === 'customer' && known(turn.valence)
    ? [{ x: 6 + (no / last) * (WIDTH - 12), y: HEIGHT / 2 - turn.valence * (HEIGHT / 2 - 6), felt: turn.valence * 2 }]
    : [])
  const [first, end] = [points[0], points[points.length - 1]]
  if (!first || !end) return null
  const spoken = t('talk.course', { from: signed(first.felt), to: signed(end.felt) })
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={spoken}>
      <title>{spoken}</title>
      <path d={`M0 ${HEIGHT / 2}H${WIDTH}`} className="zero" />
      {points.length > 1 ? <path d={`M${points.map((one) => `${one.x.toFixed(1)} ${one.y.toFixed(1)}`).join('L')}`} className="line" /> : null}
      {points.map((one) => <circle key={one.x} cx={one.x} cy={one.y} r="3.5" className={one.felt < -0.3 ? 'bad' : one.felt > 0.3 ? 'good' : 'neutral'} />)}
    </svg>
  )
}

function speaker(role: string) {
  if (role === 'agent') return 'talk.agent'
  if (role === 'customer') return 'talk.customer'
  return role === 'bot' ? 'talk.bot' : 'talk.other'
}

function clock(seconds: number | null | undefined): string {
  if (!known(seconds)) return ''
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}
