// What directly follows what, simplified by a slider; ways back are dashed.
import { useId, useState } from 'react'
import { Slider } from '@mantine/core'
import type { Result } from '../api/client'
import { brushing, useBrush } from '../ui/brush'
import { duration, exact, short } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'
import { BOX, graph } from './graphs'

export function Graph({ result }: { result: Result }) {
  const id = useId()
  const count = result.rows.filter((row) => row.from !== null && row.to !== null).length
  const [query, change] = useQuery()
  const brush = useBrush()
  const given = Number(query.get('ways')) || 24
  // the picture follows the thumb, the address only where it rests
  const [most, setMost] = useState(given)
  const drawn = graph(result.rows, Math.min(most, count))
  return (
    <figure className="picture">
      <div className="slider" data-undrawn>
        <span id={`${id}s`}>{t('graph.simplify')}</span>
        <Slider w={200} size="sm" min={1} max={Math.max(count, 1)} value={Math.min(most, count)} onChange={setMost} onChangeEnd={(to) => change({ ways: to === 24 ? null : String(to) }, { replace: true })} label={null} thumbLabel={t('graph.simplify')} />
        <span>{t('graph.shown', { some: drawn.edges.length, all: count })}</span>
      </div>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('graph.title')}>
        <svg className="graph" viewBox={`0 0 ${drawn.width} ${drawn.height}`} style={{ width: drawn.width, minWidth: Math.min(drawn.width, 900) }} role="group" aria-label={t('graph.spoken', { nodes: drawn.nodes.length, edges: drawn.edges.length })}>
          <defs>
            <marker id={`${id}a`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
              <path d="M0 0L8 4L0 8z" fill="var(--quiet)" />
            </marker>
          </defs>
          {drawn.edges.map((edge) => (
            <path key={`${edge.from} ${edge.to}`} d={edge.d} fill="none" stroke="var(--quiet)" strokeWidth={edge.width} strokeDasharray={edge.back ? '5 3' : undefined} markerEnd={`url(#${id}a)`}>
              <title>{`${edge.from} → ${edge.to}: ${exact(edge.n)}, ${duration(edge.median)}`}</title>
            </path>
          ))}
          {drawn.nodes.map((node) => (
            <g key={node.name} {...brushing(t('brush.step', { step: node.name }), brush.has(node.name), () => brush.name(node.name))}>
              <rect x={node.x} y={node.y} width={BOX.w} height={BOX.h} rx="6" fill="var(--surface)" stroke="var(--line2)" />
              <text x={node.x + 9} y={node.y + 15} fontSize="11.5" fontWeight="600">{node.name.length > 21 ? `${node.name.slice(0, 20)}…` : node.name}</text>
              <text x={node.x + 9} y={node.y + 28} fontSize="10.5" fill="var(--ink3)">{exact(node.n)}</text>
            </g>
          ))}
          {drawn.edges.map((edge) => (
            <text key={`${edge.from} ${edge.to}`} className="halo" x={edge.x} y={edge.y} fontSize="10.5" textAnchor="middle" fill="var(--ink2)">{short(edge.n)}</text>
          ))}
        </svg>
      </div>
      {drawn.hidden ? <figcaption>{t('graph.hidden', { count: drawn.hidden })}</figcaption> : null}
    </figure>
  )
}
