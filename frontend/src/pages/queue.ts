// The changes of one map: held until the server has them on disk, sent one after the other.
import { useEffect, useRef, useState } from 'react'
import { EMPTY, added, chosen, disputed, freshId, next, patience, refused, seenAt, taken, unreached, type Conflict, type Queue } from '../actions/edits'
import type { Operation } from '../actions/places'
import { Refused, changedMap, sendEdit } from '../api/client'
import { useLive } from '../api/live'
import { myName } from '../ui/me'

const STORED = (id: string) => `desirepath unsaved ${id}`

export type Editing = {
  queue: Queue
  /** Make a change; returns its id at once. */
  make: (operation: Operation) => string
  choose: (mine: boolean) => void
  /** What this tab would undo and do again next, known before the picture comes. */
  back: Back
  undo: () => void
  redo: () => void
}

type Back = { revision: number; undo: string | null; redo: string | null }

function kept(id: string): Queue {
  try {
    return { ...EMPTY, waiting: JSON.parse(localStorage.getItem(STORED(id)) ?? '[]') as Queue['waiting'] }
  } catch {
    return EMPTY
  }
}

function keep(id: string, queue: Queue): void {
  try {
    if (queue.waiting.length) localStorage.setItem(STORED(id), JSON.stringify(queue.waiting))
    else localStorage.removeItem(STORED(id))
  } catch {
    // without storage, changes that are not saved live as long as the page
  }
}

/** `drawn` is the picture that is shown. */
export function useEdits(drawn: Back & { id: string }): Editing {
  const { id } = drawn
  const [queue, show] = useState(() => kept(id))
  const now = useRef({ queue, drawn, back: drawn as Back, theirs: 0, sending: false, tries: 0, timer: 0, gone: false, wanted: [] as ('undo' | 'redo')[] })
  now.current.drawn = drawn
  if (drawn.revision >= now.current.back.revision) now.current.back = drawn
  const set = (made: Queue) => {
    now.current.queue = made
    keep(id, made)
    show(made)
  }
  const make = (operation: Operation): string => {
    const change = { id: freshId(), change: operation, seen: now.current.drawn.revision }
    set(added(now.current.queue, change))
    void flush()
    return change.id
  }
  const flush = async (): Promise<void> => {
    const state = now.current
    const change = next(state.queue)
    if (!change || state.sending || state.gone) return
    state.sending = true
    clearTimeout(state.timer)
    try {
      state.back = await sendEdit(id, change.seen, { id: change.id, change: change.change }, myName())
      state.tries = 0
      set(taken(state.queue, change.id))
      void changedMap()
    } catch (error) {
      settle(error, change.id)
    }
    state.sending = false
    if (state.queue.offline) return
    if (next(state.queue)) void flush()
    else goBack()
  }
  // keys pressed while something is on its way are done afterwards, in their order
  const goBack = () => {
    const state = now.current
    if (state.queue.waiting.length) return
    const wanted = state.wanted.shift()
    const entry = wanted && state.back[wanted]
    if (wanted && entry) make({ op: wanted, entry })
    else state.wanted = []
  }
  const want = (what: 'undo' | 'redo') => {
    now.current.wanted.push(what)
    goBack()
  }
  const settle = (error: unknown, change: string) => {
    const state = now.current
    const again = () => (state.timer = window.setTimeout(() => void flush(), patience(state.tries++)))
    if (!(error instanceof Refused) || error.status === 0 || error.status >= 500) {
      set(unreached(state.queue))
      again()
    } else if (error.status === 409 && Array.isArray(error.problem.conflicts)) {
      state.theirs = Number(error.problem.revision)
      set(disputed(state.queue, (error.problem.conflicts as Conflict[])[0]!))
      void changedMap()
    } else if (error.status === 412) {
      set(unreached(seenAt(state.queue, change, 0)))
      again()
    } else {
      set(refused(state.queue, change, error.message))
    }
  }
  useLive({
    open: () => void flush(),
    map: (news) => {
      if (news.id === id && news.revision > now.current.drawn.revision) void changedMap()
    },
  })
  useEffect(() => {
    now.current.gone = false
    void flush()
    const leave = (event: BeforeUnloadEvent) => {
      if (now.current.queue.waiting.length) event.preventDefault()
    }
    window.addEventListener('beforeunload', leave)
    return () => {
      now.current.gone = true
      clearTimeout(now.current.timer)
      window.removeEventListener('beforeunload', leave)
    }
    // a map has one queue for as long as its page is open
  }, [id])
  return {
    queue,
    make,
    choose: (mine) => {
      set(chosen(now.current.queue, mine, now.current.theirs))
      void flush()
    },
    back: now.current.back,
    undo: () => want('undo'),
    redo: () => want('redo'),
  }
}
