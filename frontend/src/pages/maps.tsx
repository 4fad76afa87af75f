// The gallery: the living map, and the same map for the values of a column, each a link.
import { useEffect, useRef } from 'react'
import { Select } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theColumns, theMap, type Drawn } from '../api/client'
import { condition } from '../forms/selection'
import { miniature } from '../canvas/board'
import { Icon } from '../ui/icons'
import { exact, period, share } from '../ui/numbers'
import { Ask, Empty, Failed, Link, Skeleton, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

const MOST = 6

export default function MapsPage() {
  const [query, change] = useQuery()
  const columns = useAsked(theColumns)
  const asked = useAsked(theMap({}, 1456))
  const splits = (columns.data ?? []).filter((column) => column.top.length > 1)
  const column = splits.find((one) => one.name === query.get('by'))
  return (
    <div className="page">
      <Title title={t('maps.title')} sub={t('maps.sub')} />
      <Ask of={asked} rows={8}>
        {(drawn) =>
          drawn.document.stages.length ? (
            <div className="gallery">
              <section aria-label={t('maps.living')}><Card to="/maps/current" name={drawn.document.title} drawn={drawn} big /></section>
              <header className="galleryhead">
                <h2>{t('maps.compare')}</h2>
                <Select size="xs" clearable searchable aria-label={t('maps.by')} placeholder={t('maps.by')} clearButtonProps={{ 'aria-label': t('select.clear') }} data={splits.map((one) => one.name)} value={column?.name ?? null} onChange={(by) => change({ by })} />
              </header>
              {column ? (
                <section className="cardsgrid" aria-label={column.name}>
                  {column.top.slice(0, MOST).map((value) => <Segment key={value} column={column.name} value={value} />)}
                </section>
              ) : (
                <p className="why">{t('maps.comparewhy')}</p>
              )}
            </div>
          ) : (
            <Empty title={t('map.empty')} action={<Link to="/data" className="button">{t('map.bring')}</Link>}>{t('map.emptywhy')}</Empty>
          )
        }
      </Ask>
    </div>
  )
}

function Segment({ column, value }: { column: string; value: string }) {
  const where = condition(column, value)
  const asked = useAsked(theMap({ where: [where] }, 1456))
  if (asked.data) return <Card to={`/maps/current?${new URLSearchParams({ where })}`} name={`${column}: ${value}`} drawn={asked.data} />
  return <div className="mapcard">{asked.error ? <Failed error={asked.error} /> : <Skeleton rows={4} />}</div>
}

function Card({ to, name, drawn, big = false }: { to: string; name: string; drawn: Drawn; big?: boolean }) {
  const host = useRef<HTMLDivElement>(null)
  const { document } = drawn
  useEffect(() => {
    if (host.current) miniature(host.current, drawn)
  }, [drawn])
  const journeys = document.overall?.find((one) => one.label === 'Journeys')?.value
  return (
    <Link to={to} className={big ? 'mapcard big' : 'mapcard'}>
      <div className="mini" ref={host} />
      <div className="about">
        <strong>{name}</strong>
        <small>{t('maps.journeys', { n: exact(journeys) })} · {period(document.period.from, document.period.to)}</small>
        <span className="cover">
          <span className="covermeter" aria-hidden="true">{(['measured', 'inferred', 'assumed'] as const).map((kind) => <i key={kind} className={kind} style={{ width: `${document.coverage[kind] * 100}%` }} />)}</span>
          {t('map.measured', { share: share(document.coverage.measured) })}
        </span>
        {big ? <span className="openit">{t('maps.open')} <Icon name="right" size={14} /></span> : null}
      </div>
    </Link>
  )
}
