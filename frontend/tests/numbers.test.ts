import { describe, expect, test } from 'vitest'
import * as numbers from '../src/ui/numbers'
import examples from './numbers.json' with { type: 'json' }

const spaced = (text: string) => text.replaceAll('\u202f', ' ')

// tests/web/test_numbers.py asks Python for the same examples: both sides write alike
describe.each(Object.entries(examples))('%s reads as on the map', (name, list) => {
  const write = numbers[name as 'exact'] as (value: unknown) => string
  test.each(list as [unknown, string][])('%s', (value, text) => expect(spaced(write(value))).toBe(text))
})

test('a period names the year once', () => {
  expect(numbers.period('2026-08-23', '2026-11-20')).toBe('23 Aug – 20 Nov 2026')
  expect(numbers.period('2025-12-01', '2026-01-02')).toBe('1 Dec 2025 – 2 Jan 2026')
  expect(numbers.period(null, null)).toBe('no dates')
})

test('file sizes are short', () => {
  expect([12, 1500, 300_000_000].map((size) => spaced(numbers.bytes(size)))).toEqual(['12 B', '1.5 kB', '300 MB'])
})
