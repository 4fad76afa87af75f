// Words of data that every page writes alike: instruments, channels, languages.
import { t } from './words'

/** What somebody was asked: three letters are capitals. */
export const instrumentText = (name: string): string => (/^(nps|csat|ces)$/.test(name) ? name.toUpperCase() : name)

/** A channel in the reader's words; one of the data's own stays as it is. */
export const channelText = (name: string): string => t.has(`channel.${name}`) ?? name

/** The language of a code, `de` is German. */
export function languageText(code: string): string {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || 'en'], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
