// The rest of the proof of one number: how it changed, who is behind it, how fresh it is, and the
// question in the engine's own words.
import { useState } from 'react'
import { Button } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theCustomers, theResult, theSql, type Options, type Shape } from '../api/client'
import { behindIt, trendOf, type Claim } from '../actions/evidence'
import { Spark } from '../pictures/spark'
import { day, exact } from '../ui/numbers'
import { Ask, Link } from '../ui/pieces'
import { t, type Key } from '../ui/words'

/** Weeks of the measure that the claim is about, with n per point; nothing where none is kept. */
export function Trend({ claim }: { claim: Claim }) {
  const asked = trendOf(claim)
  const found = useAsked({ ...theResult('trends', asked ?? {}), enabled: !!asked })
  if (!asked || (found.data && found.data.rows.length < 3)) return null
  return (
    <section>
      <h3>{t('proof.trend', { what: t(`trend.${asked.metric}` as Key), where: String(asked.touchpoint) })}</h3>
      <Ask of={found} rows={2}>{(result) => <Spark rows={result.rows} />}</Ask>
    </section>
  )
}

/** A few of the customers behind the number, and the way to all of them. */
export function Behind({ claim }: { claim: Claim }) {
  const asked = behindIt(claim)
  const list = theCustomers({ ...asked, limit: '6' })
  const found = useAsked({ queryKey: [...list.queryKey, 'some'], queryFn: () => list.queryFn({ pageParam: undefined }), enabled: !!asked })
  if (!asked) return null
  return (
    <section>
      <h3>{t(asked.pain ? 'proof.having' : 'proof.behind')}</h3>
      <Ask of={found} rows={2}>
        {(page) => (
          <>
            <p className="somepeople">{page.rows.map((row: Shape['CustomerRow']) => <Link key={row.customer} to={`/customers/${encodeURIComponent(row.customer)}`} className="chip">{row.customer}</Link>)}</p>
            <p><Link to={`/customers?${addressed(asked)}`} className="more">{t('proof.allcustomers', { n: exact(page.total), journeys: exact(page.journeys ?? page.total) })}</Link></p>
          </>
        )}
      </Ask>
    </section>
  )
}

function addressed(options: Options): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(options)) for (const one of [value ?? []].flat()) query.append(key, one)
  return query.toString()
}

/** The same question in the engine's SQL; asked for only when somebody wants to read it. */
export function Sql({ claim }: { claim: Claim }) {
  const [open, show] = useState(false)
  const asked = useAsked({ ...theSql(claim.analysis ?? '', (claim.params ?? {}) as Options), enabled: open })
  if (!open) return <Button size="compact-xs" variant="default" onClick={() => show(true)}>{t('proof.sql')}</Button>
  return <Ask of={asked} rows={4}>{({ sql }) => <div className="sql" tabIndex={0} role="group" aria-label="SQL"><small>SQL · {t('proof.statements', { n: sql.length })}</small>{sql.map((one) => <pre key={one}><code>{one};</code></pre>)}</div>}</Ask>
}

/** When the newest row is from, and how old that is beside today. */
export function Fresh({ to }: { to: string | null | undefined }) {
  if (!to) return null
  const days = Math.max(0, Math.round((Date.now() - Date.parse(to.slice(0, 10))) / 86_400_000))
  return <><dt>{t('proof.fresh')}</dt><dd>{day(to)}, {days ? t('proof.old', { n: exact(days) }) : t('proof.today')}</dd></>
}

