// Paths people really walk: nodes by position, exits hatched and falling, everything adds up.
import { useId } from 'react'
import type { Result } from '../api/client'
import { brushing, useBrush } from '../ui/brush'
import { exact, share, short } from '../ui/numbers'
import { t } from '../ui/words'
import { BAR, flows } from './flows'
import { segmentColour } from './segments'

export function Sankey({ result, room }: { result: Result; room?: number }) {
  const id = useId()
  const drawn = flows(result.rows, { room })
  const going = drawn.total - drawn.left
  const brush = useBrush()
  return (
    <figure className="picture">
      <div className="scroll" tabIndex={0} role="group" aria-label={t('sankey.title')}>
        <svg className="sankey" viewBox={`0 0 ${drawn.width} ${drawn.height}`} style={{ minWidth: Math.min(drawn.width, 980) }} role="group" aria-label={t('sankey.spoken', { total: exact(drawn.total), left: exact(drawn.left) })}>
          <defs>
            <pattern id={`${id}h`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="7" height="7" fill="var(--band)" />
              <path d="M0 0V7" stroke="var(--hatch)" strokeWidth="2.5" />
            </pattern>
          </defs>
          {drawn.ribbons.map((one) => (
            <path key={one.key} className={one.left ? 'ribbon left' : 'ribbon'} d={one.d} fill={one.left ? `url(#${id}h)` : 'var(--flow)'}>
              <title>{`${one.title}: ${exact(one.journeys)}`}</title>
            </path>
          ))}
          {drawn.exits.map((one) => (
            <g key={one.key}>
              <rect x={one.x} y={one.y} width={BAR} height={one.h} fill={`url(#${id}h)`} stroke="var(--line2)" />
              <text className="halo" x={one.x + BAR + 6} y={one.y + one.h - 4} fontSize="11.5">
                <tspan fontWeight="600">{short(one.journeys)}</tspan> <tspan fill="var(--ink2)">{t('sankey.left', { share: share(one.share) })}</tspan>
              </text>
            </g>
          ))}
          {drawn.nodes.map((one) => {
            let at = one.y
            return (
              <g key={one.key} {...(rest(one.name) ? {} : brushing(t('brush.step', { step: one.name }), brush.has(one.name), () => brush.name(one.name)))}>
                {one.parts.length ? one.parts.map(([segment, journeys]) => {
                  const h = one.journeys ? (journeys / one.journeys) * one.h : 0
                  at += h
                  return <rect key={segment} x={one.x} y={at - h} width={BAR} height={h} fill={segmentColour(segment, drawn.segments)} />
                }) : <rect x={one.x} y={one.y} width={BAR} height={one.h} fill="var(--quiet)" />}
                {rest(one.name) ? <title>{`${label(one.name)}: ${exact(one.journeys)}`}</title> : null}
                <text className="halo" x={one.x + BAR + 6} y={one.y + Math.min(one.h / 2 + 1, 40) + (one.h < 16 ? 3 : 0)} fontSize="12" fontWeight="600">{clipped(label(one.name))}</text>
                <text className="halo" x={one.x + BAR + 6} y={one.y + Math.min(one.h / 2 + 1, 40) + (one.h < 16 ? 17 : 14)} fontSize="11.5" fill="var(--ink2)">{short(one.journeys)} · {share(drawn.total ? one.journeys / drawn.total : 0)}</text>
              </g>
            )
          })}
        </svg>
      </div>
      <figcaption>{t('sankey.sum', { total: exact(drawn.total), going: exact(going), left: exact(drawn.left) })}</figcaption>
    </figure>
  )
}

const rest = (name: string): boolean => name === '(others)' || name === '(more)'
const label = (name: string): string => (name === '(others)' ? t('sankey.others') : name === '(more)' ? t('sankey.more') : name)
const clipped = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name)
