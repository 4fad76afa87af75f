import { expect, test } from 'vitest'
import { EMPTY, added, chosen, disputed, freshId, next, patience, refused, taken, unreached, type Change } from '../src/actions/edits'
import { assume, challenge } from '../src/actions/doubt'
import { actOf, actsFor } from '../src/actions/menu'
import { nudge, placeOf, targetAt } from '../src/actions/places'

const change = (id: string): Change => ({ id, change: { op: 'retitle', title: id }, seen: 3 })
const two = added(added(EMPTY, change('a')), change('b'))

test('changes leave in their order, and only when the server has them', () => {
  expect(next(two)?.id).toBe('a')
  const lost = unreached(two)
  expect([lost.offline, lost.waiting.length, next(lost)?.id]).toEqual([true, 2, 'a'])
  expect(taken(lost, 'a')).toMatchObject({ offline: false, waiting: [change('b')] })
  expect(refused(two, 'a', 'why')).toMatchObject({ refused: 'why', waiting: [change('b')] })
})

test('nothing is sent while a person has to choose, and theirs drops mine', () => {
  const conflict = { mine: { id: 'a', change: change('a').change }, theirs: { id: 'x', author: null, at: '', change: {}, why: '' } }
  const held = disputed(two, conflict)
  expect(next(held)).toBeNull()
  expect(next(chosen(held, true, 9))).toEqual({ ...change('a'), seen: 9 })
  expect(next(chosen(held, false, 9))?.id).toBe('b')
})

test('a server that is away is asked less and less often, and ids are never the same', () => {
  expect([0, 1, 2, 9].map(patience)).toEqual([500, 1000, 2000, 5000])
  expect(freshId((length) => new Uint8Array(length))).toBe('eaaaaaaaaaaaaaaa')
  expect(new Set(Array.from({ length: 50 }, () => freshId())).size).toBe(50)
})

const step = (id: string) => ({ id, ref: `s/${id}`, name: id, touchpoints: [] })
const cell = (id: string, at: string, known = 'assumed') => ({ id, stage: 's', step: at, content: { title: id }, evidence: { class: known } })
const map = {
  stages: [{ id: 's', name: 'S', steps: [step('a'), step('b')] }, { id: 'z', name: 'Z', steps: [step('c')] }],
  lanes: [
    { id: 'pains', title: 'Pains', picture: 'cards', cells: [cell('one', 'a'), cell('two', 'a'), cell('proven', 'b', 'measured')] },
    { id: 'emotion', title: 'Emotion', picture: 'curve', cells: [cell('felt', 'a', 'measured')] },
    { id: 'needs', title: 'Needs', picture: 'cards', cells: [] },
  ],
} as never

test('an arrow moves a thing by one place, and nowhere beyond the end', () => {
  const one = targetAt(map, 'lanes.0.cells.0')!
  expect(nudge(map, one, 0, 1)).toMatchObject({ op: 'move-card', card: 'one', after: 'two' })
  expect(nudge(map, one, 0, -1)).toBeNull()
  expect(nudge(map, one, 1, 0)).toMatchObject({ step: 's/b', after: 'proven' })
  expect(nudge(map, targetAt(map, 'stages.0.steps.1')!, 1, 0)).toEqual({ op: 'move-step', step: 's/b', stage: 'z', after: null })
  expect(nudge(map, targetAt(map, 'stages.1.steps.0')!, -1, 0)).toBeNull()
  expect(nudge(map, targetAt(map, 'stages.1')!, -1, 0)).toEqual({ op: 'move-stage', stage: 'z', after: null })
  expect(nudge(map, targetAt(map, 'lane|needs')!, 0, -1)).toEqual({ op: 'move-lane', lane: 'needs', after: 'pains' })
  expect(nudge(map, targetAt(map, 'lanes.1.cells.0')!, 1, 0)).toBeNull()
  expect(placeOf(map, 'card two', (at, all) => `${at} of ${all}`)).toBe('S, a, Pains, 2 of 2')
})

test('what data prove can be hidden and retitled, and a measured point not at all', () => {
  const namer = { t: (name: string) => name, fresh: () => 'new' }
  const words = (path: string) => actsFor(map, targetAt(map, path)!, namer).map((act) => act.name)
  expect(words('lanes.0.cells.2')).toContain('edit.hidecard')
  expect(words('lanes.0.cells.0')).toContain('edit.remove')
  expect(words('lanes.1.cells.0')).toEqual([])
  expect(words('empty|needs|s/a')).toEqual(['edit.addimage', 'edit.addcard', 'edit.addnote'])
  const acts = actsFor(map, targetAt(map, 'stages.0')!, namer)
  const key = { ctrlKey: false, metaKey: false, altKey: false }
  expect(actOf(acts, { ...key, key: 'm' })?.name).toBe('edit.move')
  expect(actOf(acts, { ...key, key: 'm', ctrlKey: true })).toBeUndefined()
})

test('what data prove is challenged in a note, and gives way to an assumption without being changed', () => {
  const card = (path: string) => targetAt(map, path) as Extract<ReturnType<typeof targetAt>, { kind: 'card' }>
  const said = { about: 'About: proven', words: 'Only new customers' }
  const note = { op: 'add-card', id: 'new', stage: null, kind: 'note', title: said.words, text: said.about }
  expect(challenge(map, card('lanes.0.cells.2'), said, () => 'new')).toEqual({ ...note, lane: 'pains', step: 's/b', after: 'proven' })
  expect(challenge(map, card('lanes.1.cells.0'), said, () => 'new')).toBeNull()
  const below = { ...(map as object), lanes: [...(map as any).lanes, { id: 'backstage', title: 'Backstage', picture: 'cards', cells: [] }] } as never
  expect(challenge(below, card('lanes.1.cells.0'), said, () => 'new')).toEqual({ ...note, lane: 'backstage', step: 's/a', after: null })
  expect(assume(map, card('lanes.0.cells.2'), 'proven', () => 'new').map((one) => one.op)).toEqual(['add-card', 'remove-card'])
  expect(assume(map, card('lanes.0.cells.0'), 'one', () => 'new')).toEqual([])
  expect(assume(map, card('lanes.1.cells.0'), 'felt', () => 'new')).toEqual([])
})
