// How the map is looked at: versions, density, and one stage after the other for a meeting.
import { useEffect, useState } from 'react'
import { Button } from '@mantine/core'
import type { Drawn } from '../api/client'
import { Icon } from '../ui/icons'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

export function Views({ drawn, versions }: { drawn: Drawn; versions: () => void }) {
  const [query, change] = useQuery()
  const dense = query.get('density') === 'dense'
  const presenting = query.get('present')
  useEffect(() => {
    document.documentElement.dataset.density = dense ? 'dense' : ''
    return () => void delete document.documentElement.dataset.density
  }, [dense])
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="clock" size={14} />} onClick={versions}>{t('versions.open')}</Button>
      <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="table" size={14} />} aria-pressed={dense} onClick={() => change({ density: dense ? null : 'dense' })}>{t(dense ? 'density.wide' : 'density.dense')}</Button>
      <Button size="compact-sm" variant="subtle" color="gray" leftSection={<Icon name="screen" size={14} />} onClick={() => change({ present: '1', open: null })}>{t('present.start')}</Button>
      {presenting ? <Presentation drawn={drawn} at={Number(presenting)} go={(to) => change({ present: to ? String(to) : null }, { replace: true })} /> : null}
    </>
  )
}

/** The page without its frame, one stage in the light after the other; arrows turn, Escape ends. */
function Presentation({ drawn, at, go }: { drawn: Drawn; at: number; go: (to: number | null) => void }) {
  const { sheet, document: map } = drawn
  const stages = map.stages.filter((stage) => stage.steps.length)
  const now = Math.min(Math.max(1, at || 1), stages.length)
  const [shade, cast] = useState<{ left: number; right: number } | null>(null)
  useEffect(() => {
    document.documentElement.dataset.presenting = 'yes'
    return () => void delete document.documentElement.dataset.presenting
  }, [])
  useEffect(() => {
    const own = sheet.grid.filter((place) => place.stage === stages[now - 1]?.id)
    if (!own[0]) return
    const left = own[0].x + sheet.label_width
    const right = own.at(-1)!.x + own.at(-1)!.w + sheet.label_width
    // on the whole page: the picture is put down anew with every change, and after this
    const page = document.documentElement.style
    page.setProperty('--light-from', `${(left / sheet.width) * 100}%`)
    page.setProperty('--light-to', `${(right / sheet.width) * 100}%`)
    const frame = requestAnimationFrame(() => {
      const board = document.querySelector<HTMLElement>('.map')
      const scale = (board?.clientWidth ?? 0) / sheet.width
      board?.parentElement?.scrollTo({ left: (left - sheet.label_width) * scale - 40, behavior: 'auto' })
    })
    cast({ left, right })
    return () => cancelAnimationFrame(frame)
  }, [now, drawn])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 }[event.key]
      if (event.key === 'Escape') go(null)
      else if (step) go(Math.min(Math.max(1, now + step), stages.length))
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [now, stages.length])
  const words = t('present.at', { at: now, all: stages.length, name: stages[now - 1]?.name ?? '' })
  return (
    <div className="presenter" role="group" aria-label={t('present.start')} data-lit={shade ? 'yes' : ''}>
      <strong role="status">{words}</strong>
      <Button size="compact-sm" variant="default" disabled={now === 1} onClick={() => go(now - 1)}>{t('drawer.previous')}</Button>
      <Button size="compact-sm" variant="default" disabled={now === stages.length} onClick={() => go(now + 1)}>{t('drawer.next')}</Button>
      <Button size="compact-sm" onClick={() => go(null)}>{t('present.end')}</Button>
    </div>
  )
}
