// What the palette offers: one list of commands, found by words in any order. Pure.
export type Command = { kind: 'page' | 'analysis' | 'touchpoint' | 'customer' | 'act'; name: string; to?: string; act?: () => void }

const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/** Commands whose name holds every word typed; those that begin with the text come first. */
export function found(commands: readonly Command[], typed: string, most = 12): Command[] {
  const text = plain(typed.trim())
  const words = text.split(/\s+/).filter(Boolean)
  const rank = (one: Command) => (plain(one.name).startsWith(text) ? 0 : plain(one.name).split(/\s+/).some((word) => word.startsWith(words[0] ?? '')) ? 1 : 2)
  return commands
    .filter((one) => words.every((word) => plain(one.name).includes(word)))
    .map((one, no) => ({ one, no }))
    .sort((a, b) => rank(a.one) - rank(b.one) || a.no - b.no)
    .slice(0, most)
    .map(({ one }) => one)
}
