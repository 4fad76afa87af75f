// The frame around every page: rail, skip link, keys, and the page of the address.
import { Suspense, lazy, useEffect, useRef, useState } from 'react'
import { Modal } from '@mantine/core'
import { useIsFetching } from '@tanstack/react-query'
import { useLive } from '../api/live'
import { programAt, programs } from '../routes'
import { go, usePath } from '../ui/router'
import { Icon } from '../ui/icons'
import { Boundary } from '../ui/boundary'
import { Empty, Link, NavLink, Skeleton, Title } from '../ui/pieces'
import { Palette } from './palette'
import { ThemeButton } from '../ui/theme'
import { LANGUAGES, t, useLanguage, type Key } from '../ui/words'

const MapsPage = lazy(programs.maps)
const MapPage = lazy(programs.map)
const JourneysPage = lazy(programs.journeys)
const CustomersPage = lazy(programs.customers)
const CustomerPage = lazy(programs.customer)
const FeedbackPage = lazy(programs.feedback)
const DataPage = lazy(programs.data)

const KEYS: Record<string, string> = { m: '/maps', j: '/journeys', c: '/customers', f: '/feedback', d: '/data' }

export function Shell() {
  const path = usePath()
  const [language] = useLanguage()
  const [help, showHelp] = useKeys()
  const main = useRef<HTMLElement>(null)
  useLive({})
  const section = path.split('/')[1] ?? ''
  useEffect(() => {
    document.title = `${TITLES[section] ? `${t(TITLES[section])} · ` : ''}Desirepath`
  }, [section, language])
  useEffect(() => {
    if (path === '/') go('/maps/current', { replace: true })
  }, [path])
  return (
    <div className="shell" key={language}>
      <a className="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>{t('shell.skip')}</a>
      <nav className="rail" aria-label={t('shell.nav')}>
        <Link to="/maps" className="logo" label="Desirepath"><img src="/logo.svg" alt="" width="28" height="28" /></Link>
        <NavLink to="/maps" icon="maps">{t('nav.maps')}</NavLink>
        <NavLink to="/journeys" icon="journeys">{t('nav.journeys')}</NavLink>
        <NavLink to="/customers" icon="customers">{t('nav.customers')}</NavLink>
        <NavLink to="/feedback" icon="feedback">{t('nav.feedback')}</NavLink>
        <NavLink to="/data" icon="data">{t('nav.data')}</NavLink>
        <span className="push" />
        <a className="nav small" href={helpFor(path)} aria-label={t('nav.help')} title={t('nav.help')}><Icon name="book" size={18} /></a>
        <ThemeButton />
        <button type="button" className="nav small" aria-label={t('shell.help')} title={t('shell.help')} onClick={() => showHelp(true)}><Icon name="help" size={18} /></button>
        <LanguageButton />
      </nav>
      <Busy />
      <main ref={main} id="main" tabIndex={-1}>
        <Boundary key={path}>
          <Suspense fallback={<div className="page"><Skeleton rows={10} /></div>}>{page(path)}</Suspense>
        </Boundary>
      </main>
      <Palette />
      <Modal opened={help} onClose={() => showHelp(false)} title={t('shell.help')} transitionProps={{ duration: 0 }} closeButtonProps={{ 'aria-label': t('drawer.close') }}>
        <dl className="keys">
          {([['E ↵', 'key.evidence'], ['← ↑ → ↓', 'key.move'], ['Esc', 'key.close'], ['F2', 'key.write'], ['N', 'key.card'], ['I', 'key.image'], ['M', 'key.moveto'], ['Alt ←→↑↓', 'key.nudge'], ['Del', 'key.remove'], ['Ctrl Z', 'key.undo'], ['Shift F10', 'key.menu'], ['G M', 'key.maps'], ['G J', 'key.journeys'], ['G C', 'key.customers'], ['G F', 'key.feedback'], ['G D', 'key.data'], ['Ctrl K', 'key.palette'], ['?', 'key.help']] as const).map(([key, word]) => (
            <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(word)}</dd></div>
          ))}
        </dl>
      </Modal>
    </div>
  )
}

/** The values stay, a thin bar says that newer ones are being computed. */
function Busy() {
  const asking = useIsFetching({ predicate: (query) => query.state.data !== undefined })
  return <div className={asking ? 'busy whole on' : 'busy whole'} />
}

const TITLES: Record<string, Key> = { maps: 'nav.maps', journeys: 'nav.journeys', customers: 'nav.customers', feedback: 'nav.feedback', data: 'nav.data' }

function page(path: string) {
  const { program, name } = programAt(path)
  if (path === '/') return null
  if (program === 'maps') return <MapsPage />
  if (program === 'map') return <MapPage key={name} id={name!} />
  if (program === 'journeys') return <JourneysPage name={name} />
  if (program === 'customers') return <CustomersPage />
  if (program === 'customer') return <CustomerPage key={name} name={name!} />
  if (program === 'feedback') return <FeedbackPage />
  if (program === 'data') return <DataPage />
  return <div className="page"><Title title="Desirepath" /><Empty title={t('shell.nothing')} action={<Link to="/maps" className="button">{t('nav.maps')}</Link>}>{path}</Empty></div>
}

/** The help page about the page shown; the server has them, built from docs/. */
function helpFor(path: string): string {
  const [section, name] = path.split('/').filter(Boolean)
  if (section === 'journeys' && name) return `/help/reference/analyses/${name}.html`
  const pages: Record<string, string> = { maps: 'how-to/read-a-map', journeys: 'reference/analyses', feedback: 'explanation/feedback', data: 'how-to/your-own-data' }
  return pages[section ?? ''] ? `/help/${pages[section ?? '']}.html` : '/help/'
}

function LanguageButton() {
  const [language, speak] = useLanguage()
  const other = language === 'en' ? 'de' : 'en'
  return (
    <button type="button" className="nav small" lang={other} aria-label={`${other.toUpperCase()}, ${LANGUAGES[other]}`} title={LANGUAGES[other]} onClick={() => speak(other)}>{other.toUpperCase()}</button>
  )
}

/** `?` shows the keys; G and a letter go to a page. Never while somebody types. */
function useKeys(): [boolean, (shown: boolean) => void] {
  const [help, showHelp] = useState(false)
  useEffect(() => {
    let last = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as Element).closest('input, textarea, select, [contenteditable]')) return
      const key = event.key.toLowerCase()
      if (key === '?') showHelp(true)
      else if (key === 'g') last = event.timeStamp
      else if (KEYS[key] && last && event.timeStamp - last < 1200) go(KEYS[key])
      if (key !== 'g') last = 0
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return [help, showHelp]
}
