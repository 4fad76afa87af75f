// The dialogs of the map editor: "Move to…", an assumed emotion, and two versions of one place.
import { useState } from 'react'
import { Button, Modal, Select, Slider } from '@mantine/core'
import type { Drawn } from '../api/client'
import type { Conflict } from '../actions/edits'
import { everywhere } from '../actions/menu'
import { beside, mayStand, refOf, titleOf, type Operation, type Target } from '../actions/places'
import { decimal } from '../ui/numbers'
import { t } from '../ui/words'

type Given = { drawn: Drawn; target: Target; make: (operation: Operation) => void; close: () => void }
const FIRST = 'first'
const still = { transitionProps: { duration: 0 } }

/** The same result as dragging, by keyboard. */
export function MoveDialog({ drawn: { document }, target, make, close }: Given) {
  const places = everywhere(document, (stage) => t('move.whole', { stage }))
  const card = target.kind === 'card' ? target : null
  const start = card ? (card.step ? `step ${card.step}` : `stage ${card.stage}`) : ''
  const [place, setPlace] = useState(start || places[0]?.value || '')
  const [lane, setLane] = useState(card?.lane ?? '')
  const [stage, setStage] = useState(target.kind === 'step' ? target.stage : '')
  const [after, setAfter] = useState<string>(FIRST)
  const at = places.find((one) => one.value === place)
  const others = card && at
    ? beside(document, lane, at.stage, at.step).filter((cell) => cell.id !== card.id).map((cell) => ({ value: cell.id!, label: t('move.after', { name: titleOf(cell) || lane }) }))
    : target.kind === 'step'
      ? (document.stages.find((one) => one.id === stage)?.steps ?? []).map((step) => ({ value: refOf(document.stages.find((one) => one.id === stage)!, step), label: t('move.after', { name: step.name }) })).filter((one) => one.value !== target.ref)
      : (target.kind === 'lane' ? document.lanes.map((one) => ({ value: one.id, name: one.title })) : document.stages.map((one) => ({ value: one.id, name: one.name }))).filter((one) => one.value !== (target as { id: string }).id).map(({ value, name }) => ({ value, label: t('move.after', { name }) }))
  const chosen = after === FIRST || !others.some((one) => one.value === after) ? null : after
  const operation = (): Operation => {
    if (card && at) return { op: 'move-card', card: card.id, lane, stage: at.step ? null : at.stage, step: at.step, after: chosen }
    if (target.kind === 'step') return { op: 'move-step', step: target.ref, stage, after: chosen }
    if (target.kind === 'lane') return { op: 'move-lane', lane: target.id, after: chosen }
    return { op: 'move-stage', stage: (target as { id: string }).id, after: chosen }
  }
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    make(operation())
    close()
  }
  return (
    <Modal opened onClose={close} title={t('move.title', { name: target.name })} closeButtonProps={{ 'aria-label': t('drawer.close') }} {...still}>
      <form className="dialog" onSubmit={submit}>
        {card ? <Select data-autofocus allowDeselect={false} label={t('move.step')} data={places.map(({ value, label }) => ({ value, label }))} value={place} onChange={(value) => value && setPlace(value)} /> : null}
        {card ? <Select allowDeselect={false} label={t('move.lane')} data={document.lanes.filter((one) => mayStand(document, card, one.id)).map((one) => ({ value: one.id, label: one.title }))} value={lane} onChange={(value) => value && setLane(value)} /> : null}
        {target.kind === 'step' ? <Select data-autofocus allowDeselect={false} label={t('move.stage')} data={document.stages.map((one) => ({ value: one.id, label: one.name }))} value={stage} onChange={(value) => value && setStage(value)} /> : null}
        <Select data-autofocus={!card && target.kind !== 'step' ? true : undefined} allowDeselect={false} label={t('move.position')} data={[{ value: FIRST, label: t('move.first') }, ...others]} value={chosen ?? FIRST} onChange={(value) => setAfter(value ?? FIRST)} />
        <Button type="submit">{t('move.do')}</Button>
      </form>
    </Modal>
  )
}

/** An emotion that nobody measured yet, in steps of a tenth. */
export function FeelDialog({ drawn, target, make, close }: Given) {
  const step = target.kind === 'card' || target.kind === 'empty' ? target.step : null
  const cell = drawn.document.lanes.find((one) => one.id === 'emotion')?.cells.find((one) => target.kind === 'card' && one.id === target.id)
  const [value, change] = useState(Number((cell?.content as { valence?: number } | undefined)?.valence ?? 0) * 2)
  const name = drawn.document.stages.flatMap((stage) => stage.steps.map((one) => ({ ref: refOf(stage, one), name: one.name }))).find((one) => one.ref === step)?.name ?? ''
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (step) make({ op: 'feel', step, value: Math.round(value * 10) / 10 })
    close()
  }
  return (
    <Modal opened onClose={close} title={t('edit.feels', { name })} closeButtonProps={{ 'aria-label': t('drawer.close') }} {...still}>
      <form className="dialog" onSubmit={submit}>
        <Slider thumbProps={{ 'data-autofocus': true, 'aria-label': t('edit.feels', { name }) } as never} min={-2} max={2} step={0.1} value={value} onChange={change} label={(at) => decimal(at, 1)} marks={[-2, -1, 0, 1, 2].map((at) => ({ value: at, label: String(at).replace('-', '−') }))} />
        <Button type="submit" mt="lg">{t('card.save')}</Button>
      </form>
    </Modal>
  )
}

/** Both versions of one place side by side; nothing goes on until one of them is chosen. */
export function ConflictDialog({ conflict, choose }: { conflict: Conflict; choose: (mine: boolean) => void }) {
  const { mine, theirs } = conflict
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} size="lg" title={t('conflict.title')} {...still}>
      <p>{t('conflict.why')}</p>
      <div className="versus">
        <section aria-label={t('conflict.mine')}>
          <h3>{t('conflict.mine')}</h3>
          <Told change={mine.change} />
          <Button data-autofocus fullWidth onClick={() => choose(true)}>{t('conflict.keepmine')}</Button>
        </section>
        <section aria-label={t('conflict.theirs')}>
          <h3>{t('conflict.theirs')} <small>{t('conflict.by', { author: theirs.author ?? t('conflict.somebody'), time: theirs.at.slice(11, 16) })}</small></h3>
          <Told change={theirs.change} />
          {theirs.why ? <p className="why">{theirs.why}</p> : null}
          <Button variant="default" fullWidth onClick={() => choose(false)}>{t('conflict.keeptheirs')}</Button>
        </section>
      </div>
    </Modal>
  )
}

const HIDDEN = new Set(['op', 'id', 'kind'])

function Told({ change }: { change: object }) {
  const entries = Object.entries(change).filter(([key, value]) => !HIDDEN.has(key) && value !== null && value !== '')
  return (
    <dl>
      <dt>{String((change as { op: string }).op).replaceAll('-', ' ')}</dt>
      {entries.map(([key, value]) => <dd key={key}><small>{key}</small> {Array.isArray(value) ? value.join(', ') : String(value)}</dd>)}
    </dl>
  )
}
