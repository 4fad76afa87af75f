// Who is who in all: how many people there are and how sure that is, what links them and what does not.
import { Select } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, setIdentity, theIdentity, type Shape } from '../api/client'
import { exact } from '../ui/numbers'
import { Ask, Failed, Panel } from '../ui/pieces'
import { many, t } from '../ui/words'

type Whole = Shape['Whole']

const POLICIES = ['strict', 'balanced', 'wide'] as const

export function WhoInAll() {
  const asked = useAsked(theIdentity)
  const set = useMutation({ mutationFn: setIdentity, onSuccess: () => changedData() })
  return (
    <Panel title={t('identity.title')} note={t('identity.note')} className="who">
      {set.error ? <Failed error={set.error} /> : null}
      <Ask of={asked} rows={3}>
        {(whole) => (
          <>
            <p className="headcount"><b>{exact(whole.customers)}</b> {t('identity.people', { named: exact(whole.named) })}{whole.low < whole.high ? <small>{t('identity.sure', { low: exact(whole.low), high: exact(whole.high) })}</small> : null}</p>
            {whole.linked || !whole.customers ? null : <p className="why">{t('identity.alone')}</p>}
            <div className="optionsform">
              <Select size="xs" label={t('identity.policy')} data={POLICIES.map((value) => ({ value, label: t(`policy.${value}`) }))} value={whole.policy} allowDeselect={false} disabled={set.isPending} onChange={(policy) => policy && set.mutate({ policy })} />
              <p className="why">{t.has(`identity.${whole.policy}`)}</p>
            </div>
            <Kinds whole={whole} />
          </>
        )}
      </Ask>
    </Panel>
  )
}

function Kinds({ whole }: { whole: Whole }) {
  const more = [whole.perhaps ? t('identity.perhaps', { n: exact(whole.perhaps) }) : '', whole.decisions ? t('identity.decisions', { n: exact(whole.decisions) }) : ''].filter(Boolean)
  return (
    <>
      {Object.keys(whole.identifiers).length ? (
        <>
          <h3>{t('identity.links')}</h3>
          <ul>{Object.entries(whole.identifiers).map(([kind, n]) => <li key={kind}><span>{t.has(`who.kind.${kind}`) ?? kind}</span><em>{many('identity.values', n)}</em></li>)}</ul>
        </>
      ) : null}
      {whole.shared.length ? (
        <>
          <h3>{t('identity.shared')}</h3>
          <ul>
            {whole.shared.map((one) => (
              <li key={`${one.kind} ${one.reason}`}><span>{t.has(`who.kind.${one.kind}`) ?? one.kind}</span><em>{many('identity.values', one.identifiers)}</em><small>{t.has(`who.shared.${one.reason}`) ?? one.reason}, {t('identity.ofcustomers', { n: exact(one.customers) })}</small></li>
            ))}
          </ul>
        </>
      ) : null}
      {more.length ? <p className="why">{more.join(' · ')}</p> : null}
    </>
  )
}
