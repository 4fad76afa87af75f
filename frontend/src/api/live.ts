// News from the server: what was computed from what changed is asked again.
import { useEffect, useState } from 'react'
import { changedData, queries, theLiveSources, type Shape } from './client'
import { session } from './early'

export type News = { id: string; revision: number; session: string | null }

export type Presence = { map: string; people: Shape['Present'][] }

type Listener = { map?: (news: News) => void; presence?: (news: Presence) => void; ready?: () => void; open?: () => void; lost?: () => void }
const listeners = new Set<Listener>()
let source: EventSource | null = null
let lost = false
let known = false

/** Whether the server knows this tab, so that it may say which map it shows. */
export const isKnown = (): boolean => known

function start(): void {
  source = new EventSource(`/api/v1/live?session=${session}`)
  source.onopen = () => {
    // what happened meanwhile was not heard
    if (lost) void queries.invalidateQueries()
    lost = false
    listeners.forEach((one) => one.open?.())
  }
  source.onerror = () => {
    lost = true
    known = false
    listeners.forEach((one) => one.lost?.())
    // a browser gives up on a refused connection; we do not
    if (source?.readyState === EventSource.CLOSED) setTimeout(start, 2000)
  }
  source.addEventListener('map', (event) => {
    const news = JSON.parse(event.data) as News
    listeners.forEach((one) => one.map?.(news))
  })
  source.addEventListener('presence', (event) => {
    const news = JSON.parse(event.data) as Presence
    listeners.forEach((one) => one.presence?.(news))
  })
  source.addEventListener('ready', () => {
    known = true
    listeners.forEach((one) => one.ready?.())
  })
  source.addEventListener('data', () => void changedData())
  // what came in is counted at once, before it is loaded
  source.addEventListener('received', () => void queries.invalidateQueries({ queryKey: theLiveSources.queryKey }))
}

/** Hear news while a page is open; one stream serves the whole tab. */
export function useLive(listener: Listener): void {
  const [own] = useState<{ now: Listener }>({ now: listener })
  own.now = listener
  useEffect(() => {
    const heard: Listener = { map: (news) => own.now.map?.(news), presence: (news) => own.now.presence?.(news), ready: () => own.now.ready?.(), open: () => own.now.open?.(), lost: () => own.now.lost?.() }
    listeners.add(heard)
    if (!source) start()
    return () => {
      listeners.delete(heard)
      if (listeners.size || !source) return
      source.close()
      source = null
      known = false
    }
  }, [own])
}
