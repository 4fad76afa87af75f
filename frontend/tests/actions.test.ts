import { describe, expect, test } from 'vitest'
import { address, beside, claimsAt, command, python } from '../src/actions/evidence'
import { moved, spelled, stageSteps, stepsOf, textOf } from '../src/actions/funnel'
import { coverageOf, inOrder, rolesFound } from '../src/actions/data'
import { found, type Command } from '../src/actions/palette'
import { carried, selectionOf } from '../src/actions/selection'
import { choiceOf, chosenRoles, columnsOf, stateOf, step, type Upload } from '../src/actions/uploads'
import { cell, csv } from '../src/ui/csv'
import type { MapDocument, Report, Sent } from '../src/api/client'

const claim = { analysis: 'funnel', params: { steps: "A > B's", by: 'plan' }, where: { step: 2 }, field: 'journeys', value: 3 }

describe('evidence', () => {
  const document = { stages: [{ evidence: [claim], steps: [{ evidence: claim }] }], lanes: [] } as unknown as MapDocument
  test('a path leads to its claims, one or many', () => {
    expect(claimsAt(document, 'stages.0')).toEqual([claim])
    expect(claimsAt(document, 'stages.0.steps.0#3')).toEqual([claim])
    expect(claimsAt(document, 'stages.9.steps.0')).toEqual([])
  })
  test('the same question as a command, in Python and as a page', () => {
    expect(command(claim)).toBe("desirepath analyse funnel --steps 'A > B'\\''s' --by plan --json")
    expect(python({ ...claim, params: { from: '2024-01-01', deep: true, where: ['a=b'] } })).toBe('ws.analyses.funnel(from_="2024-01-01", deep=True, where=["a=b"])')
    expect(address(claim)).toBe('/journeys/funnel?steps=A+%3E+B%27s&by=plan')
  })
  test('neighbours go round the end', () => expect([beside(['a', 'b'], 'b', 1), beside(['a', 'b'], 'a', -1)]).toEqual(['a', 'b']))
})

describe('funnel steps', () => {
  test('text and steps are the same thing', () => {
    expect(stepsOf('A > B | C > "x > y" > stage:D')).toEqual(['A', 'B | C', '"x > y"', 'stage:D'])
    expect(textOf(stepsOf('A > B'))).toBe('A > B')
    expect([stepsOf(null), textOf([])]).toEqual([[], null])
  })
  test('names that hold signs are quoted', () => expect([spelled('Cart'), spelled('a > "b"')]).toEqual(['Cart', '"a > ""b"""']))
  test('a step moves, never past an end', () => expect([moved(['a', 'b', 'c'], 0, 1), moved(['a', 'b'], 1, 1)]).toEqual([['b', 'a', 'c'], ['a', 'b']]))
  test('stages in the order of the rows', () => expect(stageSteps([{ stage: 'Use' }, { stage: 'Use' }, { stage: 'Support' }])).toEqual(['stage:Use', 'stage:Support']))
})

describe('selection', () => {
  const query = new URLSearchParams('where=a%3D1&where=b%3D2&by=plan&open=x')
  test('is read from the address', () => expect(selectionOf(query)).toEqual({ by: 'plan', where: ['a=1', 'b=2'], from: null, to: null, through: [], without: [] }))
  test('goes along to another page, the rest does not', () => expect(carried('/journeys', query)).toBe('/journeys?where=a%3D1&where=b%3D2&by=plan'))
})

describe('uploads', () => {
  const file = { name: 'a.csv', size: 10 }
  const report = {
    columns: { time: { column: 't', confidence: 0.9 }, touchpoint: { column: 'x', confidence: 0.4 } },
    table: [{ column: 'c', examples: ['1'], filled: 1 }, { column: 't', examples: ['2024'], filled: 1 }, { column: 'x', examples: ['Cart'], filled: 0.5 }],
  } as unknown as Report
  const sent = (state: string): Sent => ({ id: 'q', file: 'a.csv', bytes: 10, state, doing: '', part: null, report }) as unknown as Sent
  const through = (...steps: Parameters<typeof step>[1][]) => steps.reduce<Upload[]>((state, one) => step(state, one), [])
  const added = { type: 'added', id: 1, ...file } as const
  test('a file is sent once, previewed, corrected, imported', () => {
    const told = (state: string) => ({ type: 'told', id: 1, sent: sent(state) }) as const
    const steps = [added, { type: 'progress', id: 1, part: 0.5 } as const, told('received'), told('previewed'), told('importing'), told('done')]
    expect(steps.map((_, no) => stateOf(through(...steps.slice(0, no + 1))[0]!))).toEqual(['sending', 'sending', 'previewing', 'preview', 'importing', 'done'])
  })
  test('only what a person changed goes along', () => {
    const [one] = through(added, { type: 'chosen', id: 1, choice: { roles: { when: 'time', x: '' }, kind: 'events', source: ' ' } })
    expect(choiceOf(one!)).toEqual({ drop_duplicates: false, kind: 'events', columns: { time: 'when', attribute: ['x'] } })
  })
  test('columns show the role found, the doubtful first, and the role that a person gave', () => {
    const [one] = through(added, { type: 'told', id: 1, sent: sent('previewed') })
    expect(columnsOf(one!).map((row) => [row.column, row.role])).toEqual([['x', 'touchpoint'], ['t', 'time'], ['c', '']])
    const [changed] = through(added, { type: 'told', id: 1, sent: sent('previewed') }, { type: 'chosen', id: 1, choice: { roles: chosenRoles({}, 'c', 'touchpoint') } })
    expect(columnsOf(changed!).map((row) => [row.column, row.role, row.yours])).toEqual([['t', 'time', false], ['c', 'touchpoint', true], ['x', '', false]])
  })
  test('a role has one column', () => expect(chosenRoles({ a: 'time', b: '' }, 'c', 'time')).toEqual({ b: '', c: 'time' }))
  test('others are left alone, and a file can be taken away', () => {
    const state = through(added, { ...added, id: 2 }, { type: 'failed', id: 2, error: '', cancelled: true })
    expect(state.map(stateOf)).toEqual(['sending', 'cancelled'])
    expect(step(state, { type: 'removed', id: 1 }).map((one) => one.id)).toEqual([2])
  })
  test('a cancel that came too late says imported', () => {
    const [one] = through(added, { type: 'told', id: 1, sent: sent('done') }, { type: 'failed', id: 1, error: '', cancelled: true })
    expect(stateOf(one!)).toBe('done')
  })
})

describe('palette', () => {
  const all: Command[] = ['Maps', 'Feedback', 'Pains, by cost', 'Support call', 'Étage'].map((name) => ({ kind: 'page', name }))
  const names = (typed: string) => found(all, typed).map((one) => one.name)
  test('words in any order, without accents, beginnings first', () => {
    expect([names('cost pains'), names('etage'), names('ca')]).toEqual([['Pains, by cost'], ['Étage'], ['Support call']])
    expect(names('m')).toEqual(['Maps'])
    expect([names('').length, names('zebra')]).toEqual([5, []])
  })
})

describe('data page', () => {
  test('coverage is a share of the journeys that reach the stage', () => {
    const table = coverageOf([{ source: 'web', stage: 'Use', journeys: 5, of_journeys: 10 }, { source: 'web', stage: 'Awareness', journeys: 4, of_journeys: 4 }, { source: 'crm', stage: null, journeys: 1, of_journeys: 1 }])
    expect([table.rows, table.columns]).toEqual([['web'], ['Awareness', 'Use']])
    expect([...table.cells.values()]).toEqual([0.5, 1])
  })
  test('doubtful roles come first', () => expect(rolesFound({ columns: { time: { column: 't', confidence: 0.9 }, touchpoint: { column: 'x', confidence: 0.4 } } } as unknown as Report).map(([role]) => role)).toEqual(['touchpoint', 'time']))
  test('what is least sure and not yet looked at comes first', () => {
    const rows = [{ touchpoint: 'a', stage: 'Use', set_by: 'you', confidence: 0.1 }, { touchpoint: 'b', stage: 'Use', set_by: 'proposal', confidence: 0.9 }, { touchpoint: 'c', stage: 'Use', set_by: 'proposal', confidence: 0.5 }]
    expect(inOrder(rows as never, 'doubt').map((row) => row.touchpoint)).toEqual(['c', 'b', 'a'])
  })
})

describe('CSV for people', () => {
  test('a cell that a spreadsheet would run is disarmed, numbers stay numbers', () => {
    expect(['=1+1', '+A', '-x', '@cmd', '\tx', -3, 'fine', null, ['a', 'b']].map(cell)).toEqual(["'=1+1", "'+A", "'-x", "'@cmd", "'\tx", '-3', 'fine', '', 'a > b'])
  })
  test('quotes and line breaks are kept', () => expect(csv(['a'], [{ a: 'x "y"\nz' }])).toBe('a\r\n"x ""y""\nz"\r\n'))
})
