// Customers: found by a part of their id or where they are now, read page by page.
import { Button, Select, TextInput } from '@mantine/core'
import { useInfiniteQuery, useQuery as useAsked } from '@tanstack/react-query'
import { theCustomers, theStages } from '../api/client'
import { Face } from '../ui/icons'
import { day, exact, known, signed } from '../ui/numbers'
import { Ask, Empty, Link, Panel, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

export default function CustomersPage() {
  const [query, change] = useQuery()
  const [search, stage] = [query.get('search'), query.get('stage')]
  const stages = [...new Set((useAsked(theStages).data ?? []).map((row) => row.stage))].filter(Boolean)
  const asked = useInfiniteQuery(theCustomers({ search, stage }))
  const total = asked.data?.pages[0]?.total
  const rows = asked.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className="page">
      <Title title={t('customers.title')} sub={total === undefined ? '' : t('customers.sub', { n: exact(total) })} />
      <div className="toolbar">
        <form
          className="selection" role="search"
          onSubmit={(event) => {
            event.preventDefault()
            change({ search: String(new FormData(event.currentTarget).get('search') ?? '').trim() || null })
          }}
        >
          <TextInput key={search ?? ''} name="search" type="search" size="xs" w={220} placeholder={t('customers.search')} aria-label={t('customers.search')} defaultValue={search ?? ''} />
          <Button type="submit" size="xs" variant="default">{t('customers.find')}</Button>
          <Select size="xs" w={180} clearable placeholder={t('customers.anywhere')} aria-label={t('customers.stage')} clearButtonProps={{ 'aria-label': t('select.clear') }} data={stages} value={stage} onChange={(to) => change({ stage: to })} />
        </form>
      </div>
      <div className="panels single">
        <Panel title={t('customers.list')} note={t('customers.order')}>
          <Ask of={asked} rows={10}>
            {() =>
              rows.length ? (
                <>
                  <div className="scroll" tabIndex={0} role="group" aria-label={t('customers.list')}>
                    <table className="grid customers">
                      <thead><tr><th scope="col">{t('customers.customer')}</th><th scope="col">{t('customers.at')}</th><th scope="col">{t('stages.stagecol')}</th><th scope="col">{t('map.goal')}</th><th scope="col">{t('customers.last')}</th><th scope="col" className="num">{t('customers.journeys')}</th><th scope="col" className="num">{t('customers.events')}</th><th scope="col" className="num">{t('customers.answers')}</th><th scope="col">{t('phone.emotion')}</th></tr></thead>
                      <tbody>
                        {rows.map((row) => (
                          <tr key={row.customer}>
                            <th scope="row"><Link to={`/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</Link></th>
                            <td>{row.at}</td>
                            <td>{row.stage}</td>
                            <td>{row.reached ? <span className="tag gain">{t('customers.reached')}</span> : null}</td>
                            <td>{row.last ? day(row.last) : ''}</td>
                            <td className="num">{exact(row.journeys)}</td>
                            <td className="num">{exact(row.events)}</td>
                            <td className="num">{exact(row.answers)}</td>
                            <td>{known(row.valence) ? <span className="felt"><Face valence={row.valence} size={17} /> {signed(row.valence * 2)}</span> : ''}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                  <nav className="pager" aria-label={t('pager.title')}>
                    <span role="status">{t('pager.shown', { from: 1, to: exact(rows.length), all: exact(total) })}</span>
                    {asked.hasNextPage ? <Button size="xs" variant="default" loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>{t('customers.more')}</Button> : null}
                  </nav>
                </>
              ) : (
                <Empty title={t(search || stage ? 'customers.nomatch' : 'customers.none')} action={search || stage ? null : <Link to="/data" className="button">{t('map.bring')}</Link>} />
              )
            }
          </Ask>
        </Panel>
      </div>
    </div>
  )
}
