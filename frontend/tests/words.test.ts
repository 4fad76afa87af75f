import { expect, test } from 'vitest'
import { de } from '../src/ui/words.de'
import { en } from '../src/ui/words.en'

const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]!).sort()

test('every text stands in both languages, none is empty', () => {
  expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort())
  expect(Object.entries(de).filter(([, text]) => !text.trim())).toEqual([])
})

test('a translation keeps the places of its values', () => {
  const wrong = (Object.keys(en) as (keyof typeof en)[]).filter((key) => holes(en[key]).join() !== holes(de[key]).join())
  expect(wrong).toEqual([])
})
