// Customers: found by a part of their id, by where they are now or by what they did (a step of a
// funnel that they came to, or left at), read page by page.
import { Button, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery as useAsked } from '@tanstack/react-query'
import { theCustomers, theResult, theStages, type Options, type Shape } from '../api/client'
import { stepsOf } from '../actions/funnel'
import { carried, optionsOf, selectionOf } from '../actions/selection'
import { SelectionBar } from '../forms/selection'
import { unspelled } from '../ui/conditions'
import { Face, Icon } from '../ui/icons'
import { day, exact, known, signed } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

const PAIN = 'pain'
const FUNNEL = ['steps', 'step', 'left', 'within', 'mode', 'left_after'] as const

export default function CustomersPage() {
  const [query, change] = useQuery()
  const [search, stage] = [query.get('search'), query.get('stage')]
  const stages = [...new Set((useAsked(theStages).data ?? []).map((row) => row.stage))].filter(Boolean)
  const asked = useInfiniteQuery(theCustomers({ search, stage, ...optionsOf(selectionOf(query), { by: false }), ...funnelOf(query), pain: query.get(PAIN) }))
  const first = asked.data?.pages[0]
  const rows = asked.data?.pages.flatMap((page) => page.rows) ?? []
  const narrowed = !!(search || stage || first?.journeys !== undefined)
  const note = first?.journeys === undefined || first.journeys === null ? t('customers.order') : t('whose.journeys', { n: exact(first.journeys) })
  return (
    <div className="page">
      <Title title={t('customers.title')} sub={first ? t('customers.sub', { n: exact(first.total) }) : ''} />
      <div className="toolbar">
        <form
          className="selection" role="search"
          onSubmit={(event) => {
            event.preventDefault()
            change({ search: String(new FormData(event.currentTarget).get('search') ?? '').trim() || null })
          }}
        >
          <TextInput key={search ?? ''} name="search" type="search" size="xs" w={180} placeholder={t('customers.search')} aria-label={t('customers.search')} defaultValue={search ?? ''} />
          <Button type="submit" size="xs" variant="default">{t('customers.find')}</Button>
          <Select size="xs" w={170} clearable placeholder={t('customers.anywhere')} aria-label={t('customers.stage')} clearButtonProps={{ 'aria-label': t('select.clear') }} data={stages} value={stage} onChange={(to) => change({ stage: to })} />
        </form>
        <SelectionBar steps><FunnelChip query={query} /><PainChip query={query} /></SelectionBar>
      </div>
      <div className="panels single">
        <Panel title={t('customers.list')} note={note}>
          <Ask of={asked} rows={10}>
            {() =>
              rows.length ? (
                <>
                  <div className="scroll" tabIndex={0} role="group" aria-label={t('customers.list')}><Rows rows={rows} matched={first?.journeys != null} /></div>
                  <nav className="pager" aria-label={t('pager.title')}>
                    <span role="status">{t('pager.shown', { from: 1, to: exact(rows.length), all: exact(first?.total) })}</span>
                    {asked.hasNextPage ? <Button size="xs" variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t('customers.more')}</Button> : null}
                  </nav>
                </>
              ) : (
                <Empty title={t(narrowed ? 'customers.nomatch' : 'customers.none')} action={narrowed ? null : <Link to="/data" className="button">{t('map.bring')}</Link>} />
              )
            }
          </Ask>
        </Panel>
      </div>
    </div>
  )
}

/** What the address asks of a funnel; nothing without its steps. */
function funnelOf(query: URLSearchParams): Options {
  return query.get('steps') ? Object.fromEntries(FUNNEL.map((key) => [key, query.get(key)])) : {}
}

function FunnelChip({ query }: { query: URLSearchParams }) {
  const [, change] = useQuery()
  const steps = stepsOf(query.get('steps'))
  if (!steps.length) return null
  const no = Number(query.get('step') ?? 1)
  const named = steps.map(unspelled).join(' › ')
  const said = t(query.get('left') === 'true' ? 'whose.left' : 'whose.came', { step: `${no} (${unspelled(steps[no - 1] ?? '')})`, steps: steps.length })
  const within = query.get('within')
  const back = new URLSearchParams(carried('', query).slice(1))
  for (const key of ['steps', 'within', 'mode']) if (query.get(key)) back.set(key, query.get(key)!)
  return (
    <>
      <span className="chip" title={named}>
        <span className="said">{said}{within ? ` ${t('whose.within', { time: within })}` : ''}</span>
        <button type="button" aria-label={t('select.remove', { what: said })} onClick={() => change(Object.fromEntries(FUNNEL.map((key) => [key, null])))}><Icon name="close" size={13} /></button>
      </span>
      <Link to={`/journeys/funnel?${back}`} className="more">{t('whose.back')}</Link>
    </>
  )
}

/** The pain that the listed customers have, in the words of the analysis. */
function PainChip({ query }: { query: URLSearchParams }) {
  const [, change] = useQuery()
  const pain = query.get(PAIN)
  const found = useAsked({ ...theResult('pains', optionsOf(selectionOf(query), { by: false })), enabled: !!pain })
  if (!pain) return null
  const row = found.data?.rows.find((one) => one.id === pain)
  const said = t('whose.pain', { pain: row ? `${row.name}, ${row.trait}` : pain })
  return (
    <span className="chip" title={said}>
      <span className="said">{said}</span>
      <button type="button" aria-label={t('select.remove', { what: said })} onClick={() => change({ [PAIN]: null })}><Icon name="close" size={13} /></button>
    </span>
  )
}

function Rows({ rows, matched }: { rows: Shape['CustomerRow'][]; matched: boolean }) {
  return (
    <table className="grid customers">
      <thead><tr><th scope="col">{t('customers.customer')}</th><th scope="col">{t('customers.at')}</th><th scope="col">{t('stages.stagecol')}</th><th scope="col">{t('map.goal')}</th><th scope="col">{t('customers.last')}</th><th scope="col" className="num">{t('customers.journeys')}</th>{matched ? <th scope="col" className="num">{t('whose.matched')}</th> : null}<th scope="col" className="num">{t('customers.events')}</th><th scope="col" className="num">{t('customers.answers')}</th><th scope="col">{t('phone.emotion')}</th></tr></thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.customer}>
            <th scope="row"><Link to={`/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</Link></th>
            <td>{row.at}</td>
            <td>{row.stage}</td>
            <td>{row.reached ? <span className="tag gain">{t('customers.reached')}</span> : null}</td>
            <td>{row.last ? day(row.last) : ''}</td>
            <td className="num">{exact(row.journeys)}</td>
            {matched ? <td className="num">{exact(row.matched)}</td> : null}
            <td className="num">{exact(row.events)}</td>
            <td className="num">{exact(row.answers)}</td>
            <td>{known(row.valence) ? <span className="felt"><Face valence={row.valence} size={17} /> {signed(row.valence * 2)}</span> : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
