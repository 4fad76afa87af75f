// The map on a narrow screen: stage chips, the curve as navigator, one card per step.
import { useEffect, useRef, useState } from 'react'
import type { Drawn, Shape } from '../api/client'
import { imageOf, imageUrl } from '../actions/places'
import { definitions, draw, paint } from '../canvas/paint'
import { Badge, Face, Icon, type Known } from '../ui/icons'
import { amount, duration, emotion, exact, known, share, short } from '../ui/numbers'
import { counted, t } from '../ui/words'

type Cell = Shape['Cell']
type Placed = { path: string; cell: Cell }
type Open = (path: string) => void
type Content = Record<string, any>

export function Phone({ drawn, open }: { drawn: Drawn; open: Open }) {
  const { stages } = drawn.document
  const flat = stages.flatMap((stage, stageNo) => stage.steps.map((step, stepNo) => ({ stage, step, path: `stages.${stageNo}.steps.${stepNo}`, first: stepNo === 0 })))
  const [here, stand] = useState(flat[0] ? anchor(flat[0]) : '')
  const cards = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const seen = new IntersectionObserver(
      (entries) => {
        const top = entries.filter((one) => one.isIntersecting).sort((a, b) => a.boundingClientRect.top - b.boundingClientRect.top)[0]
        if (top) stand(top.target.id)
      },
      { rootMargin: '-64px 0px -60% 0px' },
    )
    cards.current?.querySelectorAll('article').forEach((card) => seen.observe(card))
    return () => seen.disconnect()
  }, [drawn])
  const jump = (id: string) => document.getElementById(id)?.scrollIntoView({ block: 'start' })
  const at = flat.findIndex((one) => anchor(one) === here)
  return (
    <section className="phone" aria-label={t('phone.title')}>
      <nav className="stops" aria-label={t('phone.stages')}>
        {stages.filter((stage) => stage.steps.length).map((stage) => {
          const current = here.startsWith(`step-${stage.id}-`)
          return (
            <button key={stage.id} type="button" aria-current={current || undefined} onClick={() => jump(`step-${stage.id}-${stage.steps[0]!.id}`)}>
              {stage.name} {known(stage.journeys) ? <b>{short(stage.journeys)}</b> : null}
              {known(stage.share_of_next) && stage.share_of_next <= 1 ? <small>→ {share(stage.share_of_next)}</small> : null}
            </button>
          )
        })}
      </nav>
      {drawn.way ? <Way drawn={drawn} names={flat.map((one) => one.step.name)} ids={flat.map(anchor)} at={at} jump={jump} /> : null}
      <div className="cards" ref={cards}>
        {flat.map((one) => <Card key={one.path} drawn={drawn} {...one} open={open} />)}
      </div>
    </section>
  )
}

type Place = { stage: Shape['Stage']; step: Shape['Step']; path: string; first: boolean }
const anchor = ({ stage, step }: Place): string => `step-${stage.id}-${step.id}`

function Way({ drawn, names, ids, at, jump }: { drawn: Drawn; names: string[]; ids: string[]; at: number; jump: (id: string) => void }) {
  const host = useRef<HTMLDivElement>(null)
  const way = drawn.way!
  useEffect(() => {
    const svg = draw('svg', { viewBox: `0 24 ${way.width} ${way.height - 44}`, role: 'img', 'aria-label': t('phone.curve', { count: names.length }) })
    svg.append(definitions(way, 'p'), ...paint(way.body, drawn, 'p'))
    host.current?.replaceChildren(svg)
  }, [drawn, way, names.length])
  return (
    <>
      <div className="way" role="group" tabIndex={0} aria-label={t('phone.way')}>
        <div style={{ minWidth: way.width }}>
          <div ref={host} />
          {ids.map((id, no) => (
            <button key={id} type="button" aria-label={names[no]} aria-current={no === at || undefined} style={{ left: `${(no / ids.length) * 100}%`, width: `${100 / ids.length}%` }} onClick={() => jump(id)} />
          ))}
        </div>
      </div>
      <p className="ends">
        <span>{names[0]}</span>
        <b>{t('phone.step', { at: Math.max(at, 0) + 1, count: ids.length })}</b>
        <span>{names.at(-1)}</span>
      </p>
    </>
  )
}

function Card({ drawn, stage, step, path, first, open }: Place & { drawn: Drawn; open: Open }) {
  const { lanes, journey } = drawn.document
  const found = (id: string): Placed[] => {
    const no = lanes.findIndex((lane) => lane.id === id)
    const cells = lanes[no]?.cells ?? []
    return cells.flatMap((cell, place) => (cell.stage === stage.id && (cell.step === step.id || cell.step === null) ? [{ path: `lanes.${no}.cells.${place}`, cell }] : []))
  }
  const [mood] = found('emotion')
  const felt = mood?.cell.content as Content | undefined
  const unit = counted(journey)
  const wait = known(step.median_seconds_wait) ? `, ${t('phone.after', { time: duration(step.median_seconds_wait) })}` : ''
  const between = felt && known(felt.low) && known(felt.high) ? `. ${t('phone.emotion')} ${emotion(felt.low)} – ${emotion(felt.high)}, n ${exact(felt.n)}` : ''
  return (
    <article className="stepcard" id={anchor({ stage, step, path, first: false })}>
      <h2>
        <span>
          {step.name}
          {found('moments').length ? <span className="tag moment"><b>◆</b> {t('phone.moment')}</span> : null}
        </span>
        {mood && felt && known(felt.valence) ? (
          <button type="button" className="mood" data-path={mood.path} onClick={() => open(mood.path)} aria-label={`${t('phone.emotion')} ${emotion(felt.valence)}`}>
            <Face valence={felt.valence} size={28} /> <b>{emotion(felt.valence)}</b>
          </button>
        ) : null}
      </h2>
      {known(step.journeys) ? (
        <button type="button" className="counts" data-path={path} onClick={() => open(path)}>{`${exact(step.journeys)} ${unit}${wait}${between}`}</button>
      ) : null}
      {lanes.flatMap((lane) => found(lane.id)).map(({ path: where, cell }) => {
        const image = imageOf(cell)
        return image && (first || cell.step !== null) ? (
          <button key={where} type="button" className="say" data-path={where} onClick={() => open(where)}>
            <img className="onimage" src={imageUrl(image.id)} alt={image.alt} width={image.width} height={image.height} /> {String(cell.content.title ?? '')}
          </button>
        ) : null
      })}
      <div className="points">
        {step.touchpoints.map((point, no) => (
          <button key={point.name} type="button" className="point" data-path={`${path}.touchpoints.${no}`} onClick={() => open(`${path}.touchpoints.${no}`)}>
            <span>{point.name}</span> <b>{point.events ? short(point.events) : ''}</b>
          </button>
        ))}
      </div>
      {found('pains').slice(0, 3).map((one) => <Pain key={one.path} {...one} open={open} />)}
      {found('gains').slice(0, 2).map(({ path: where, cell }) => (
        <button key={where} type="button" className="slip gain" data-path={where} onClick={() => open(where)}>
          <span>{String(cell.content.title ?? '')}</span>
          <small>{known(cell.content.lift) ? `${emotion(cell.content.lift as number)}, n ${exact(cell.content.n as number)}` : ''}</small>
        </button>
      ))}
      {found('quotes').slice(0, 1).map(({ path: where, cell }) => {
        const quote = (cell.content.quotes as Content[] | undefined)?.[0]
        return quote ? (
          <button key={where} type="button" className="say" data-path={where} onClick={() => open(where)}>
            <q lang={quote.language}>{quote.text}</q>
            <small title={quote.id}>{quote.origin ?? quote.instrument}</small>
          </button>
        ) : null
      })}
      {found('opportunities').slice(0, 1).map(({ path: where, cell }) => (
        <button key={where} type="button" className="idea" data-path={where} onClick={() => open(where)}>
          <Icon name="info" size={17} /> <span>{String(cell.content.title ?? '')}</span>
          {known(cell.content.impact) ? <small>{t('phone.impact', { of: cell.content.impact as number, dots: (cell.content.dots as number) ?? 5 })}</small> : null}
        </button>
      ))}
    </article>
  )
}

function Pain({ path, cell, open }: Placed & { open: Open }) {
  const content = cell.content as Content
  const evidence = Array.isArray(cell.evidence) ? cell.evidence[0] : cell.evidence
  const kind = String(evidence?.class ?? 'assumed') as Known
  if (!content.cost) {
    return (
      <button type="button" className="slip" data-path={path} onClick={() => open(path)}>
        <span>{content.title ?? content.text}</span>
        <small><Badge kind={kind} /> {content.affected ? t('phone.nocost', { n: exact(content.affected) }) : kind}</small>
      </button>
    )
  }
  const between = known(content.cost_low) && known(content.cost_high) ? ` ${amount(content.cost_low)} – ${amount(content.cost_high)} ${content.unit ?? ''}` : ''
  return (
    <button type="button" className="slip pain" data-path={path} onClick={() => open(path)}>
      <span><b>{amount(content.cost)}</b>{between}<i><Badge kind={kind} /> {kind}</i></span>
      <span>{content.title}</span>
    </button>
  )
}
