// Journeys: every analysis as its picture with its table; the list comes from the server, so a
// new analysis appears here without an edit.
import { useQuery as useAsked } from '@tanstack/react-query'
import { theAnalyses, theJourneys, theResult, theStages, type Analysis, type Options } from '../api/client'
import { moved, spelled, stageSteps, stepsOf, textOf } from '../actions/funnel'
import { carried, optionsOf, selectionOf } from '../actions/selection'
import { FunnelBuilder } from '../forms/funnel'
import { OptionsForm } from '../forms/options'
import { SelectionBar } from '../forms/selection'
import { Picture } from '../pictures'
import { exact, humanise } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

/** The overview: one wide picture, and two columns below it. */
const OVERVIEW = { wide: ['paths'], left: ['funnel'], right: ['durations', 'variants'] }
const FEW_PATHS = { depth: '6', top: '5' }

export default function JourneysPage({ name }: { name: string | null }) {
  const analyses = useAsked(theAnalyses)
  const [query] = useQuery()
  return (
    <div className="page">
      <Title title={t('journeys.title')} sub={<Unit />} />
      <nav className="tabs" aria-label={t('journeys.analyses')}>
        <Link to={carried('/journeys', query)} className={name ? 'tab' : 'tab here'}>{t('journeys.overview')}</Link>
        {(analyses.data ?? []).map((one) => (
          <Link key={one.name} to={carried(`/journeys/${one.name}`, query)} className={one.name === name ? 'tab here' : 'tab'}>
            {humanise(one.name)}
          </Link>
        ))}
      </nav>
      <div className="toolbar"><SelectionBar split /></div>
      <Ask of={analyses} rows={10}>{(all) => <Shown all={all} name={name} query={query} />}</Ask>
    </div>
  )
}

function Unit() {
  const journeys = useAsked(theJourneys).data
  if (!journeys?.unit) return null
  const unit = { case: t('unit.case'), session: t('unit.session') }[journeys.unit] ?? t('unit.customer')
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

function One({ analysis, query, whole = false, className }: { analysis: Analysis; query: URLSearchParams; whole?: boolean; className?: string }) {
  const [, change] = useQuery()
  const stages = useAsked(theStages).data ?? []
  const own = Object.fromEntries(analysis.options.filter((one) => whole && query.has(one.name)).map((one) => [one.name, one.many ? query.getAll(one.name) : query.get(one.name)]))
  const options: Options = { ...optionsOf(selectionOf(query)), ...(whole ? {} : analysis.name === 'paths' ? FEW_PATHS : analysis.name === 'variants' ? { top: '10' } : {}), ...own }
  const funnel = analysis.options.some((one) => one.name === 'steps')
  const steps = stepsOf(query.get('steps'))
  const used = steps.length ? steps : stageSteps(stages)
  if (funnel) options.steps = textOf(used)
  const asked = useAsked({ ...theResult(analysis.name, options), enabled: !funnel || used.length > 0 })
  const counted = asked.data ? t('journeys.of', { journeys: exact(asked.data.journeys), events: exact(asked.data.events) }) : ''
  return (
    <Panel title={t.has(`analysis.${analysis.name}`) ?? humanise(analysis.name)} note={`${analysis.question.replace(/\.$/, '')}${counted ? ` · ${counted}` : ''}`} className={className} tools={whole ? null : <Link to={carried(`/journeys/${analysis.name}`, query)} className="more">{t('journeys.open')}</Link>}>
      {funnel ? <FunnelBuilder steps={used} set={(to) => change({ steps: textOf(to) })} spelled={spelled} moved={moved} /> : null}
      {whole ? <OptionsForm analysis={analysis} hide={funnel ? ['steps'] : []} /> : null}
      <div className={`busy ${asked.isFetching && asked.data ? 'on' : ''}`} />
      {funnel && !used.length ? <Empty title={t('funnel.none')} /> : <Ask of={asked}>{(result) => <Picture result={result} analysis={analysis} />}</Ask>}
    </Panel>
  )
}
