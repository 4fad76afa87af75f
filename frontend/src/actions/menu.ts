// What can be done with a place of the map: one list, read by the menu, the keys and the toolbar. Pure.
import type { MapDocument } from '../api/client'
import { columns, findCard, free, refOf, type Operation, type Target } from './places'

/** `write` asks for words first and makes the change with them; `ask` opens a dialog. */
export type Act =
  | { name: string; key?: string; kind: 'do'; operation: () => Operation }
  | { name: string; key?: string; kind: 'write'; first: string; operation: (words: string) => Operation; focus?: (operation: Operation) => string }
  | { name: string; key?: string; kind: 'ask'; what: 'move' | 'feel' | 'evidence' | 'image' }

export type Namer = { t: (name: string, values?: Record<string, string | number>) => string; fresh: () => string }

export function actsFor(document: MapDocument, target: Target, { t, fresh }: Namer): Act[] {
  if (target.kind === 'stage') return ofStage(document, target, t, fresh)
  if (target.kind === 'step') return ofStep(document, target, t, fresh)
  if (target.kind === 'lane') return ofLane(target, t, fresh)
  return ofCell(document, target, t, fresh)
}

type Say = Namer['t']

function ofStage(document: MapDocument, target: Extract<Target, { kind: 'stage' }>, t: Say, fresh: () => string): Act[] {
  const at = document.stages.findIndex((stage) => stage.id === target.id)
  const before = document.stages[at - 1]
  return [
    { name: t('edit.rename'), key: 'F2', kind: 'write', first: target.name, operation: (name) => ({ op: 'rename-stage', stage: target.id, name }) },
    { name: t('edit.move'), key: 'M', kind: 'ask', what: 'move' },
    { name: t('edit.addstage'), kind: 'write', first: '', operation: (name) => ({ op: 'add-stage', id: fresh(), name: name || t('edit.newstage'), after: target.id }), focus: (made) => `stage ${(made as { id: string }).id}` },
    ...(before ? [{ name: t('edit.mergestage'), kind: 'do' as const, operation: (): Operation => ({ op: 'merge-stages', stage: target.id, into: before.id }) }] : []),
    ...(document.stages.length > 1 ? [{ name: t('edit.remove'), key: 'Del', kind: 'do' as const, operation: (): Operation => ({ op: 'remove-stage', stage: target.id }) }] : []),
  ]
}

function ofStep(document: MapDocument, target: Extract<Target, { kind: 'step' }>, t: Say, fresh: () => string): Act[] {
  const all = columns(document)
  const at = all.findIndex((one) => one.ref === target.ref)
  const here = all[at]
  const before = all[at - 1]
  const points = here && here.step.touchpoints.length > 1 ? here.step.touchpoints : []
  const inside = here ? here.stage.steps.indexOf(here.step) : 0
  return [
    { name: t('edit.rename'), key: 'F2', kind: 'write', first: target.name, operation: (name) => ({ op: 'rename-step', step: target.ref, name }) },
    { name: t('edit.move'), key: 'M', kind: 'ask', what: 'move' },
    { name: t('edit.addstep'), key: 'N', kind: 'write', first: '', operation: (name) => ({ op: 'add-step', id: fresh(), stage: target.stage, name: name || t('edit.newstep'), after: target.ref }), focus: (made) => `step ${(made as { id: string }).id}` },
    { name: t('edit.moment'), kind: 'do', operation: () => ({ op: 'add-card', id: fresh(), lane: 'moments', stage: null, step: target.ref, title: t('edit.momentname'), kind: 'card', text: '' }) },
    ...(inside > 0 ? [{ name: t('edit.splitstage'), kind: 'write' as const, first: target.name, operation: (name: string): Operation => ({ op: 'split-stage', step: target.ref, id: fresh(), name }) }] : []),
    ...points.slice(0, 6).map((point) => ({ name: t('edit.splitstep', { name: point.name }), kind: 'do' as const, operation: (): Operation => ({ op: 'split-step', step: target.ref, id: fresh(), name: point.name, touchpoints: [point.name] }) })),
    ...(before ? [{ name: t('edit.mergestep'), kind: 'do' as const, operation: (): Operation => ({ op: 'merge-steps', step: target.ref, into: before.ref }) }] : []),
    ...(here && here.stage.steps.length > 1 ? [{ name: t('edit.remove'), key: 'Del', kind: 'do' as const, operation: (): Operation => ({ op: 'remove-step', step: target.ref }) }] : []),
  ]
}

function ofLane(target: Extract<Target, { kind: 'lane' }>, t: Say, fresh: () => string): Act[] {
  const add = (backstage: boolean) => ({
    kind: 'write' as const, first: '',
    operation: (title: string): Operation => ({ op: 'add-lane', id: fresh(), title: title || t('edit.newlane'), after: target.id, backstage, images: false }),
    focus: (made: Operation) => `lane ${(made as { id: string }).id}`,
  })
  return [
    { name: t('edit.rename'), key: 'F2', kind: 'write', first: target.name, operation: (title) => ({ op: 'rename-lane', lane: target.id, title }) },
    { name: t('edit.move'), key: 'M', kind: 'ask', what: 'move' },
    { name: t('edit.hidelane'), key: 'Del', kind: 'do', operation: () => ({ op: 'hide-lane', lane: target.id }) },
    { name: t('edit.addlane'), key: 'N', ...add(false) },
    { name: t('edit.addbackstage'), ...add(true) },
  ]
}

function ofCell(document: MapDocument, target: Extract<Target, { kind: 'card' | 'empty' }>, t: Say, fresh: () => string): Act[] {
  const lane = document.lanes.find((one) => one.id === target.lane)
  const card = target.kind === 'card' ? target : null
  const found = card ? findCard(document, card.id) : null
  const said = found && (found.cell.content as Record<string, unknown>).title !== undefined
  const point = target.lane === 'emotion'
  const step = target.step
  const add = (kind: 'card' | 'note') => ({
    kind: 'write' as const, first: '',
    operation: (title: string): Operation => ({ op: 'add-card', id: fresh(), lane: target.lane, stage: step ? null : target.stage, step, title: title || t(kind === 'note' ? 'edit.newnote' : 'edit.newcard'), kind, text: '', after: card?.id ?? null }),
    focus: (made: Operation) => `card ${(made as { id: string }).id}`,
  })
  return [
    ...(card && !point ? [{ name: t('edit.evidence'), key: '↵', kind: 'ask' as const, what: 'evidence' as const }] : []),
    ...(card && said && !point ? [{ name: t('edit.rename'), key: 'F2', kind: 'write' as const, first: card.name, operation: (title: string): Operation => ({ op: 'edit-card', card: card.id, title }) }] : []),
    ...(card && lane && free(lane) && (card.written || lane.picture === 'cards') ? [{ name: t('edit.move'), key: 'M', kind: 'ask' as const, what: 'move' as const }] : []),
    ...(point && step && (!card || card.written) ? [{ name: t('edit.feel'), key: 'F2', kind: 'ask' as const, what: 'feel' as const }] : []),
    ...(point && step && card?.written ? [{ name: t('edit.unfeel'), key: 'Del', kind: 'do' as const, operation: (): Operation => ({ op: 'feel', step, value: null }) }] : []),
    ...(lane?.picture === 'cards' ? [{ name: t('edit.addimage'), key: 'I', kind: 'ask' as const, what: 'image' as const }] : []),
    ...(lane && free(lane) ? [{ name: t('edit.addcard'), key: 'N', ...add('card') }, { name: t('edit.addnote'), ...add('note') }] : []),
    ...(card && !point ? [{ name: card.written ? t('edit.remove') : t('edit.hidecard'), key: 'Del', kind: 'do' as const, operation: (): Operation => ({ op: 'remove-card', card: card.id }) }] : []),
  ]
}

/** What a pressed key means in this list. */
export function actOf(acts: readonly Act[], event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): Act | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const name = { Delete: 'Del', Backspace: 'Del' }[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  return name === 'Enter' ? undefined : acts.find((one) => one.key === name)
}

export type Place = { value: string; label: string; stage: string; step: string | null }

/** Every place a card can go to: each step, and each stage as a whole. */
export function everywhere(document: MapDocument, whole: (stage: string) => string): Place[] {
  return document.stages.flatMap((stage) => [
    ...stage.steps.map((step) => ({ value: `step ${refOf(stage, step)}`, label: `${stage.name}, ${step.name}`, stage: stage.id, step: refOf(stage, step) })),
    ...(stage.steps.length > 1 ? [{ value: `stage ${stage.id}`, label: whole(stage.name), stage: stage.id, step: null }] : []),
  ])
}
