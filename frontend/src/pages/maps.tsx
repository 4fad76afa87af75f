// The gallery: the living map, the same map for the values of a column, and maps that people wrote.
import { useEffect, useRef, useState } from 'react'
import { Button, FileButton, Modal, Select } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { deleteMap, loadMap, queries, theColumns, theKept, theMap, theMaps, type Drawn, type KeptMap, type Shape } from '../api/client'
import { condition } from '../forms/selection'
import { miniature } from '../canvas/board'
import { Icon } from '../ui/icons'
import { day, exact, period, share } from '../ui/numbers'
import { Ask, Empty, Failed, Link, Skeleton, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { many, t } from '../ui/words'
import { NewMap } from './newmap'

const MOST = 6

export default function MapsPage() {
  const [query, change] = useQuery()
  const [making, showNew] = useState(false)
  const columns = useAsked(theColumns)
  const asked = useAsked(theMap({}, 1456))
  const splits = (columns.data ?? []).filter((column) => column.top.length > 1)
  const column = splits.find((one) => one.name === query.get('by'))
  return (
    <div className="page">
      <Title title={t('maps.title')} sub={t('maps.sub')}>
        <div className="acts"><Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => showNew(true)}>{t('new.title')}</Button></div>
      </Title>
      {making ? <NewMap close={() => showNew(false)} /> : null}
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
      <ToldMaps />
    </div>
  )
}

/** Maps that people wrote, and the way to bring one in. */
function ToldMaps() {
  const maps = useAsked(theMaps)
  const told = (maps.data ?? []).filter((one) => one.kind === 'told' || !one.id.startsWith('current'))
  const bring = useMutation({ mutationFn: loadMap, onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['maps'] }), queries.invalidateQueries({ queryKey: ['kept'] })]) })
  return (
    <section className="gallery" aria-label={t('new.own')}>
      <header className="galleryhead">
        <h2>{t('new.own')}</h2>
        <p className="why">{t('new.ownnote')}</p>
        <FileButton accept=".json,.csv,.tsv,.txt,.mmd,.mermaid,.md,.ojf" onChange={(file) => file && bring.mutate(file)} inputProps={{ 'aria-label': t('told.load') }}>
          {(props) => <Button {...props} size="xs" variant="default" loading={bring.isPending} title={t('told.kinds')}>{t('told.load')}</Button>}
        </FileButton>
      </header>
      <div role="status">{bring.data ? <Kept kept={bring.data} /> : null}</div>
      {bring.error ? <p role="alert" className="wrong">{bring.error.message}</p> : null}
      {maps.error ? <Failed error={maps.error} /> : null}
      {maps.data && !told.length ? <p className="why">{t('new.none')} {t('told.kinds')}</p> : null}
      <div className="cardsgrid">{told.map((one) => <ToldCard key={one.id} listed={one} />)}</div>
    </section>
  )
}

function Kept({ kept: { title, version, report } }: { kept: KeptMap }) {
  return (
    <>
      <p>{t('told.kept', { title, version, steps: report.steps, cells: report.cells })}</p>
      <ul className="asidelist">
        {report.renamed.map(({ from, to, why }) => <li key={from}>{t('told.renamed', { from, to, why })}</li>)}
        {report.left_out.map(({ what, count, why }) => <li key={what}>{t('told.left', { what, count, why })}</li>)}
        {report.notes.map((note) => <li key={note}>{note}</li>)}
      </ul>
    </>
  )
}

/** One map of somebody's own: its picture is asked when it comes into view. */
function ToldCard({ listed }: { listed: Shape['MapListed'] }) {
  const [near, come] = useState(false)
  const [sure, ask] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && come(true), { rootMargin: '200px' })
    seen.observe(host.current)
    return () => seen.disconnect()
  }, [])
  const asked = useAsked({ ...theKept(listed.id, 1456), enabled: near })
  const remove = useMutation({ mutationFn: () => deleteMap(listed.id), onSuccess: () => queries.invalidateQueries({ queryKey: ['maps'] }) })
  const facts = [t(listed.kind === 'told' ? 'new.written' : 'new.living'), many('new.edits', listed.revision), day(listed.changed)]
  return (
    <div ref={host} className="ownmap">
      {asked.data ? <Card to={`/maps/${encodeURIComponent(listed.id)}`} name={listed.title} drawn={asked.data} facts={facts.join(' · ')} /> : <div className="mapcard">{asked.error ? <Failed error={asked.error} /> : <Skeleton rows={4} />}</div>}
      <button type="button" className="iconbutton" aria-label={t('new.delete', { name: listed.title })} title={t('new.delete', { name: listed.title })} onClick={() => ask(true)}><Icon name="close" size={14} /></button>
      {sure ? (
        <Modal opened onClose={() => ask(false)} title={t('new.delete', { name: listed.title })} closeButtonProps={{ 'aria-label': t('drawer.close') }} transitionProps={{ duration: 0 }}>
          <p>{t('new.deletewhy')}</p>
          {remove.error ? <p role="alert" className="wrong">{remove.error.message}</p> : null}
          <Button mt="md" loading={remove.isPending} onClick={() => remove.mutate()}>{t('new.delete', { name: listed.title })}</Button>
        </Modal>
      ) : null}
    </div>
  )
}

function Segment({ column, value }: { column: string; value: string }) {
  const where = condition(column, value)
  const asked = useAsked(theMap({ where: [where] }, 1456))
  if (asked.data) return <Card to={`/maps/current?${new URLSearchParams({ where })}`} name={`${column}: ${value}`} drawn={asked.data} />
  return <div className="mapcard">{asked.error ? <Failed error={asked.error} /> : <Skeleton rows={4} />}</div>
}

function Card({ to, name, drawn, big = false, facts }: { to: string; name: string; drawn: Drawn; big?: boolean; facts?: string }) {
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
        {facts ? <small>{[document.state && document.state !== 'as-is' ? t(`state.${document.state as 'to-be' | 'past'}`) : null, typeof document.persona === 'string' ? document.persona : null, facts].filter(Boolean).join(' · ')}</small> : null}
        <small>{document.kind === 'told' && !document.file ? null : document.file ? t('told.about', { steps: document.stages.reduce((sum, stage) => sum + stage.steps.length, 0), file: document.file.name }) : `${t('maps.journeys', { n: exact(journeys) })} · ${period(document.period.from, document.period.to)}`}</small>
        <span className="cover">
          <span className="covermeter" aria-hidden="true">{(['measured', 'inferred', 'assumed'] as const).map((kind) => <i key={kind} className={kind} style={{ width: `${document.coverage[kind] * 100}%` }} />)}</span>
          {t('map.measured', { share: share(document.coverage.measured) })}
        </span>
        {big ? <span className="openit">{t('maps.open')} <Icon name="right" size={14} /></span> : null}
      </div>
    </Link>
  )
}
