// Journeys: every analysis as its picture with its table; the list comes from the server, so a
// new analysis appears here without an edit. One selection, or two side by side.
import { useEffect, useRef } from 'react'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theAnalyses, theGaps, theJourneys, thePeriod, theResult, theStages, type Analysis, type Options } from '../api/client'
import { moved, spelled, stageSteps, stepsOf, textOf } from '../actions/funnel'
import { before, lengthFor, windows, type Length } from '../actions/lapse'
import { OTHER, beginComparison, carried, comparing, endComparison, optionsOf, othersOf, selectionOf } from '../actions/selection'
import { CompareButton, SecondSelection } from '../forms/comparing'
import { FunnelBuilder } from '../forms/funnel'
import { Lapse, LapseButton } from '../forms/lapse'
import { OptionsForm } from '../forms/options'
import { SelectionBar } from '../forms/selection'
import { Picture } from '../pictures'
import { Downloads } from '../pictures/downloads'
import { Gaps } from '../pictures/gaps'
import { exact, humanise } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Skeleton, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { counted, t } from '../ui/words'

/** The overview: one wide picture, and two columns below it. */
const OVERVIEW = { wide: ['paths'], left: ['funnel'], right: ['durations', 'variants'] }
const FEW_PATHS = { depth: '6', top: '5' }

export default function JourneysPage({ name }: { name: string | null }) {
  const analyses = useAsked(theAnalyses)
  const data = useAsked(thePeriod).data
  const [query] = useQuery()
  const two = comparing(query)
  const lapse = query.get('lapse') as Length | null
  const tabs = useRef<HTMLElement>(null)
  useEffect(() => {
    // on a phone they are one line: the one that is open is moved into view
    const here = tabs.current?.querySelector<HTMLElement>('.here')
    if (here && tabs.current) tabs.current.scrollLeft = here.offsetLeft - tabs.current.clientWidth / 2
  }, [name, analyses.data])
  const known = data?.from && data.to ? { from: data.from, to: data.to } : null
  return (
    <div className="page">
      <Title title={t('journeys.title')} sub={<Unit />} />
      <nav className="tabs" aria-label={t('journeys.analyses')} ref={tabs}>
        <Link to={carried('/journeys', query)} className={name ? 'tab' : 'tab here'}>{t('journeys.overview')}</Link>
        {(analyses.data ?? []).map((one) => (
          <Link key={one.name} to={carried(`/journeys/${one.name}`, query)} className={one.name === name ? 'tab here' : 'tab'}>
            {t.has(`tab.${one.name}`) ?? humanise(one.name)}
          </Link>
        ))}
      </nav>
      <div className={two ? 'toolbar second' : 'toolbar'}>
        {two ? <span className="seglabel"><i style={{ background: 'var(--seg1)' }} />{t('gaps.one')}</span> : null}
        <SelectionBar split={!two} steps>
          <CompareButton on={two} begin={beginComparison} end={endComparison} />
          {known && !two ? <LapseButton on={!!lapse} begin={() => lengthFor(known.from, known.to)} /> : null}
        </SelectionBar>
      </div>
      {two ? <SecondSelection before={before} /> : null}
      {lapse && known && !two ? <Lapse windows={windows(known.from, known.to, lapse)} length={lapse} /> : null}
      {data && !known && !name ? (
        <Empty title={t('map.empty')} action={<Link to="/data" className="button">{t('map.bring')}</Link>}>{t('map.emptywhy')}</Empty>
      ) : (
        <Ask of={analyses} rows={10}>{(all) => <Shown all={all} name={name} query={query} />}</Ask>
      )}
    </div>
  )
}

function Unit() {
  const journeys = useAsked(theJourneys).data
  if (!journeys?.unit) return null
  const unit = counted(journeys)
  return <>{t('journeys.counts', { unit })}{journeys.goal ? ` · ${t('map.goal')}: ${journeys.goal}` : ''}</>
}

function Shown({ all, name, query }: { all: Analysis[]; name: string | null; query: URLSearchParams }) {
  const found = (one: string) => all.find((analysis) => analysis.name === one)
  const shown = (names: string[]) => names.map(found).filter((one): one is Analysis => !!one)
  if (name) {
    const analysis = found(name)
    if (!analysis) return <Empty title={t('journeys.unknown', { name })} action={<Link to="/journeys" className="button">{t('journeys.overview')}</Link>} />
    return <div className="panels single"><One key={name} analysis={analysis} query={query} whole /></div>
  }
  if (comparing(query)) return <div className="panels single">{shown([...OVERVIEW.wide, ...OVERVIEW.left, ...OVERVIEW.right]).map((analysis) => <One key={analysis.name} analysis={analysis} query={query} />)}</div>
  return (
    <div className="panels">
      {shown(OVERVIEW.wide).map((analysis) => <One key={analysis.name} analysis={analysis} query={query} className="wide" />)}
      {[OVERVIEW.left, OVERVIEW.right].map((names) => (
        <div key={names.join()} className="column">
          {shown(names).map((analysis) => <One key={analysis.name} analysis={analysis} query={query} />)}
        </div>
      ))}
    </div>
  )
}

/** The options of one analysis as the address gives them, without the selection. */
function useOwn(analysis: Analysis, query: URLSearchParams, whole: boolean): { own: Options; steps: string[] | null; waiting: boolean } {
  const asked = useAsked(theStages)
  const stages = asked.data ?? []
  const shared = new Set(['by', 'where', 'from', 'to', 'through', 'without'])
  const given = analysis.options.filter((one) => whole && query.has(one.name) && !shared.has(one.name))
  const own: Options = {
    ...(whole ? {} : analysis.name === 'paths' ? FEW_PATHS : analysis.name === 'variants' ? { top: '7' } : {}),
    ...Object.fromEntries(given.map((one) => [one.name, one.many ? query.getAll(one.name) : query.get(one.name)])),
  }
  if (!analysis.options.some((one) => one.name === 'steps')) return { own, steps: null, waiting: false }
  const chosen = stepsOf(query.get('steps'))
  const steps = chosen.length ? chosen : stageSteps(stages)
  return { own: { ...own, steps: textOf(steps) }, steps, waiting: !steps.length && asked.isPending }
}

function One({ analysis, query, whole = false, className }: { analysis: Analysis; query: URLSearchParams; whole?: boolean; className?: string }) {
  const [, change] = useQuery()
  const { own, steps, waiting } = useOwn(analysis, query, whole)
  const two = comparing(query)
  const enabled = !steps || steps.length > 0
  const asked = useAsked({ ...theResult(analysis.name, { ...optionsOf(selectionOf(query)), ...own }), enabled })
  const other = useAsked({ ...theResult(analysis.name, { ...optionsOf(selectionOf(query, OTHER)), ...own }), enabled: enabled && two })
  const title = t.has(`analysis.${analysis.name}`) ?? humanise(analysis.name)
  const counted = (data: typeof asked.data) => (data ? t('journeys.of', { journeys: exact(data.journeys), events: exact(data.events) }) : '')
  const note = [about(analysis.question, title), two ? '' : counted(asked.data)].filter(Boolean).join(' · ')
  return (
    <>
      <Panel title={title} note={note} className={className} tools={whole ? null : <Link to={carried(`/journeys/${analysis.name}`, query)} className="more">{t('journeys.open')}</Link>}>
        {steps ? <FunnelBuilder steps={steps} set={(to) => change({ steps: textOf(to) })} spelled={spelled} moved={moved} /> : null}
        {whole ? <OptionsForm analysis={analysis} hide={steps ? ['steps'] : []} /> : null}
        <div className={`busy ${(asked.isFetching && asked.data) || (two && other.isFetching && other.data) ? 'on' : ''}`} />
        {waiting ? <Skeleton /> : !enabled ? <Empty title={t('funnel.none')} /> : two ? (
          <div className="twoup">
            {[asked, other].map((one, no) => (
              <div key={no}>
                <h3><i className="key" style={{ background: `var(--seg${no + 1})` }} />{t(no ? 'gaps.other' : 'gaps.one')} <small>{counted(one.data)}</small></h3>
                <Ask of={one}>{(result) => <Picture result={result} analysis={analysis} title={`${title}, ${t(no ? 'gaps.other' : 'gaps.one')}`} controls={!no} />}</Ask>
              </div>
            ))}
          </div>
        ) : <Ask of={asked}>{(result) => <Picture result={result} analysis={analysis} title={title} />}</Ask>}
      </Panel>
      {two && analysis.compared && enabled ? <Apart analysis={analysis} title={title} options={{ ...optionsOf(selectionOf(query), { by: false }), ...othersOf(query), ...own }} /> : null}
    </>
  )
}

/** What an analysis asks, without the title where it begins with it. */
function about(question: string, title: string): string {
  const words = question.replace(/\.$/, '')
  return words.toLowerCase().startsWith(title.toLowerCase()) ? words.slice(title.length).replace(/^[:,]?\s*/, '') : words
}

function Apart({ analysis, title, options }: { analysis: Analysis; title: string; options: Options }) {
  const asked = useAsked(theGaps(analysis.name, options))
  return (
    <Panel title={t('gaps.heading', { title })} note={t('gaps.note')} tools={<Downloads name={`${analysis.name}-compared`} title={t('gaps.heading', { title })} rows={asked.data?.rows ?? []} />}>
      <Ask of={asked}>
        {(found) => (found.rows.length ? <><Gaps rows={found.rows} />{found.notes.map((note) => <p key={note} className="note">{note}</p>)}</> : <Empty title={t('result.none')} />)}
      </Ask>
    </Panel>
  )
}
