// The bar above the map: undo, redo, lanes, what the map shows, and whether everything is saved.
import { useState } from 'react'
import { Button, Checkbox, Menu, Modal, Popover, TextInput, Textarea } from '@mantine/core'
import type { Drawn } from '../api/client'
import type { Queue } from '../actions/edits'
import { freshId } from '../actions/edits'
import type { Operation } from '../actions/places'
import { Icon, type IconName } from '../ui/icons'
import { many, t } from '../ui/words'
import type { Editing } from './queue'

type Make = (operation: Operation) => void
type Props = { drawn: Drawn; edits: Editing; make: Make; undo: () => void; redo: () => void; children?: React.ReactNode }
const STATES = ['as-is', 'to-be', 'past'] as const

export function EditorTools({ drawn, edits: { queue, back }, make, undo, redo, children }: Props) {
  const { document } = drawn
  const [whole, showWhole] = useState(false)
  const state = (document.state ?? 'as-is') as (typeof STATES)[number]
  return (
    <div className="editbar" role="toolbar" aria-label={t('edit.actions')}>
      <Tool icon="undo" label={t('edit.undo')} act={undo} off={!back.undo} />
      <Tool icon="redo" label={t('edit.redo')} act={redo} off={!back.redo} />
      <Menu position="bottom-start" withinPortal shadow="md" transitionProps={{ duration: 0 }}>
        <Menu.Target><Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="flag" size={14} />}>{t(`state.${state}`)}</Button></Menu.Target>
        <Menu.Dropdown>
          {STATES.map((one) => <Menu.Item key={one} leftSection={one === state ? <Icon name="check" size={14} /> : <span className="gap" />} onClick={() => one !== state && make({ op: 'set-state', state: one })}>{t(`state.${one}`)}</Menu.Item>)}
        </Menu.Dropdown>
      </Menu>
      <Lanes drawn={drawn} make={make} />
      <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="person" size={14} />} onClick={() => showWhole(true)}>{t('whole.persona')}</Button>
      {children}
      <span className="push" />
      <Saved queue={queue} />
      {whole ? <Whole drawn={drawn} make={make} close={() => showWhole(false)} /> : null}
    </div>
  )
}

export function Tool({ icon, label, act, off = false, on }: { icon: IconName; label: string; act: () => void; off?: boolean; on?: boolean }) {
  return <button type="button" className="iconbutton" aria-label={label} title={label} aria-disabled={off} aria-pressed={on} onClick={() => off || act()}><Icon name={icon} /></button>
}

function Saved({ queue }: { queue: Queue }) {
  const count = queue.waiting.length
  const words = !count ? t('edit.saved') : queue.offline ? many('edit.unsaved', count) : t('edit.saving')
  return <span className={`saved ${queue.offline && count ? 'lost' : ''}`} role="status"><Icon name={count ? 'refresh' : 'check'} size={14} /> {words}</span>
}

/** What a person should know: nothing is saved now, something was not done, something waits. */
export function Notices({ drawn, queue }: { drawn: Drawn; queue: Queue }) {
  const [gone, dismiss] = useState<string | null>(null)
  return (
    <>
      {queue.offline && queue.waiting.length ? <p role="alert" className="notice"><Icon name="warn" /> <b>{many('edit.unsaved', queue.waiting.length)}</b> {t('edit.offline')}</p> : null}
      {queue.refused && queue.refused !== gone ? (
        <p role="alert" className="notice"><Icon name="warn" /> {t('edit.refused', { why: queue.refused })} <button type="button" className="linklike" onClick={() => dismiss(queue.refused)}>{t('edit.dismiss')}</button></p>
      ) : null}
      {drawn.waiting.length ? (
        <details className="notice">
          <summary>{many('edit.waiting', drawn.waiting.length)}</summary>
          <ul>{drawn.waiting.map((one) => <li key={one.entry}><b>{String(one.change.op).replaceAll('-', ' ')}</b> {String(one.change.title ?? one.change.name ?? '')} <small>{one.why}</small></li>)}</ul>
        </details>
      ) : null}
    </>
  )
}

function Lanes({ drawn: { document }, make }: { drawn: Drawn; make: Make }) {
  const hidden = document.hidden
  const all = document.lanes
  return (
    <Popover position="bottom-start" withinPortal shadow="md" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target><Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="lanes" size={14} />}>{t('edit.lanes')}{hidden?.lanes.length ? ` ${all.length}/${all.length + hidden.lanes.length}` : ''}</Button></Popover.Target>
      <Popover.Dropdown className="lanelist">
        <strong>{t('edit.shown')}</strong>
        <ul>
          {all.map((lane, no) => (
            <li key={lane.id}>
              <Checkbox size="xs" checked label={lane.title} onChange={() => make({ op: 'hide-lane', lane: lane.id })} />
              <Tool icon="up" label={t('edit.up', { name: lane.title })} off={no === 0} act={() => make({ op: 'move-lane', lane: lane.id, after: all[no - 2]?.id ?? null })} />
              <Tool icon="down" label={t('edit.down', { name: lane.title })} off={no === all.length - 1} act={() => make({ op: 'move-lane', lane: lane.id, after: all[no + 1]?.id ?? null })} />
            </li>
          ))}
          {hidden?.lanes.map((lane) => <li key={lane.id}><Checkbox size="xs" checked={false} label={lane.title} onChange={() => make({ op: 'show-lane', lane: lane.id })} /></li>)}
        </ul>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => make({ op: 'add-lane', id: freshId(), title: t('edit.newlane'), after: all.findLast((lane) => !['backstage', 'systems', 'owner'].includes(lane.id))?.id ?? null, backstage: false, images: false })}>{t('edit.addlane')}</Button>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="image" size={14} />} onClick={() => make({ op: 'add-lane', id: freshId(), title: t('edit.storyboard'), after: null, backstage: false, images: true })}>{t('edit.addstoryboard')}</Button>
        {hidden?.cards.length ? (
          <>
            <strong>{t('edit.hiddencards')}</strong>
            <ul>{hidden.cards.map((card) => <li key={card.id}><span>{card.title}</span><Button size="compact-xs" variant="default" aria-label={t('edit.show', { name: card.title })} onClick={() => make({ op: 'show-card', card: card.id })}><Icon name="plus" size={12} /></Button></li>)}</ul>
          </>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}

/** Title, persona and goals: what is true of the whole map. */
function Whole({ drawn: { document }, make, close }: { drawn: Drawn; make: Make; close: () => void }) {
  const known = document.persona
  const was = { title: document.title, persona: typeof known === 'string' ? known : String((known as { name?: string } | null)?.name ?? ''), goals: (document.goals ?? []).join('\n') }
  const [now, change] = useState(was)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (now.title.trim() && now.title !== was.title) make({ op: 'retitle', title: now.title.trim() })
    if (now.persona !== was.persona || now.goals !== was.goals) make({ op: 'set-persona', persona: now.persona.trim() || null, goals: now.goals.split('\n').filter((one) => one.trim()) })
    close()
  }
  return (
    <Modal opened onClose={close} title={t('whole.persona')} closeButtonProps={{ 'aria-label': t('drawer.close') }} transitionProps={{ duration: 0 }}>
      <form className="dialog" onSubmit={submit}>
        <TextInput data-autofocus required maxLength={300} label={t('whole.title')} value={now.title} onChange={(event) => change({ ...now, title: event.currentTarget.value })} />
        <TextInput maxLength={300} label={t('whole.name')} value={now.persona} onChange={(event) => change({ ...now, persona: event.currentTarget.value })} />
        <Textarea autosize minRows={2} maxRows={8} label={t('whole.goals')} value={now.goals} onChange={(event) => change({ ...now, goals: event.currentTarget.value })} />
        <Button type="submit">{t('card.save')}</Button>
      </form>
    </Modal>
  )
}
