// Live sources: how far they are, what was refused, which fields changed, and who may write.
import { useState } from 'react'
import { Button, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, dropKey, makeKey, replay, theDrift, theKeys, theLiveSources, type Shape } from '../api/client'
import { Icon } from '../ui/icons'
import { duration, exact } from '../ui/numbers'
import { Ask, Empty, Failed, Panel } from '../ui/pieces'
import { t } from '../ui/words'
import { Aside } from './aside'

const EVENTS = 'events'
const WAYS = [EVENTS, 'standard', 'zendesk', 'intercom', 'stripe', 'hubspot']
const EVERY_MS = 5000

export function LiveSources() {
  const sources = useAsked({ ...theLiveSources, refetchInterval: EVERY_MS })
  return (
    <Panel title={t('live.title')} note={t('live.note')}>
      <Ask of={sources} rows={3}>
        {(rows) =>
          rows.length ? (
            <div className="scroll" tabIndex={0} role="group" aria-label={t('live.title')}>
              <table className="grid sources">
                <thead>
                  <tr><th scope="col">{t('live.source')}</th><th scope="col" className="num">{t('live.received')}</th><th scope="col" className="num">{t('live.waiting')}</th><th scope="col" className="num">{t('data.aside')}</th><th scope="col">{t('live.newest')}</th></tr>
                </thead>
                <tbody>{rows.map((row) => <LiveRow key={row.source} row={row} />)}</tbody>
              </table>
            </div>
          ) : (
            <Empty title={t('live.none')}>{t('live.nonewhy')}</Empty>
          )
        }
      </Ask>
      <Keys />
    </Panel>
  )
}

function LiveRow({ row }: { row: Shape['LiveSource'] }) {
  const [open, setOpen] = useState(false)
  const retry = useMutation({ mutationFn: () => replay(row.source), onSuccess: () => changedData() })
  const ago = row.newest ? Date.now() / 1000 - row.newest : null
  return (
    <>
      <tr>
        <th scope="row"><button type="button" className="disclose" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={open ? 'down' : 'right'} size={13} /> {row.source}</button></th>
        <td className="num"><b>{exact(row.received)}</b></td>
        <td className={row.lag_seconds > 2 ? 'num warned' : 'num'}>{row.waiting ? t('live.lag', { n: exact(row.waiting), time: duration(row.lag_seconds) }) : exact(0)}</td>
        <td className={row.quarantined ? 'num warned' : 'num'}>{exact(row.quarantined)}</td>
        <td>{ago === null ? t('live.never') : ago < 2 ? t('live.now') : t('live.ago', { time: duration(ago) })}</td>
      </tr>
      {open ? (
        <tr className="detail"><td colSpan={5}>
          <Drift source={row.source} />
          {row.quarantined ? (
            <>
              <Aside source={row.source} />
              <p><Button size="xs" variant="default" disabled={retry.isPending} onClick={() => retry.mutate()}>{t('live.retry', { n: exact(row.quarantined) })}</Button> {retry.data ? <span role="status">{t('live.tried', { n: exact(retry.data.tried) })}</span> : null}</p>
              {retry.error ? <Failed error={retry.error} /> : null}
            </>
          ) : null}
        </td></tr>
      ) : null}
    </>
  )
}

const WHAT = { appeared: 'live.appeared', gone: 'live.gone', kind: 'live.kind' } as const

function Drift({ source }: { source: string }) {
  const drift = useAsked(theDrift(source))
  return (
    <Ask of={drift} rows={1}>
      {(rows) =>
        rows.length ? (
          <section aria-label={t('live.drift')}>
            <h3>{t('live.drift')}</h3>
            <ul className="asidelist">
              {rows.map((row) => <li key={`${row.event} ${row.field} ${row.what} ${row.detail}`}><b>{row.event}</b> {row.field} <span className="tag">{t(WHAT[row.what as keyof typeof WHAT])}</span> {row.detail}</li>)}
            </ul>
          </section>
        ) : (
          <p className="why">{t('live.nodrift')}</p>
        )
      }
    </Ask>
  )
}

function Keys() {
  const keys = useAsked(theKeys)
  const [name, setName] = useState('')
  const [way, setWay] = useState(EVENTS)
  const [secret, setSecret] = useState('')
  const renewed = () => Promise.all([keys.refetch(), changedData()])
  const make = useMutation({ mutationFn: makeKey, onSuccess: renewed })
  const drop = useMutation({ mutationFn: dropKey, onSuccess: renewed })
  const asks = way !== EVENTS && way !== 'standard'
  return (
    <section aria-label={t('live.keys')}>
      <h3>{t('live.keys')}</h3>
      <Ask of={keys} rows={1}>
        {(rows) => (
          <ul className="asidelist">
            {rows.map((row) => (
              <li key={row.id}>
                <b>{row.source}</b> {row.template ? <span className="tag">{row.template}</span> : null} {t('live.ends', { hint: row.hint })}{' '}
                <Button size="compact-xs" variant="default" disabled={drop.isPending} aria-label={t('live.revokeof', { hint: row.hint, source: row.source })} onClick={() => drop.mutate(row.id)}>{t('live.revoke')}</Button>
              </li>
            ))}
          </ul>
        )}
      </Ask>
      <form className="optionsform" onSubmit={(event) => (event.preventDefault(), make.mutate({ source: name, template: way === EVENTS ? null : way, secret: asks ? secret : null }))}>
        <TextInput size="xs" label={t('live.name')} value={name} required maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
        <Select size="xs" label={t('live.way')} data={WAYS.map((one) => ({ value: one, label: one === EVENTS ? t('live.events') : `Webhook ${one}` }))} value={way} allowDeselect={false} onChange={(to) => setWay(to ?? EVENTS)} />
        {asks ? <TextInput size="xs" label={t('live.secret')} value={secret} required onChange={(event) => setSecret(event.currentTarget.value)} /> : null}
        <Button size="xs" type="submit" disabled={make.isPending}>{t('live.add')}</Button>
      </form>
      {make.error ? <Failed error={make.error} /> : null}
      {drop.error ? <Failed error={drop.error} /> : null}
      {make.data ? (
        <dl role="status">
          <div><dt>{t('live.made')}</dt><dd><code>{make.data.key}</code></dd></div>
          <div><dt>{t('live.address')}</dt><dd><code>{make.data.template ? `${location.origin}/v1/webhooks/${make.data.key}` : location.origin}</code></dd></div>
          {make.data.secret ? <div><dt>{t('live.secret')}</dt><dd><code>{make.data.secret}</code></dd></div> : null}
        </dl>
      ) : null}
    </section>
  )
}
