// Who else has this map open, and what others call this person.
import { useEffect, useState } from 'react'
import { Popover, TextInput } from '@mantine/core'
import { standAt, type Shape } from '../api/client'
import { session } from '../api/early'
import { isKnown, useLive } from '../api/live'
import { Icon } from '../ui/icons'
import { myName, setMyName } from '../ui/me'
import { many, t } from '../ui/words'

// what a tab says of itself arrives in the order in which it was said
let said: Promise<unknown> = Promise.resolve()

/** `id` is the map that is shown. */
export function People({ id }: { id: string }) {
  const [people, show] = useState<Shape['Present'][]>([])
  const [name, call] = useState(() => myName() ?? '')
  const stand = () => {
    if (isKnown()) said = said.then(() => standAt(id, myName()).then(show)).catch(() => show([]))
  }
  useLive({ ready: stand, lost: () => show([]), presence: (news) => news.map === id && show(news.people) })
  useEffect(() => {
    stand()
    return () => {
      if (isKnown()) said = said.then(() => standAt(null, null)).catch(() => undefined)
    }
    // said anew when the map changes; the name is said when it is changed
  }, [id])
  const others = people.filter((one) => one.session !== session)
  const words = others.length ? many('here.others', others.length) : t('here.alone')
  const keep = () => {
    if (name.trim() === (myName() ?? '')) return
    setMyName(name)
    stand()
  }
  return (
    <Popover position="bottom-end" withinPortal shadow="md" trapFocus transitionProps={{ duration: 0 }} onChange={(opened) => opened || keep()}>
      <Popover.Target>
        <button type="button" className="iconbutton people" aria-label={words} title={words}>
          {others.length ? others.slice(0, 4).map((one) => <i key={one.session} aria-hidden="true">{one.name ? initial(one.name) : <Icon name="person" size={13} />}</i>) : <Icon name="person" />}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
       <div className="popform">
        <strong>{words}</strong>
        {others.length ? <ul>{others.map((one) => <li key={one.session}>{one.name ?? t('here.one')}</li>)}</ul> : null}
        <form onSubmit={(event) => (event.preventDefault(), keep())}>
          <TextInput size="xs" maxLength={80} label={t('here.name')} description={t('here.namewhy')} value={name} onChange={(event) => call(event.currentTarget.value)} onBlur={keep} />
        </form>
       </div>
      </Popover.Dropdown>
    </Popover>
  )
}

const initial = (name: string): string => [...name.trim()][0]?.toUpperCase() ?? ''
