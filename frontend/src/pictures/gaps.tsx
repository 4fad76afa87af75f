// Two selections on one line per value: both dots, the gap and its 95 % interval.
import { useState } from 'react'
import { SegmentedControl } from '@mantine/core'
import type { Shape } from '../api/client'
import { duration, exact, humanise, known, share, signed, decimal } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { columnKind } from '../ui/values'
import { t } from '../ui/words'

type Gap = Shape['Gap']
const SHOWN = 20

export function Gaps({ rows, names = [t('gaps.one'), t('gaps.other')] }: { rows: readonly Gap[]; names?: [one: string, other: string] }) {
  const measures = [...new Set(rows.map((row) => row.measure))]
  const [query, change] = useQuery()
  const chosen = query.get('measure') ?? ''
  const measure = measures.includes(chosen) ? chosen : (measures[0] ?? '')
  const here = rows.filter((row) => row.measure === measure)
  const [all, showAll] = useState(false)
  const unit = unitOf(measure, here)
  const shown = all ? here : here.slice(0, SHOWN)
  return (
    <figure className="picture">
      {measures.length > 1 ? <div className="slides" data-undrawn><SegmentedControl size="xs" value={measure} onChange={(to) => change({ measure: to }, { replace: true })} aria-label={t('gaps.measure')} data={measures.map((one) => ({ value: one, label: humanise(one) }))} /></div> : null}
      <div className="segments"><span><i style={{ background: 'var(--seg1)' }} />{names[0]}</span><span><i style={{ background: 'var(--seg2)' }} />{names[1]}</span></div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('gaps.title')}>
        <table className="bartable gaps">
          <thead><tr><th scope="col">{humanise(measure)}</th><th scope="col" className="track"><span className="away">{t('gaps.title')}</span></th><th scope="col" className="num">{names[0]}</th><th scope="col" className="num">{names[1]}</th><th scope="col" className="num">{t('gaps.difference')}</th><th scope="col" className="num">{t('drawer.interval')}</th></tr></thead>
          <tbody>{shown.map((row) => <Line key={row.name} row={row} unit={unit} />)}</tbody>
        </table>
      </div>
      {here.length > shown.length ? <button type="button" className="more" onClick={() => showAll(true)}>{t('table.more', { some: exact(shown.length), all: exact(here.length) })}</button> : null}
    </figure>
  )
}

type Unit = { low: number; high: number; write: (value: number) => string; gap: (value: number) => string; bare: (value: number) => string }

function Line({ row, unit }: { row: Gap; unit: Unit }) {
  const at = (value: number) => `${Math.max(0, Math.min(1, (value - unit.low) / (unit.high - unit.low || 1))) * 100}%`
  const [a, b] = [row.one, row.other]
  const certain = known(row.low) && known(row.high)
  const apart = certain && (Number(row.low) > 0 || Number(row.high) < 0)
  return (
    <tr className={apart ? 'apart' : ''}>
      <th scope="row">{row.name.replace(/^(\d+\. )?(stage|step):/, '$1')}</th>
      <td className="track">
        <span className="plot" aria-hidden="true">
          {known(a) && known(b) ? <i style={{ left: at(Math.min(a, b)), width: `calc(${at(Math.max(a, b))} - ${at(Math.min(a, b))})` }} /> : null}
          {known(b) ? <b style={{ left: at(b), background: 'var(--seg2)' }} /> : null}
          {known(a) ? <b style={{ left: at(a), background: 'var(--seg1)' }} /> : null}
        </span>
      </td>
      <td className="num">{known(a) ? unit.write(a) : '–'} <small>n {exact(row.one_n ?? 0)}</small></td>
      <td className="num">{known(b) ? unit.write(b) : '–'} <small>n {exact(row.other_n ?? 0)}</small></td>
      <td className="num"><b>{known(row.difference) ? unit.gap(row.difference) : '–'}</b></td>
      <td className="num">{certain ? t('estimates.between', { low: unit.bare(Number(row.low)), high: unit.gap(Number(row.high)) }) : t('gaps.none')}</td>
    </tr>
  )
}

/** Shares differ in points; times on a line from 0; everything else on its own span. */
function unitOf(measure: string, rows: readonly Gap[]): Unit {
  const values = rows.flatMap((row) => [row.one, row.other]).filter(known)
  if (columnKind(measure) === 'share' || measure === 'reach') return { low: 0, high: 1, write: share, gap: (value) => t('gaps.points', { n: signed(value * 100) }), bare: (value) => signed(value * 100) }
  const time = (value: number) => `${value > 0 ? '+' : ''}${duration(value)}`
  if (columnKind(measure) === 'seconds') return { low: 0, high: Math.max(1, ...values), write: duration, gap: time, bare: time }
  const felt = (value: number) => signed(value * 2)
  if (measure === 'valence') return { low: -1, high: 1, write: felt, gap: felt, bare: felt }
  const plain = (value: number) => signed(value, 2)
  return { low: Math.min(0, ...values), high: Math.max(1, ...values), write: (value) => decimal(value, 2), gap: plain, bare: plain }
}
