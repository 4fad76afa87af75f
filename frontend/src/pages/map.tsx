// One map: title, toolbar, the picture with its evidence drawer, and its twin as a table.
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { keepPreviousData, useQuery as useAsked } from '@tanstack/react-query'
import { theFormats, theKept, theMap, theMaps, type Drawn, type MapDocument } from '../api/client'
import { sheetWidth } from '../api/early'
import { optionsOf, selectionOf } from '../actions/selection'
import { targetAt } from '../actions/places'
import type { Board } from '../canvas/board'
import { SelectionBar } from '../forms/selection'
import { MapTable } from '../pictures/maptable'
import { Badge, Icon } from '../ui/icons'
import { day, exact, period, share } from '../ui/numbers'
import { Ask, Chip, Empty, Link, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { valueText } from '../ui/values'
import { counted, t } from '../ui/words'
import { Doubt } from './doubt'
import { Drawer } from './drawer'
import { Beside } from './beside'
import { CardForm } from './cardform'
import { Editor } from './editor'
import { People } from './people'
import { useEdits } from './queue'
import { Versions, useLastVisit } from './versions'
import { Views } from './views'
import { Phone } from './phone'

/** The living map (`current`), or one that is kept, such as a map from a file. */
export default function MapPage({ id }: { id: string }) {
  const [query, change] = useQuery()
  const width = useMemo(sheetWidth, [])
  const living = id === 'current'
  const now = useAsked({ ...theMap(optionsOf(selectionOf(query), { by: false }), width), placeholderData: keepPreviousData, enabled: living })
  const kept = useAsked({ ...theKept(id, width), enabled: !living })
  const asked = living ? now : kept
  const path = query.get('open')
  const other = query.get('beside')
  const open = (to: string | null) => change({ open: to }, { replace: path !== null && to !== null })
  const drawn = asked.data
  if (other) return <Beside id={id} other={other} />
  return (
    <div className="page map-page">
      <Head document={drawn?.document} shown={drawn?.id} id={id} query={query} />
      <div className={`busy ${asked.isFetching && drawn ? 'on' : ''}`} />
      <Ask of={asked} rows={12}>
        {(data) =>
          data.document.stages.length ? (
            <Picture drawn={data} path={path} open={open} />
          ) : (
            <Empty title={t('map.empty')} action={<Link to="/data" className="button">{t('map.bring')}</Link>}>
              {t('map.emptywhy')}
            </Empty>
          )
        }
      </Ask>
    </div>
  )
}

function Head({ document, shown, id, query }: { document: MapDocument | undefined; shown: string | undefined; id: string; query: URLSearchParams }) {
  const cells = document?.cells
  const cover = document?.coverage
  return (
    <>
      <Title title={document?.title ?? t('map.title')} under={document?.label ? <span className="banner" title={document.label}>{document.label}</span> : null}>
        {document ? (
          <div className="chips">
            {document.period.from || document.period.to ? <Chip icon="calendar">{period(document.period.from, document.period.to)}</Chip> : null}
            {document.file ? <Chip>{t('told.chip', { file: document.file.name })}</Chip> : null}
            {document.newest ? <Chip icon="refresh" className="fresh">{t('map.data', { day: day(document.newest), time: document.newest.slice(11, 16) })}</Chip> : null}
            {cover && cells?.total ? (
              <Chip>
                <span className="covermeter" aria-hidden="true">
                  {(['measured', 'inferred', 'assumed'] as const).map((kind) => <i key={kind} className={kind} style={{ width: `${cover[kind] * 100}%` }} />)}
                </span>
                <b>{t('map.measured', { share: share(cover.measured) })}</b> <small>{t('map.cells', { some: cells.measured, all: cells.total })}{cells.assumed ? `, ${t('map.debt', { share: share(cover.assumed) })}` : ''}</small>
              </Chip>
            ) : null}
          </div>
        ) : null}
        <div className="acts">
          {shown ? <People id={shown} /> : null}
          <Compare id={id} />
          <Export id={id} query={query} />
        </div>
      </Title>
    </>
  )
}

/** The way to another map beside this one. */
function Compare({ id }: { id: string }) {
  const [, change] = useQuery()
  const maps = (useAsked(theMaps).data ?? []).filter((one) => one.id !== id)
  if (!maps.length) return null
  return (
    <Menu position="bottom-end" withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target><Button size="xs" variant="default" className="wideonly" leftSection={<Icon name="split" size={15} />}>{t('beside.with')}</Button></Menu.Target>
      <Menu.Dropdown>{maps.slice(0, 30).map((one) => <Menu.Item key={one.id} onClick={() => change({ beside: one.id, open: null })}>{one.title}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}

function Export({ id, query }: { id: string; query: URLSearchParams }) {
  const formats = useAsked(theFormats).data ?? []
  const asked = new URLSearchParams(query)
  asked.delete('open')
  const text = asked.toString()
  return (
    <Menu position="bottom-end" withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button size="xs" leftSection={<Icon name="download" size={15} />}>{t('map.export')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ suffix, about }) => (
          <Menu.Item key={suffix} component="a" title={about} href={`/api/v1/maps/${encodeURIComponent(id)}.${suffix}${text ? `?${text}` : ''}`} download={`map.${suffix}`}>
            {t.has(`format.${suffix}`) ?? suffix.toUpperCase()}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => window.print()}>{t('map.print')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Picture({ drawn, path, open }: { drawn: Drawn; path: string | null; open: (path: string | null) => void }) {
  const edits = useEdits(drawn)
  const last = useLastVisit(drawn)
  const [versions, showVersions] = useState(false)
  const narrow = useMediaQuery('(max-width: 640px)', window.innerWidth <= 640)
  const board = useRef<Board | null>(null)
  const opener = useRef<string | null>(null)
  const opening = useRef(open)
  opening.current = open
  const order = useMemo(() => [...new Set(drawn.sheet.hits.map((hit) => hit.path))], [drawn])
  const close = () => {
    const back = opener.current ?? path
    open(null)
    // the drawer leaves first, then focus returns to the number that opened it
    requestAnimationFrame(() => (back ? refocus(back, board.current) : undefined))
  }
  const shown = path && drawn.evidence[path] ? path : null
  const target = shown ? targetAt(drawn.document, shown) : null
  const card = target?.kind === 'card' ? target : null
  useEffect(() => {
    if (shown) opener.current = shown
    board.current?.mark(shown)
  }, [shown, drawn])
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape' && shown) {
      event.stopPropagation()
      close()
    }
  }
  return (
    <div className={`stage ${shown ? 'with-drawer' : ''} ${drawn.document.kind === 'told' ? '' : 'living'}`} onKeyDown={onKey}>
      <div className="stage-main">
        <Tools document={drawn.document} open={open} />
        {narrow ? (
          <Phone drawn={drawn} open={open} />
        ) : (
          <>
            <Editor key={drawn.id} drawn={drawn} edits={edits} path={shown} open={(to) => opening.current(to)} board={board} spoken={spoken(drawn.document)} tools={<Views drawn={drawn} versions={() => showVersions(!versions)} />} />
            <MapTable document={drawn.document} />
          </>
        )}
      </div>
      {shown ? (
        <Drawer drawn={drawn} path={shown} order={order} open={open} close={close}>
          {card ? <CardForm key={`${card.id} ${drawn.revision}`} drawn={drawn} id={card.id} make={edits.make} /> : null}
          {card && !card.written ? <Doubt key={card.id} drawn={drawn} card={card} title={drawn.evidence[shown]!.title} make={edits.make} away={close} /> : null}
        </Drawer>
      ) : versions ? <Versions drawn={drawn} last={last} close={() => showVersions(false)} /> : null}
      <p role="status" className="away">{shown ? t('map.evidence', { what: `${drawn.evidence[shown]!.kicker}, ${drawn.evidence[shown]!.title}` }) : ''}</p>
    </div>
  )
}

function refocus(path: string, board: Board | null): void {
  board?.focus(path)
  if (!board) document.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus()
}

function Tools({ document, open }: { document: MapDocument; open: (path: string) => void }) {
  const unit = counted(document.journey)
  return (
    <div className="toolbar">
      <div className="facts">
        {(document.overall ?? []).map((entry, no) => (
          <button key={`${entry.label} ${no}`} type="button" className="fact" data-path={`overall.${no}`} onClick={() => open(`overall.${no}`)}>
            {entry.label === 'Journeys' ? <><b>{exact(entry.value)}</b> {unit}</> : <>{entry.label} <b>{overall(document, no)}</b></>}
          </button>
        ))}
        {document.journey.goal || document.kind !== 'told' ? <span className="plain">{document.journey.goal ? <>{t('map.goal')} <b>{document.journey.goal}</b></> : t('map.nogoal')}</span> : null}
        {document.kind === 'told' ? null : <SelectionBar />}
      </div>
      <div className="legend">
        <span><Badge kind="measured" /> {t('known.measured')}</span>
        <span><Badge kind="inferred" /> {t('known.inferred')}</span>
        <span><Badge kind="assumed" /> {t('known.assumed')}</span>
        <span><Badge kind="few" /> {t('known.few')}</span>
        <span className="hint">{t('map.hint')} <kbd>E</kbd></span>
      </div>
    </div>
  )
}

function overall(document: MapDocument, no: number): string {
  const entry = document.overall?.[no] as (Record<string, unknown> & { value?: number | null; unit: string }) | undefined
  return entry ? valueText(entry.unit, entry.value) : ''
}


function spoken(document: MapDocument): string {
  const stages = document.stages.map((stage) => stage.name).join(', ')
  return t('map.spoken', { title: document.title, stages })
}
