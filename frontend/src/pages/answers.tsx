// The answers word for word: chosen by the address, one page after the other, all of them counted.
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, setLabels, theResult, theStages, type Options, type Row } from '../api/client'
import { DownloadCsv } from '../pictures/table'
import { Face } from '../ui/icons'
import { day, exact, known, signed } from '../ui/numbers'
import { Ask, Empty, Link, Panel } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { channelText, instrumentText, languageText } from '../ui/terms'
import { t } from '../ui/words'

const PAGE = 50
const MOODS = ['negative', 'neutral', 'positive', 'unknown'] as const
const INSTRUMENTS = ['nps', 'csat', 'ces', 'rating', 'comment']
const CHOICES = ['touchpoint', 'stage', 'channel', 'instrument', 'theme', 'emotion', 'actionability', 'search', 'order'] as const
const EMOTIONS = ['gratitude', 'delight', 'satisfaction', 'curiosity', 'confusion', 'worry', 'frustration', 'disappointment'] as const
const ASKS = ['needs response', 'suggestion', 'praise', 'no content'] as const

export function Answers({ chosen }: { chosen: Options }) {
  const [query, change] = useQuery()
  const page = Math.max(1, Number(query.get('page')) || 1)
  const mood = query.get('mood')
  const options: Options = { ...chosen, order: 'newest', sentiment: mood, limit: String(PAGE), offset: String((page - 1) * PAGE) }
  for (const key of CHOICES) options[key] = query.get(key) ?? options[key]
  const asked = useAsked(theResult('feedback', options))
  const rows = asked.data?.rows ?? []
  const total = Number(asked.data?.total ?? 0)
  const moods = (asked.data?.sentiments ?? {}) as Record<string, number>
  const all = Object.values(moods).reduce((sum, one) => sum + one, 0)
  // the page before stays until the next is there: its numbers are its own
  const first = Number(asked.data?.params.offset ?? 0)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const label = (name: string, n: number) => <>{name} <small>{exact(n)}</small></>
  return (
    <Panel title={t('feedback.answers')} note={asked.data ? t('feedback.counted', { n: exact(total) }) : ''} className="answers" tools={<DownloadCsv name={`feedback-page-${page}`} rows={rows} />}>
      <div className="filters">
        <SegmentedControl
          size="xs" value={mood ?? 'all'} onChange={(to) => change({ mood: to === 'all' ? null : to, page: null })} aria-label={t('feedback.mood')}
          data={[{ value: 'all', label: label(t('mood.all'), all) }, ...MOODS.map((one) => ({ value: one, label: label(t(`mood.${one}`), moods[one] ?? 0) }))]}
        />
        <Filters query={query} change={change} />
      </div>
      <Ask of={asked}>
        {() =>
          rows.length ? (
            <>
              <ul className="answerlist">{rows.map((row, no) => <Answer key={`${String(row.feedback_id)} ${no}`} row={row} />)}</ul>
              <nav className="pager" aria-label={t('pager.title')}>
                <Button size="xs" variant="default" disabled={page <= 1} onClick={() => change({ page: page > 2 ? String(page - 1) : null })}>{t('pager.before')}</Button>
                <span role="status">{t('pager.shown', { from: exact(first + 1), to: exact(first + rows.length), all: exact(total) })}</span>
                <Button size="xs" variant="default" disabled={page >= pages} onClick={() => change({ page: String(page + 1) })}>{t('pager.after')}</Button>
              </nav>
            </>
          ) : (
            <Empty title={t('feedback.nomatch')} action={page > 1 ? <Button size="xs" variant="default" onClick={() => change({ page: null })}>{t('pager.first')}</Button> : null} />
          )
        }
      </Ask>
    </Panel>
  )
}

type Change = ReturnType<typeof useQuery>[1]

function Filters({ query, change }: { query: URLSearchParams; change: Change }) {
  const rows = useAsked(theStages).data ?? []
  const values = (key: 'touchpoint' | 'stage' | 'channel') => [...new Set(rows.map((row) => row[key]).filter((one): one is string => !!one))].sort()
  const pick = (key: (typeof CHOICES)[number], data: string[] | { value: string; label: string }[], placeholder: string) => (
    <Select key={key} size="xs" w={150} clearable searchable placeholder={placeholder} aria-label={placeholder} clearButtonProps={{ 'aria-label': t('select.clear') }} data={data} value={query.get(key)} onChange={(to) => change({ [key]: to, page: null })} />
  )
  return (
    <>
      {pick('stage', values('stage'), t('feedback.allstages'))}
      {pick('touchpoint', values('touchpoint'), t('feedback.alltouch'))}
      {pick('channel', values('channel').map((value) => ({ value, label: channelText(value) })), t('feedback.allchannels'))}
      {pick('instrument', INSTRUMENTS.map((value) => ({ value, label: instrumentText(value) })), t('feedback.allkinds'))}
      {query.get('theme') ? <Button size="xs" variant="default" onClick={() => change({ theme: null, page: null })}>{t('themes.only', { theme: String(query.get('theme')) })} ×</Button> : null}
      {pick('emotion', EMOTIONS.map((value) => ({ value, label: t(`feel.${value}`) })), t('feedback.allfeelings'))}
      {pick('actionability', ASKS.map((value) => ({ value, label: t(`asks.${value}`) })), t('feedback.allasks'))}
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          change({ search: String(new FormData(event.currentTarget).get('search') ?? '').trim() || null, page: null })
        }}
      >
        <TextInput key={query.get('search') ?? ''} name="search" type="search" size="xs" w={150} placeholder={t('feedback.search')} aria-label={t('feedback.search')} defaultValue={query.get('search') ?? ''} />
      </form>
      <Select size="xs" w={130} allowDeselect={false} aria-label={t('feedback.order')} data={[{ value: 'newest', label: t('feedback.newest') }, { value: 'oldest', label: t('feedback.oldest') }]} value={query.get('order') ?? 'newest'} onChange={(to) => change({ order: to === 'newest' ? null : to, page: null })} />
    </>
  )
}

function Answer({ row }: { row: Row }) {
  const valence = row.valence
  const parts = [instrumentText(String(row.instrument ?? '')), row.unsure && row.touchpoint ? t('feedback.unsure', { touchpoint: String(row.touchpoint) }) : row.touchpoint, row.stage, row.language ? languageText(String(row.language)) : null, row.time ? day(String(row.time)) : null, row.feedback_id]
  const customer = typeof row.customer === 'string' ? row.customer : null
  return (
    <li>
      {known(valence) ? <Face valence={valence} size={20} /> : <span className="noface" aria-hidden="true" />}
      <div>
        {row.text ? <q lang={row.language ? String(row.language) : undefined}>{String(row.text)}</q> : <em>{t('feedback.notext')}</em>}
        <small>
          {parts.filter(Boolean).join(' · ')}
          {known(row.score) ? ` · ${t('feedback.score', { score: String(row.score), scale: String(row.scale ?? '') })}` : ''}
          {known(valence) ? ` · ${t('phone.emotion').toLowerCase()} ${signed(valence * 2)}` : ''}
          {customer ? <> · <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link></> : null}
        </small>
        {row.text ? <span className="says"><Sounds row={row} /><Says row={row} /></span> : null}
      </div>
    </li>
  )
}

/** What the text says besides good or bad, as small tags. */
function Says({ row }: { row: Row }) {
  const felt = (row.emotions ?? []) as { emotion: (typeof EMOTIONS)[number]; intensity: number }[]
  const asks = row.actionability as (typeof ASKS)[number] | null
  const tags = [...((row.themes ?? []) as string[]), ...felt.map((one) => t(`feel.${one.emotion}`)), row.effort ? t(row.effort === 'high' ? 'effort.high' : 'effort.low') : '', asks ? t(`asks.${asks}`) : ''].filter(Boolean)
  return tags.map((tag) => <span key={tag} className="tag">{tag}</span>)
}

/** How the text alone sounds; what a person says goes before what was read, and teaches. */
function Sounds({ row }: { row: Row }) {
  const say = useMutation({ mutationFn: setLabels, onSuccess: () => changedData() })
  const id = String(row.feedback_id)
  const yours = String(row.method ?? '').endsWith('you')
  const read = known(row.text_valence) ? (row.text_valence >= 0.05 ? 'positive' : row.text_valence <= -0.05 ? 'negative' : 'neutral') : ''
  return (
    <label className="sounds">
      {t(yours ? 'feedback.yousaid' : 'feedback.sounds')}{' '}
      <select aria-label={t('feedback.soundsof', { id })} value={read} disabled={say.isPending} onChange={(event) => say.mutate({ [id]: event.currentTarget.value })}>
        {read ? null : <option value="">{t('mood.unknown')}</option>}
        {(['negative', 'neutral', 'positive'] as const).map((one) => <option key={one} value={one}>{t(`mood.${one}`)}</option>)}
        {yours ? <option value="as read">{t('feedback.takeback')}</option> : null}
      </select>
      {say.isError ? <span role="alert"> {say.error.message}</span> : null}
    </label>
  )
}
