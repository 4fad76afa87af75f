// What people say on a card, and what stands behind it: words, expectations, judgement, links, evidence.
import { useState } from 'react'
import { Button, MultiSelect, Select, TextInput, Textarea } from '@mantine/core'
import type { Drawn } from '../api/client'
import { findCard, imageOf, isAssumed, titleOf, type Operation } from '../actions/places'
import { proofsOf } from '../actions/proofs'
import { t } from '../ui/words'
import { ImageForm } from './imagedialog'

const ANSWERS: Record<string, string[]> = { opportunities: ['pains', 'gains', 'needs'], solutions: ['opportunities'] }
const FIELDS = ['title', 'text', 'expected', 'delivered'] as const
const DOTS = ['0', '1', '2', '3', '4', '5']

export function CardForm({ drawn, id, make }: { drawn: Drawn; id: string; make: (operation: Operation) => void }) {
  const { document } = drawn
  const found = findCard(document, id)
  const content = (found?.cell.content ?? {}) as Record<string, any>
  const was = Object.fromEntries(FIELDS.map((field) => [field, String(content[field] ?? '')])) as Record<(typeof FIELDS)[number], string>
  const [now, change] = useState(was)
  const [claim, choose] = useState<string | null>(null)
  if (!found || content.items || content.quotes || found.lane.picture === 'curve') return null
  const { cell, lane } = found
  const image = imageOf(cell)
  const written = ['written', 'note'].includes(String(content.tone ?? 'written'))
  const assumed = isAssumed(cell)
  const judged = ['opportunities', 'solutions'].includes(lane.id)
  const targets = (ANSWERS[lane.id] ?? []).flatMap((one) => document.lanes.find((other) => other.id === one)?.cells ?? [])
  const links: string[] = content.links ?? []
  const proofs = assumed ? proofsOf(drawn) : []
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    const changed = Object.fromEntries(FIELDS.filter((field) => now[field] !== was[field]).map((field) => [field, now[field]]))
    if (Object.keys(changed).length) make({ op: 'edit-card', card: id, ...changed })
  }
  const link = (chosen: string[]) => {
    for (const to of chosen) if (!links.includes(to)) make({ op: 'link-cards', card: id, to })
    for (const to of links) if (!chosen.includes(to)) make({ op: 'unlink-cards', card: id, to })
  }
  const judge = (field: 'impact' | 'effort') => (
    <Select size="xs" allowDeselect={false} label={t(`card.${field}`)} value={String(content[field] ?? 0)} data={DOTS.map((value) => ({ value, label: value === '0' ? t('card.judge') : value }))} onChange={(value) => value && make({ op: 'edit-card', card: id, [field]: Number(value) } as Operation)} />
  )
  return (
    <section className="cardform" aria-label={t('card.title')}>
      <form onSubmit={submit}>
        <h3>{t('card.title')} {cell.by ? <small>{t('card.by', { author: cell.by })}</small> : null}</h3>
        <TextInput size="xs" required={!image} maxLength={5000} label={t('card.name')} value={now.title} onChange={(event) => change({ ...now, title: event.currentTarget.value })} />
        <Textarea size="xs" autosize minRows={2} maxRows={10} maxLength={5000} label={t('card.text')} value={now.text} onChange={(event) => change({ ...now, text: event.currentTarget.value })} />
        {was.text ? <p className="why"><Linked text={was.text} /></p> : null}
        <div className="two">
          <TextInput size="xs" maxLength={5000} label={t('card.expected')} value={now.expected} onChange={(event) => change({ ...now, expected: event.currentTarget.value })} />
          <TextInput size="xs" maxLength={5000} label={t('card.delivered')} value={now.delivered} onChange={(event) => change({ ...now, delivered: event.currentTarget.value })} />
        </div>
        <Button size="xs" type="submit" disabled={FIELDS.every((field) => now[field] === was[field]) || !(image || now.title.trim())}>{t('card.save')}</Button>
      </form>
      {image ? <ImageForm key={image.id} card={id} image={image} make={make} /> : null}
      {judged ? <div className="two">{assumed || content.impact === undefined ? judge('impact') : null}{judge('effort')}</div> : null}
      {targets.length || links.length ? <MultiSelect size="xs" searchable label={t('card.answers')} placeholder={links.length ? undefined : t('card.nothing')} data={targets.map((one) => ({ value: one.id!, label: titleOf(one) || one.id! }))} value={links} onChange={link} /> : null}
      {proofs.length ? (
        <div className="attach">
          <Select size="xs" searchable label={t('card.attach')} description={t('card.attachwhy')} placeholder={t('card.choose')} data={proofs.map(({ key, label }) => ({ value: key, label }))} value={claim} onChange={choose} limit={60} />
          <Button size="xs" variant="default" disabled={!claim} onClick={() => claim && make({ op: 'attach-evidence', card: id, claim: proofs.find((one) => one.key === claim)!.claim })}>{t('card.attach')}</Button>
        </div>
      ) : null}
      {!assumed && written ? <Button size="xs" variant="default" onClick={() => make({ op: 'detach-evidence', card: id })}>{t('card.detach')}</Button> : null}
    </section>
  )
}

/** Text with its addresses as links; only http and https, everything else is text. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {text.split(/(https?:\/\/[^\s<>"']+)/).map((part, no) => (no % 2 ? <a key={no} href={part} target="_blank" rel="noopener noreferrer">{part}</a> : part))}
    </>
  )
}
