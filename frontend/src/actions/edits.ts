// Changes on their way to the server: held under their ids until it says that they are on disk. Pure.
import type { Operation } from './places'

/** `seen` is the revision that was shown when the change was made. */
export type Change = { id: string; change: Operation; seen: number }
export type Conflict = { mine: Omit<Change, 'seen'>; theirs: { id: string; author: string | null; at: string; change: Record<string, unknown>; why: string } }
/** `waiting` are not on disk yet, oldest first; `offline` says that the server did not answer. */
export type Queue = { waiting: readonly Change[]; offline: boolean; conflict: Conflict | null; refused: string | null }

export const EMPTY: Queue = { waiting: [], offline: false, conflict: null, refused: null }

export const added = (queue: Queue, change: Change): Queue => ({ ...queue, waiting: [...queue.waiting, change], refused: null })

/** The server has it on disk. */
export const taken = (queue: Queue, id: string): Queue => ({ ...queue, offline: false, waiting: queue.waiting.filter((one) => one.id !== id) })

/** The server did not answer: everything stays. */
export const unreached = (queue: Queue): Queue => ({ ...queue, offline: true })

/** The server says that it cannot be done: it is taken out, and why is shown. */
export const refused = (queue: Queue, id: string, why: string): Queue => ({ ...taken(queue, id), refused: why })

/** Somebody else changed the same place: nothing goes on until a person chose. */
export const disputed = (queue: Queue, conflict: Conflict): Queue => ({ ...queue, offline: false, conflict })

/** Mine is sent again, now that theirs was seen at that revision; or mine is dropped. */
export function chosen(queue: Queue, mine: boolean, revision: number): Queue {
  if (!queue.conflict) return queue
  const { id } = queue.conflict.mine
  const settled = { ...queue, conflict: null }
  return mine ? seenAt(settled, id, revision) : taken(settled, id)
}

/** A change stands on another revision than it did. */
export const seenAt = (queue: Queue, id: string, seen: number): Queue => ({ ...queue, waiting: queue.waiting.map((one) => (one.id === id ? { ...one, seen } : one)) })

/** The next change to be sent; none while a person has to choose. */
export const next = (queue: Queue): Change | null => (queue.conflict ? null : (queue.waiting[0] ?? null))

/** How long to wait before asking a server again that did not answer, in milliseconds. */
export const patience = (tries: number): number => Math.min(500 * 2 ** tries, 5000)

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An id that nobody else makes: 16 signs from the browser's source of chance. */
export function freshId(random: (length: number) => Uint8Array = (length) => crypto.getRandomValues(new Uint8Array(length))): string {
  return `e${[...random(15)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`
}
