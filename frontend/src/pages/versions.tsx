// The versions of a map: keep one under a name, see what is different, restore; and what changed
// since this browser was here last.
import { useEffect, useState } from 'react'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { freshId } from '../actions/edits'
import { changedMap, nameVersion, restoreVersion, theDifference, theVersions, type Drawn, type Shape } from '../api/client'
import { Icon } from '../ui/icons'
import { day } from '../ui/numbers'
import { Ask } from '../ui/pieces'
import { many, t } from '../ui/words'

const SEEN = (id: string) => `desirepath seen ${id}`

/** The state that this browser showed when it was here last, and from now on this one. */
export function useLastVisit(drawn: Drawn): string | null {
  const [last] = useState(() => {
    try {
      return localStorage.getItem(SEEN(drawn.id))
    } catch {
      return null
    }
  })
  useEffect(() => {
    try {
      localStorage.setItem(SEEN(drawn.id), `${drawn.version}.${drawn.revision}`)
    } catch {
      // without storage every visit is the first
    }
  }, [drawn.id, drawn.version, drawn.revision])
  return last
}

export function Versions({ drawn, last, close }: { drawn: Drawn; last: string | null; close: () => void }) {
  const { id } = drawn
  const asked = useAsked(theVersions(id))
  const [name, setName] = useState('')
  const [from, compare] = useState<string | null>(last)
  const keep = useMutation({ mutationFn: () => nameVersion(id, name.trim()), onSuccess: () => (setName(''), changedMap()) })
  const restore = useMutation({ mutationFn: (version: number) => restoreVersion(id, version, freshId()), onSuccess: changedMap })
  const failed = keep.error ?? restore.error
  return (
    <aside className="drawer versions" aria-label={t('versions.title')} onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), close())}>
      <header>
        <div className="tags"><h2>{t('versions.title')}</h2><span className="push" /><button type="button" className="iconbutton" aria-label={t('versions.close')} onClick={close}><Icon name="close" /></button></div>
        <form className="inline" onSubmit={(event) => (event.preventDefault(), keep.mutate())}>
          <TextInput size="xs" required maxLength={300} aria-label={t('versions.name')} placeholder={t('versions.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <Button size="xs" type="submit" loading={keep.isPending}>{t('versions.keep')}</Button>
        </form>
        {failed ? <p role="alert" className="wrong">{failed.message}</p> : null}
      </header>
      <div className="proof">
        {last && last !== `${drawn.version}.${drawn.revision}` ? (
          <section>
            <h3>{t('versions.since')}</h3>
            <Button size="xs" variant={from === last ? 'filled' : 'default'} onClick={() => compare(last)}>{t('versions.compare')}</Button>
          </section>
        ) : null}
        <section>
          <Ask of={asked} rows={4}>
            {(versions) => (
              <ul className="versionlist">
                {versions.map((one) => (
                  <li key={one.version} aria-current={from === String(one.version) || undefined}>
                    <span><b>{one.name ?? t(drawn.document.kind === 'told' ? 'versions.told' : 'versions.data')}</b> <small>{day(one.created)} {one.created.slice(11, 16)}</small>{one.erased ? <small className="erased">{t('versions.erased', { day: day(one.erased.slice(-10)) })}</small> : null}</span>
                    <Button size="compact-xs" variant="default" aria-label={`${t('versions.compare')}: ${one.name ?? one.version}`} onClick={() => compare(String(one.version))}>{t('versions.compare')}</Button>
                    {one.name ? <Button size="compact-xs" variant="default" loading={restore.isPending && restore.variables === one.version} aria-label={`${t('versions.restore')}: ${one.name}`} title={t('versions.note')} onClick={() => restore.mutate(one.version)}>{t('versions.restore')}</Button> : null}
                  </li>
                ))}
              </ul>
            )}
          </Ask>
          {asked.data && !asked.data.some((one) => one.name) ? <p className="why">{t('versions.none')}</p> : null}
        </section>
        {from ? <Difference id={id} from={from} /> : null}
      </div>
    </aside>
  )
}

function Difference({ id, from }: { id: string; from: string }) {
  const asked = useAsked(theDifference(id, from, 'now'))
  return (
    <section aria-live="polite">
      <Ask of={asked} rows={4}>
        {(rows) =>
          rows.length ? (
            <>
              <h3>{many('versions.sincewhat', rows.length)}</h3>
              <table className="plain difference">
                <thead><tr><th scope="col">{t('versions.what')}</th><th scope="col">{t('versions.before')}</th><th scope="col">{t('versions.after')}</th></tr></thead>
                <tbody>{rows.slice(0, 200).map((row, no) => <Row key={`${row.id} ${row.field} ${no}`} row={row} />)}</tbody>
              </table>
            </>
          ) : (
            <p className="why">{t('versions.same')}</p>
          )
        }
      </Ask>
    </section>
  )
}

function Row({ row }: { row: Shape['Differs'] }) {
  const [before, after] = row.change === 'added' ? ['', row.where ?? row.title] : row.change === 'removed' ? [row.where ?? row.title, ''] : [row.from, row.to]
  return (
    <tr className={row.change}>
      <td><small>{t(`differs.${row.what}`)} {t(`differs.${row.change}`)}{row.field ? `, ${row.field.replaceAll('_', ' ')}` : ''}</small>{row.what === 'map' ? null : <><br />{row.title}</>}</td>
      <td className="old">{said(before)}</td>
      <td className="new">{said(after)}</td>
    </tr>
  )
}

function said(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000)
  return Array.isArray(value) ? value.join(', ') : String(value)
}
