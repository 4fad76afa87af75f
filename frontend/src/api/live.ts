// News from the server: what was computed from what changed is asked again.
import { useEffect, useState } from 'react'
import { changedData, queries } from './client'

export type News = { id: string; revision: number; session: string | null }

type Listener = { map?: (news: News) => void; open?: () => void; lost?: () => void }
const listeners = new Set<Listener>()
let source: EventSource | null = null
let lost = false

function start(): void {
  source = new EventSource('/api/v1/live')
  source.onopen = () => {
    // what happened meanwhile was not heard
    if (lost) void queries.invalidateQueries()
    lost = false
    listeners.forEach((one) => one.open?.())
  }
  source.onerror = () => {
    lost = true
    listeners.forEach((one) => one.lost?.())
    // a browser gives up on a refused connection; we do not
    if (source?.readyState === EventSource.CLOSED) setTimeout(start, 2000)
  }
  source.addEventListener('map', (event) => {
    const news = JSON.parse(event.data) as News
    listeners.forEach((one) => one.map?.(news))
  })
  source.addEventListener('data', () => void changedData())
}

/** Hear news while a page is open; one stream serves the whole tab. */
export function useLive(listener: Listener): void {
  const [own] = useState<{ now: Listener }>({ now: listener })
  own.now = listener
  useEffect(() => {
    const heard: Listener = { map: (news) => own.now.map?.(news), open: () => own.now.open?.(), lost: () => own.now.lost?.() }
    listeners.add(heard)
    if (!source) start()
    return () => {
      listeners.delete(heard)
      if (listeners.size || !source) return
      source.close()
      source = null
    }
  }, [own])
}
