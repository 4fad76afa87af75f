import { describe, expect, test } from 'vitest'
import { flows } from '../src/pictures/flows'
import { graph } from '../src/pictures/graphs'
import { barsOf, columnsIn, columnsOf, sorted } from '../src/pictures/rows'

const PATHS = [
  { position: 1, from: 'Ad', to: 'Home', journeys: 6 },
  { position: 1, from: 'Ad', to: null, journeys: 4 },
  { position: 2, from: 'Home', to: 'Cart', journeys: 3 },
  { position: 2, from: 'Home', to: null, journeys: 2 },
  { position: 2, from: 'Home', to: '(more)', journeys: 1 },
]

describe('a Sankey adds up', () => {
  const drawn = flows(PATHS)
  test('what comes in goes on or left', () => {
    expect([drawn.total, drawn.left]).toEqual([10, 6])
    expect(drawn.exits.map((exit) => [exit.position, exit.journeys, exit.share])).toEqual([[1, 4, 0.4], [2, 2, 2 / 6]])
  })
  test('a node is as large as what enters it', () => {
    const size = (name: string) => drawn.nodes.find((node) => node.name === name)!.journeys
    expect([size('Ad'), size('Home'), size('Cart'), size('(more)')]).toEqual([10, 6, 3, 1])
  })
  test('nodes of a column do not overlap and stay on the sheet', () => {
    for (const one of drawn.nodes) {
      expect(one.y + one.h).toBeLessThanOrEqual(drawn.height)
      for (const other of drawn.nodes) if (other !== one && other.x === one.x) expect(one.y + one.h <= other.y || other.y + other.h <= one.y).toBe(true)
    }
  })
  test('with a split, a touchpoint that one segment hides among others is not half counted', () => {
    const split = flows([
      { segment: 'a', position: 1, from: 'Ad', to: null, journeys: 5 },
      { segment: 'b', position: 1, from: 'Mail', to: null, journeys: 3 },
      { segment: 'b', position: 1, from: '(others)', to: null, journeys: 2 },
      { segment: 'a', position: 1, from: '(others)', to: null, journeys: 1 },
    ])
    expect(split.nodes.map((node) => [node.name, node.journeys])).toEqual([['(others)', 11]])
    expect(split.total).toBe(11)
  })
  test('nothing in, nothing drawn', () => expect(flows([]).nodes).toEqual([]))
})

const GRAPH = [
  { from: null, to: 'A', transitions: 10, median_seconds: null },
  { from: 'A', to: 'B', transitions: 9, median_seconds: 60 },
  { from: 'B', to: 'C', transitions: 7, median_seconds: 60 },
  { from: 'C', to: 'A', transitions: 3, median_seconds: 60 },
  { from: 'B', to: 'B', transitions: 2, median_seconds: 60 },
  { from: 'C', to: null, transitions: 7, median_seconds: null },
]

describe('a graph flows from left to right', () => {
  test('the strongest ways set the order, ways back are marked', () => {
    const drawn = graph(GRAPH, 10)
    expect(drawn.nodes.map((node) => [node.name, node.layer])).toEqual([['A', 0], ['B', 1], ['C', 2]])
    expect(drawn.edges.filter((edge) => edge.back).map((edge) => `${edge.from}${edge.to}`)).toEqual(['CA', 'BB'])
  })
  test('the slider hides the weakest and says how many', () => {
    const drawn = graph(GRAPH, 2)
    expect(drawn.edges).toHaveLength(2)
    expect(drawn.hidden).toBe(2)
  })
})

describe('bars and tables need to know no analysis', () => {
  const rows = [{ thing: 'x', journeys: 2, new_share: 0.5 }, { thing: 'y', journeys: 5, new_share: null }]
  test('name, measure and the rest are told by names and values', () => {
    expect(columnsOf(rows)).toEqual({ name: 'thing', count: 'journeys', rest: ['new_share'] })
  })
  test('segments become parts of one bar', () => {
    const bars = barsOf([{ segment: 'a', step: 1, touchpoint: 'T', journeys: 2 }, { segment: 'b', step: 1, touchpoint: 'T', journeys: 3 }], 'touchpoint', 'journeys')
    expect(bars.map((bar) => bar.parts.map(([segment, size]) => [segment, size]))).toEqual([[['a', 2], ['b', 3]]])
  })
  test('unknown values sort last, both ways', () => {
    expect(sorted(rows, 'new_share', true).map((row) => row.thing)).toEqual(['x', 'y'])
    expect(sorted(rows, 'new_share', false).map((row) => row.thing)).toEqual(['x', 'y'])
    expect(sorted(rows, 'journeys', true).map((row) => row.thing)).toEqual(['y', 'x'])
  })
  test('declared columns come first, a segment only where there is one', () => {
    expect(columnsIn([{ b: 1, a: 2, segment: null, c: 3 }], { a: '', b: '' })).toEqual(['a', 'b', 'c'])
  })
})
