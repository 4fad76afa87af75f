// Ranked findings (pains, gains) as cards, all intervals on one scale.
import type { Result, Row } from '../api/client'
import { Badge } from '../ui/icons'
import { amount, emotion, exact, humanise, known, share } from '../ui/numbers'
import { t } from '../ui/words'
import { useStepNames } from './names'

export function Cards({ result }: { result: Result }) {
  const called = useStepNames()
  const tone = result.rows.some((row) => 'cost' in row) ? 'pain' : 'gain'
  const size = tone === 'pain' ? 'cost' : 'lift'
  const most = Math.max(0.001, ...result.rows.map((row) => Number(row.basis === 'bound' ? row.bound_high : (row[`${size}_high`] ?? row.high ?? row[size] ?? 0))))
  return (
    <ol className={`findings ${tone}`}>
      {result.rows.map((row, no) => <Finding key={String(row.id ?? no)} row={row} tone={tone} size={size} most={most} step={called(String(row.step ?? ''), String(row.stage ?? ''))} />)}
    </ol>
  )
}

type One = { row: Row; tone: string; size: string; most: number; step: string }

function Finding({ row, tone, size, most, step }: One) {
  // who leaves has no cost but a bound: the most there is to win
  const bound = row.basis === 'bound' && known(row.bound)
  const value = bound ? row.bound : row[size]
  const low = bound ? row.bound_low : (row[`${size}_low`] ?? row.low)
  const high = bound ? row.bound_high : (row[`${size}_high`] ?? row.high)
  const trait = String(row.trait ?? row.signal ?? '')
  const write = tone === 'pain' ? amount : emotion
  const at = (one: unknown) => `${Math.max(0, Math.min(1, Number(one) / most)) * 100}%`
  const name = String(row.touchpoint ?? row.name ?? step)
  const proven = known(value) && value > 0 && (bound || !row.basis || row.basis === 'effect')
  const without = row.basis === 'explained' ? t('cards.explained') : row.basis === 'severity' && known(row.severity) ? t('cards.severity', { n: amount(row.severity) }) : t('cards.none')
  return (
    <li className={proven ? (bound ? 'bound' : '') : 'unproven'}>
      <span className="rank">{String(row.rank ?? '')}</span>
      <div>
        <strong>{trait.startsWith(name) ? trait : `${name}: ${trait}`}</strong>
        <small>
          {humanise(String(row.signal ?? ''))} · {t('cards.at', { step })} · n {exact(Number(row.affected ?? row.n ?? 0))}
          {known(row.affected_rate) && known(row.others_rate) ? ` · ${t('cards.rates', { with: share(row.affected_rate), without: share(row.others_rate) })}` : ''}
        </small>
      </div>
      <span className="spanbar" aria-hidden="true">
        {known(low) && known(high) ? <i style={{ left: at(low), width: `calc(${at(high)} - ${at(low)})` }} /> : null}
        {known(value) ? <b style={{ left: at(value) }} /> : null}
      </span>
      <span className="size">
        <b>{proven ? (bound ? t('cards.atmost', { n: write(value) }) : write(value)) : without}</b>
        {known(low) && known(high) ? <small>{write(low)} – {write(high)}</small> : null}
      </span>
      <Badge kind={row.few ? 'few' : 'measured'} />
    </li>
  )
}
