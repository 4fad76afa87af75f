import { describe, expect, test } from 'vitest'
import { behindIt, inWords, trendOf } from '../src/actions/evidence'
import { before, lengthFor, windows } from '../src/actions/lapse'
import { NOTHING, byTyping, confirm, saved, say, seen, undecided, undo, type StageRow } from '../src/actions/stages'
import { choiceFor, choiceOf } from '../src/actions/uploads'
import { beginComparison, carried, othersOf, selectionOf } from '../src/actions/selection'
import { condition, spelled, unspelled } from '../src/ui/conditions'

describe('the time-lapse', () => {
  test('windows cover the period whole, without gap or overlap', () => {
    const found = windows('2024-01-15', '2024-04-02', 'month')
    expect(found.map((one) => one.from)).toEqual(['2024-01-01', '2024-02-01', '2024-03-01', '2024-04-01'])
    expect(found[1]).toEqual({ from: '2024-02-01', to: '2024-02-29' })
    for (const length of ['week', 'month', 'quarter'] as const) {
      const all = windows('2023-11-20', '2024-12-05', length)
      expect(all[0]!.from <= '2023-11-20' && all.at(-1)!.to >= '2024-12-05').toBe(true)
      all.slice(1).forEach((one, no) => expect(Date.parse(one.from) - Date.parse(all[no]!.to)).toBe(86_400_000))
    }
  })
  test('weeks begin on Monday, quarters in January, April, July and October', () => {
    expect(windows('2024-03-07', '2024-03-07', 'week')).toEqual([{ from: '2024-03-04', to: '2024-03-10' }])
    expect(windows('2024-05-31', '2024-05-31', 'quarter')).toEqual([{ from: '2024-04-01', to: '2024-06-30' }])
    expect(windows('no date', '2024-05-31', 'week')).toEqual([])
    expect([lengthFor('2024-01-01', '2024-02-01'), lengthFor('2022-01-01', '2024-02-01'), lengthFor('2010-01-01', '2024-02-01')]).toEqual(['week', 'month', 'quarter'])
  })
  test('the time before is as long and ends the day before', () => expect(before('2024-03-01', '2024-03-31')).toEqual({ from: '2024-01-30', to: '2024-02-29' }))
})

describe('two selections', () => {
  const query = new URLSearchParams('where=plan%3Dgold&through=Cart&by=plan&other_where=plan%3Dbasic')
  test('each has its own keys', () => {
    expect(selectionOf(query)).toMatchObject({ by: 'plan', where: ['plan=gold'], through: ['Cart'] })
    expect(selectionOf(query, 'other_')).toMatchObject({ by: null, where: ['plan=basic'], through: [] })
    expect(othersOf(query)).toMatchObject({ other_where: ['plan=basic'] })
  })
  test('a comparison begins with both alike and without a split', () => expect(beginComparison(query)).toMatchObject({ compare: '1', by: null, other_where: ['plan=gold'], other_through: ['Cart'] }))
  test('other pages get both', () => expect(carried('/journeys/graph', query)).toBe('/journeys/graph?where=plan%3Dgold&through=Cart&by=plan&other_where=plan%3Dbasic'))
})

describe('conditions in one line of text', () => {
  test('signs of the language are quoted, and read again', () => {
    expect(condition('plan', 'a|b')).toBe('plan="a|b"')
    expect(['Cart', 'a > "b"', 'stage:x'].map(spelled).map(unspelled)).toEqual(['Cart', 'a > "b"', 'stage:x'])
    expect(unspelled('stage:Purchase')).toBe('Purchase')
  })
})

describe('stages by keyboard', () => {
  const cart: StageRow = { touchpoint: 'Cart', stage: 'Decision', channel: 'web', confidence: 0.4, reason: '', set_by: 'proposal' }
  test('a proposal is confirmed, changed and taken back, step by step', () => {
    const one = confirm(NOTHING, cart)
    expect(one.waiting).toEqual({ Cart: { stage: 'Decision' } })
    expect(seen(cart, one)).toMatchObject({ stage: 'Decision', set_by: 'you', confidence: 1 })
    const two = say(one, cart, { channel: 'app' })
    expect(two.waiting).toEqual({ Cart: { stage: 'Decision', channel: 'app' } })
    expect(undo(two).waiting).toEqual(one.waiting)
    expect(undo(undo(two)).waiting).toEqual({ Cart: null })
    expect(undo(undo(undo(two)))).toEqual(undo(undo(two)))
    expect(undecided([cart], two)).toBe(0)
    expect(undecided([cart], undo(one))).toBe(1)
  })
  test('taking back what somebody set before gives that back, not the proposal', () => {
    const mine = { ...cart, stage: 'Use', set_by: 'you' }
    expect(undo(say(NOTHING, mine, { stage: 'Support' })).waiting).toEqual({ Cart: { stage: 'Use', channel: 'web' } })
  })
  test('what was changed while it was sent waits on', () => {
    const one = confirm(NOTHING, cart)
    const two = say(one, cart, { stage: 'Use' })
    expect(saved(two, one.waiting).waiting).toEqual(two.waiting)
    expect(saved(one, one.waiting).waiting).toEqual({})
  })
  test('letters mean the first stage that begins so', () => {
    const stages = ['Awareness', 'Purchase', 'Support']
    expect([byTyping(stages, 'pu'), byTyping(stages, 'S'), byTyping(stages, 'x'), byTyping(stages, '')]).toEqual(['Purchase', 'Support', null, null])
  })
})

describe('a fix of the audit', () => {
  test('presets how its file is read', () => {
    const choice = choiceFor({ source: 'shop', options: { drop_duplicates: true } })
    expect(choiceOf({ choice })).toEqual({ drop_duplicates: true, source: 'shop' })
    expect(choiceOf({ choice: choiceFor(null) })).toEqual({ drop_duplicates: false })
  })
})

describe('the proof of a number', () => {
  const claim = { analysis: 'touchpoints', params: { where: 'plan=gold' }, where: { touchpoint: 'A > B' }, field: 'exit_share', value: 0.2 }
  test('its change over time is asked of the same journeys', () => {
    expect(trendOf(claim as never)).toEqual({ where: 'plan=gold', metric: 'end_share', touchpoint: 'A > B' })
    expect(trendOf({ ...claim, analysis: 'pains', where: { id: 'x' }, field: 'cost', touchpoint: 'Cart', signal: 'slow' } as never)).toMatchObject({ metric: 'slow_share', touchpoint: 'Cart' })
    expect(trendOf({ ...claim, where: {}, touchpoint: null } as never)).toBe(null)
  })
  test('who came there is a list of customers, chosen alike', () => {
    expect(behindIt(claim as never)).toEqual({ where: 'plan=gold', through: ['"A > B"'] })
    expect(behindIt({ ...claim, where: { step: 'use-pays' } } as never)).toMatchObject({ through: ['step:use-pays'] })
    expect(behindIt({ analysis: 'funnel', params: { steps: 'A > B', mode: 'reached' }, where: { step: 2 } } as never)).toMatchObject({ steps: 'A > B', mode: 'reached', step: '2' })
    expect(behindIt({ analysis: 'pains', params: { where: 'plan=gold' }, where: { id: 'use-app-slow' }, touchpoint: 'App' } as never)).toEqual({ where: 'plan=gold', pain: 'use-app-slow' })
    expect(inWords({ analysis: 'funnel', params: { steps: 'A > stage:Use' }, where: { step: 2 }, field: 'journeys' } as never)).toContain('step is “Use”')
    expect(behindIt({ ...claim, where: {} } as never)).toBe(null)
  })
})
