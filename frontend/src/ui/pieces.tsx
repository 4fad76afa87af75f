// Small pieces that every page is made of: panel, chip, states, link.
import { useState, type ReactNode } from 'react'
import { Button } from '@mantine/core'
import { Icon, type IconName } from './icons'
import { exact } from './numbers'
import { follow, usePath } from './router'
import { t } from './words'

export function Link({ to, className, children, label }: { to: string; className?: string; children: ReactNode; label?: string }) {
  return (
    <a href={to} className={className} onClick={follow} aria-label={label}>
      {children}
    </a>
  )
}

export function NavLink({ to, icon, children }: { to: string; icon: IconName; children: string }) {
  const path = usePath()
  const here = path === to || path.startsWith(`${to}/`)
  return (
    <a href={to} className="nav" onClick={follow} aria-current={here ? 'page' : undefined}>
      <Icon name={icon} size={19} />
      <span>{children}</span>
    </a>
  )
}

export function Title({ title, sub, under, children }: { title: string; sub?: ReactNode; under?: ReactNode; children?: ReactNode }) {
  return (
    <header className="titlebar">
      <div className="titled">
        <h1 title={title}>{title}</h1>
        {under}
      </div>
      {sub ? <span className="sub">{sub}</span> : null}
      {children}
    </header>
  )
}

export function Chip({ icon, className = '', children }: { icon?: IconName; className?: string; children: ReactNode }) {
  return (
    <span className={`chip ${className}`}>
      {icon ? <Icon name={icon} size={15} /> : null}
      {children}
    </span>
  )
}

type PanelProps = { title: string; note?: ReactNode; tools?: ReactNode; className?: string; children: ReactNode; id?: string }

export function Panel({ title, note, tools, className, children, id }: PanelProps) {
  return (
    <section className={`panel ${className ?? ''}`} aria-label={title} id={id}>
      <header>
        <h2>{title}</h2>
        {note ? <p>{note}</p> : null}
        {tools ? <div className="tools">{tools}</div> : null}
      </header>
      {children}
    </section>
  )
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <strong>{title}</strong>
      {children ? <p>{children}</p> : null}
      {action}
    </div>
  )
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const said = error instanceof Error ? error.message : String(error)
  return (
    <div className="state failed" role="alert">
      <strong>
        <Icon name="warn" /> {t('state.failed')}
      </strong>
      <p>{said}</p>
      {retry ? (
        <Button variant="default" size="xs" onClick={retry}>
          {t('state.retry')}
        </Button>
      ) : null}
    </div>
  )
}

export function Skeleton({ rows = 5, why }: { rows?: number; why?: string }) {
  return (
    <div className="skeleton" role="status" aria-label={t('state.loading')}>
      {why ? <p>{why}</p> : null}
      {Array.from({ length: rows }, (_, no) => (
        <i key={no} style={{ width: `${92 - ((no * 17) % 46)}%` }} />
      ))}
    </div>
  )
}

type Long<T> = { rows: readonly T[]; some: number; children: (shown: readonly T[]) => ReactNode }

/** The first of many rows, and a button for the rest: a page must not be all of one list. */
export function Fold<T>({ rows, some, children }: Long<T>) {
  const [all, showAll] = useState(false)
  return (
    <>
      {children(all ? rows : rows.slice(0, some))}
      {rows.length > some && !all ? <Button variant="subtle" size="xs" onClick={() => showAll(true)}>{t('table.more', { some: exact(some), all: exact(rows.length) })}</Button> : null}
    </>
  )
}

type Asked<T> = { data: T | undefined; error: unknown; refetch: () => unknown }

/** A question in its three states; a failed one keeps the rest of the page alive. `why` says what takes a while. */
export function Ask<T>({ of, rows, why, children }: { of: Asked<T>; rows?: number; why?: string; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error) return <Failed error={of.error} retry={() => void of.refetch()} />
  return <Skeleton rows={rows} why={why} />
}
