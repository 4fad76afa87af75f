// One customer: the way across channels, what was said, and where they are now.
import { useQuery as useAsked } from '@tanstack/react-query'
import { theStages, theStory, type Shape } from '../api/client'
import { Conversation } from '../pictures/conversation'
import { Story } from '../pictures/story'
import { ways } from '../pictures/storyline'
import { DownloadCsv } from '../pictures/table'
import { Face } from '../ui/icons'
import { day, exact, known, share, signed } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Title } from '../ui/pieces'
import { channelText, instrumentText } from '../ui/terms'
import { t } from '../ui/words'
import { WhoIsWho } from './who'

type Whole = Shape['Story']

export default function CustomerPage({ name }: { name: string }) {
  const asked = useAsked(theStory(name))
  return (
    <div className="page">
      <Title title={name}>
        <nav className="crumbs" aria-label={t('customers.title')}><Link to="/customers">{t('customers.title')}</Link></nav>
        {asked.data ? <span className="sub">{t('story.sub', { journeys: exact(asked.data.journeys), moments: exact(asked.data.moments.length) })}</span> : null}
      </Title>
      <Ask of={asked} rows={10}>
        {(story) => (
          <div className="panels customer">
            <div className="column">
              <Panel title={t('story.title')} note={t('story.legend')}><Story moments={story.moments} open={!!story.here?.still_open} /></Panel>
              <Panel title={t('story.moments')} note={t('story.momentsnote')} tools={<DownloadCsv name={`customer-${name}`} rows={story.moments} />}>
                <ol className="moments">{story.moments.map((one, no) => <One key={no} moment={one} />)}</ol>
              </Panel>
            </div>
            <div className="column"><Here story={story} /><WhoIsWho name={name} /></div>
          </div>
        )}
      </Ask>
    </div>
  )
}

function One({ moment }: { moment: Whole['moments'][number] }) {
  const said = moment.kind === 'answer'
  return (
    <li className={moment.kind}>
      <time dateTime={moment.time ?? undefined}>{moment.time ? `${day(moment.time)}, ${moment.time.slice(11, 16)}` : ''}</time>
      <div>
        <b>{moment.touchpoint ?? t('story.nowhere')}</b> <small>{[said ? instrumentText(moment.instrument ?? '') : channelText(moment.channel ?? ''), moment.stage].filter(Boolean).join(' · ')}</small>
        {moment.turns?.length ? <Conversation turns={moment.turns} /> : moment.text ? <q lang={moment.language ?? undefined}>{moment.text}</q> : null}
      </div>
      {known(moment.valence) ? <span className="felt"><Face valence={moment.valence} size={17} /> {signed(moment.valence * 2)}</span> : known(moment.score) ? <span>{t('feedback.score', { score: String(moment.score), scale: moment.scale ?? '' })}</span> : null}
    </li>
  )
}

function Here({ story }: { story: Whole }) {
  const stages = [...new Set((useAsked(theStages).data ?? []).map((row) => row.stage))].filter(Boolean)
  const { here } = story
  if (!here) return <Panel title={t('story.here')}><Empty title={t('story.nohere')} /></Panel>
  return (
    <Panel title={t(here.still_open ? 'story.here' : 'story.ended')} note={t('story.since', { day: day(here.since) })}>
      <ol className="stageline" aria-label={t('map.stages')}>
        {stages.map((stage) => <li key={stage} className={stage === here.stage ? 'now' : ''} aria-current={stage === here.stage ? 'step' : undefined}>{stage}</li>)}
      </ol>
      <p><b>{here.stage}, {here.touchpoint}</b></p>
      {story.goal ? <p className="why">{t(story.reached ? 'story.reached' : 'story.notreached', { goal: story.goal })}</p> : null}
      <h3>{t('story.next')}</h3>
      <div className="meters">
        {ways(here).map((one) => (
          <div key={one.to ?? ''}>
            <span>{one.to ?? t('story.end')}</span>
            <i><i className="e4" style={{ width: `${Math.max(1, one.share * 100)}%` }} /></i>
            <em><b>{share(one.share)}</b> <small>{exact(one.n)}</small></em>
          </div>
        ))}
      </div>
      <p className="why">{t('story.nextnote', { n: exact(here.passages) })} <Link to="/journeys/graph">{t('drawer.open')}</Link></p>
    </Panel>
  )
}
