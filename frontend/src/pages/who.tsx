// Who is who: what sources call this person, why that is one person, and what people say about it.
import { useQuery as useAsked } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@mantine/core'
import { decide, erasePerson, personUrl, takeBack, theWho, type Shape } from '../api/client'
import { day, share } from '../ui/numbers'
import { Ask, Failed, Link, Panel } from '../ui/pieces'
import { go } from '../ui/router'
import { many, t, type Key } from '../ui/words'

type Person = Shape['Who']
type Act = (what: () => Promise<void>) => void

const kind = (word: string | null): string => (word ? (t.has(`who.kind.${word}`) ?? word) : t('who.kind.none'))

export function WhoIsWho({ name }: { name: string }) {
  const asked = useAsked(theWho(name))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const act: Act = (what) => {
    setBusy(true)
    setError(null)
    what().catch(setError).finally(() => setBusy(false))
  }
  return (
    <Panel title={t('who.title')} note={t('who.note')} className="who">
      <Ask of={asked} rows={4}>
        {(person) => (
          <fieldset disabled={busy}>
            {error ? <Failed error={error} /> : null}
            {person.members.length ? (
              <Members person={person} />
            ) : (
              <>
                {person.subject ? <p>{t('who.subject')} <Link to={`/customers/${encodeURIComponent(person.subject)}`}>{person.subject}</Link></p> : null}
                <Names person={person} act={act} />
                <Links person={person} act={act} />
                <Perhaps person={person} act={act} />
                <Privacy person={person} act={act} />
              </>
            )}
          </fieldset>
        )}
      </Ask>
    </Panel>
  )
}

/** An account or household: the people whose journeys are one. */
function Members({ person }: { person: Person }) {
  const shown = person.members.slice(0, 100)
  return (
    <>
      <p className="why">{many('who.members', person.members.length)}</p>
      <ul>{shown.map((one) => <li key={one}><Link to={`/customers/${encodeURIComponent(one)}`}>{one}</Link></li>)}</ul>
    </>
  )
}

function Names({ person, act }: { person: Person; act: Act }) {
  return (
    <ul className="names">
      {person.names.map((one) => (
        <li key={one.name}>
          <b>{one.name}</b> <small>{kind(one.kind)}</small>
          {one.name !== person.customer ? (
            <Button size="compact-xs" variant="subtle" onClick={() => act(() => decide({ kind: 'split', one: one.name, note: '', author: '' }))}>{t('who.split')}</Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function Links({ person, act }: { person: Person; act: Act }) {
  if (!person.links.length && !person.shared.length) return <p className="why">{t('who.alone')}</p>
  return (
    <>
      {person.links.length ? <h3>{t('who.links')}</h3> : null}
      <ul className="links">
        {person.links.map((link, no) => (
          <li key={no}>
            <span>{t.has(`who.reason.${link.kind}`) ?? link.reason}{link.value ? <>: <b>{link.value}</b></> : null}</span>
            <small>{[link.names.join(', '), link.sources.join(', '), link.first ? t('story.since', { day: day(link.first) }) : '', link.note].filter(Boolean).join(' · ')}</small>
            <Why weights={link.why} />
            <em>{share(link.confidence)}</em>
            {link.decision ? <Button size="compact-xs" variant="light" onClick={() => act(() => takeBack(link.decision ?? 0))}>{t('who.undo')}</Button> : null}
          </li>
        ))}
      </ul>
      {person.shared.length ? <h3>{t('who.shared')}</h3> : null}
      <ul className="links">
        {person.shared.map((one) => (
          <li key={`${one.kind} ${one.value}`}><span>{kind(one.kind)}: <b>{one.value}</b></span><small>{t.has(`who.shared.${one.reason}`) ?? one.reason}</small></li>
        ))}
      </ul>
    </>
  )
}

function Perhaps({ person, act }: { person: Person; act: Act }) {
  if (!person.perhaps.length) return null
  const say = (word: string, other: string) => act(() => decide({ kind: word, one: person.customer, other, note: '', author: '' }))
  return (
    <>
      <h3>{t('who.perhaps')}</h3>
      <ul className="links">
        {person.perhaps.map((one) => (
          <li key={one.name}>
            <Link to={`/customers/${encodeURIComponent(one.customer)}`}>{one.name}</Link>
            <Why weights={one.why} />
            <em>{share(one.probability)}</em>
            <span className="do">
              <Button size="compact-xs" variant="light" onClick={() => say('merge', one.name)}>{t('who.merge')}</Button>
              <Button size="compact-xs" variant="subtle" onClick={() => say('forbid', one.name)}>{t('who.forbid')}</Button>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** All that is known as a file, or gone; the second asks once more, as nothing brings it back. */
function Privacy({ person, act }: { person: Person; act: Act }) {
  const [sure, setSure] = useState(false)
  const erase = () => act(() => erasePerson(person.customer).then(() => go('/customers')))
  return (
    <>
      <h3>{t('privacy.title')}</h3>
      <p className="do">
        <Button size="compact-xs" variant="light" component="a" href={personUrl(person.customer)} download="person.zip">{t('privacy.export')}</Button>
        {sure ? (
          <>
            <Button size="compact-xs" color="red" onClick={erase}>{t('privacy.sure')}</Button>
            <Button size="compact-xs" variant="subtle" onClick={() => setSure(false)}>{t('privacy.keep')}</Button>
          </>
        ) : (
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => setSure(true)}>{t('privacy.erase')}</Button>
        )}
      </p>
      {sure ? <p className="why" role="alert">{t('privacy.warning')}</p> : null}
    </>
  )
}

/** What each field says for or against, in powers of two. */
function Why({ weights }: { weights: Person['links'][number]['why'] }) {
  if (!weights.length) return null
  const said = weights.map((one) => `${t.has(`who.field.${one.field}` as Key) ?? one.field} ${one.weight > 0 ? '+' : '−'}${Math.abs(one.weight).toFixed(1)}`)
  return <small title={t('who.weights')}>{said.join(' · ')}</small>
}
