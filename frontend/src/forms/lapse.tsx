// The time-lapse: a slider over the windows of the data, and a button that walks through them.
import { useEffect, useState } from 'react'
import { Button, SegmentedControl, Slider } from '@mantine/core'
import { Icon } from '../ui/icons'
import { period } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { t, type Key } from '../ui/words'

export type Window = { from: string; to: string }
const LENGTHS = ['week', 'month', 'quarter'] as const
const BEAT = 1600

export function LapseButton({ on, begin }: { on: boolean; begin: () => string }) {
  const [, change] = useQuery()
  return (
    <Button variant={on ? 'light' : 'subtle'} size="xs" color="gray" leftSection={<Icon name="calendar" size={15} />} aria-pressed={on} onClick={() => change(on ? { lapse: null, from: null, to: null } : { lapse: begin() })}>
      {t('lapse.button')}
    </Button>
  )
}

export function Lapse({ windows, length }: { windows: Window[]; length: string }) {
  const [query, change] = useQuery()
  const [playing, play] = useState(false)
  const at = windows.findIndex((one) => one.from === query.get('from') && one.to === query.get('to'))
  const show = (no: number) => windows[no] && change({ from: windows[no].from, to: windows[no].to }, { replace: true })
  useEffect(() => {
    if (at < 0 && windows.length) show(windows.length - 1)
  })
  useEffect(() => {
    if (!playing) return
    const timer = setTimeout(() => (at + 1 < windows.length ? show(at + 1) : play(false)), BEAT)
    return () => clearTimeout(timer)
  })
  const now = windows[Math.max(0, at)]
  if (!now) return null
  return (
    <div className="toolbar lapse" role="group" aria-label={t('lapse.button')}>
      <Button size="xs" variant="default" onClick={() => (playing ? play(false) : (at >= windows.length - 1 && show(0), play(true)))}>{t(playing ? 'lapse.pause' : 'lapse.play')}</Button>
      <Slider className="lapseslider" size="sm" min={0} max={Math.max(1, windows.length - 1)} value={Math.max(0, at)} onChange={show} label={null} thumbLabel={t('lapse.window')} thumbProps={{ 'aria-valuetext': period(now.from, now.to) }} />
      <b role="status">{period(now.from, now.to)}</b>
      <small>{t('lapse.of', { at: at + 1, all: windows.length })}</small>
      <SegmentedControl size="xs" value={length} aria-label={t('lapse.length')} onChange={(lapse) => change({ lapse, from: null, to: null })} data={LENGTHS.map((one) => ({ value: one, label: t(`lapse.${one}` as Key) }))} />
      <span className="sr"><Icon name="info" size={14} /> {t('lapse.note')}</span>
    </div>
  )
}
