// All texts go through i18next. English is complete; German is the proof that another language
// can stand beside it, loaded when somebody chooses it. A missing text falls back to English,
// never to a key.
import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import { STORED, chosen } from './language'
import { nameMonths } from './numbers'
import { en } from './words.en'

export type Key = keyof typeof en

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

const others: Record<string, () => Promise<Record<Key, string>>> = { de: async () => (await import('./words.de')).de }

void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
})

/** Settled when the words of the language that was chosen are there; the first page waits for it. */
export const spoken: Promise<void> = change(chosen())

async function change(language: string): Promise<void> {
  const load = others[language]
  try {
    if (load && !i18next.hasResourceBundle(language, 'translation')) i18next.addResourceBundle(language, 'translation', await load())
  } catch {
    return // words that cannot be loaded leave the page in the language that it has
  }
  await i18next.changeLanguage(language)
  nameMonths(t('months').split(' '))
  document.documentElement.lang = i18next.language
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return i18next.t(key, values)
}

type Counted = { [K in Key]: K extends `${infer Name}_other` ? Name : never }[Key]

/** A text that counts: one thing, or many. */
export const many = (key: Counted, count: number, more: Record<string, string> = {}): string => t(`${key}_${count === 1 ? 'one' : 'other'}` as Key, { count, ...more })

/** A text that may not exist, such as the title of an analysis that somebody added. */
t.has = (key: string): string | null => (i18next.exists(key) ? i18next.t(key) : null)

/** The word for what journeys are: customers, cases, sessions, accounts or households. */
export const counted = (journey: { unit?: string | null; subject?: unknown }): string =>
  t.has(`unit.${journey.unit === 'customer' && typeof journey.subject === 'string' ? journey.subject : journey.unit}`) ?? t('unit.customer')

export function useLanguage(): [string, (language: string) => void] {
  const language = useSyncExternalStore(
    (listener) => {
      i18next.on('languageChanged', listener)
      return () => i18next.off('languageChanged', listener)
    },
    () => i18next.language,
  )
  return [language, speak]
}

function speak(language: string): void {
  try {
    localStorage.setItem(STORED, language)
  } catch {
    // a page without storage forgets the choice
  }
  void change(language)
}
