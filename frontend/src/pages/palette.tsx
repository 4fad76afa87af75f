// Ctrl/⌘-K: pages, analyses, touchpoints, customers and settings in one list, by keyboard alone.
import { useEffect, useId, useState } from 'react'
import { Modal, useMantineColorScheme } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { found, type Command } from '../actions/palette'
import { theAnalyses, theFound, theStages } from '../api/client'
import { humanise } from '../ui/numbers'
import { go } from '../ui/router'
import { t, useLanguage } from '../ui/words'

const PAGES = [['/maps/current', 'map.title'], ['/maps', 'nav.maps'], ['/journeys', 'nav.journeys'], ['/customers', 'nav.customers'], ['/feedback', 'nav.feedback'], ['/data', 'nav.data']] as const

export function Palette() {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title={t('palette.title')} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('drawer.close') }}>
      <Finder close={() => setOpen(false)} />
    </Modal>
  )
}

function useCommands(typed: string): Command[] {
  const analyses = useAsked(theAnalyses).data ?? []
  const touchpoints = (useAsked(theStages).data ?? []).map((row) => row.touchpoint)
  const people = useAsked({ ...theFound(typed.trim()), enabled: typed.trim().length > 1 }).data?.rows ?? []
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [language, speak] = useLanguage()
  const fixed: Command[] = [
    ...PAGES.map(([to, word]): Command => ({ kind: 'page', name: t(word), to })),
    ...analyses.map((one): Command => ({ kind: 'analysis', name: t.has(`analysis.${one.name}`) ?? humanise(one.name), to: `/journeys/${one.name}` })),
    { kind: 'act', name: t('palette.theme'), act: () => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark') },
    { kind: 'act', name: t('palette.language'), act: () => speak(language === 'en' ? 'de' : 'en') },
    ...touchpoints.map((name): Command => ({ kind: 'touchpoint', name, to: `/feedback?${new URLSearchParams({ touchpoint: name })}` })),
  ]
  const customers = typed.trim().length > 1 ? people.map((one): Command => ({ kind: 'customer', name: one.customer, to: `/customers/${encodeURIComponent(one.customer)}` })) : []
  return [...found(fixed, typed), ...customers]
}

function Finder({ close }: { close: () => void }) {
  const [typed, type] = useState('')
  const [at, move] = useState(0)
  const list = useId()
  const commands = useCommands(typed)
  const chosen = Math.min(at, commands.length - 1)
  const run = (one: Command | undefined) => {
    if (!one) return
    close()
    if (one.to) go(one.to)
    one.act?.()
  }
  const onKey = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      move((chosen + step + commands.length) % Math.max(1, commands.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      run(commands[chosen])
    }
  }
  return (
    <div className="palette">
      <input
        type="text" role="combobox" aria-expanded="true" aria-controls={list} aria-autocomplete="list" aria-label={t('palette.search')} placeholder={t('palette.search')}
        aria-activedescendant={commands.length ? `${list}${chosen}` : undefined} data-autofocus autoComplete="off" spellCheck={false}
        value={typed} onChange={(event) => (type(event.currentTarget.value), move(0))} onKeyDown={onKey}
      />
      <ul id={list} role="listbox" aria-label={t('palette.title')}>
        {commands.map((one, no) => (
          <li key={`${one.kind} ${one.name}`} id={`${list}${no}`} role="option" aria-selected={no === chosen} onClick={() => run(one)} onMouseMove={() => no !== chosen && move(no)}>
            <span>{one.name}</span> <small>{t(`palette.${one.kind}`)}</small>
          </li>
        ))}
      </ul>
      <p role="status" className={commands.length ? 'away' : 'why'}>{commands.length ? '' : t('palette.none')}</p>
    </div>
  )
}
