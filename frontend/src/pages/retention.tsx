// How long each source is kept, how much is older than that, and its removal, said twice.
import { useState } from 'react'
import { Button, Select } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, expire, keepFor, theRetention, type Shape } from '../api/client'
import { exact } from '../ui/numbers'
import { Ask, Empty, Failed, Panel } from '../ui/pieces'
import { t } from '../ui/words'

const FOREVER = ''
const DAYS = [30, 90, 180, 365, 730, 1095, 3650]

export function Retention() {
  const rules = useAsked(theRetention)
  const [sure, ask] = useState(false)
  const keep = useMutation({ mutationFn: keepFor, onSuccess: () => rules.refetch() })
  const remove = useMutation({ mutationFn: expire, onSuccess: () => (ask(false), changedData()) })
  const older = (rules.data ?? []).reduce((all, one) => all + one.older, 0)
  return (
    <Panel title={t('retain.title')} note={t('retain.note')}>
      <Ask of={rules} rows={2}>
        {(rows) =>
          rows.length ? (
            <div className="scroll" tabIndex={0} role="group" aria-label={t('retain.title')}>
              <table className="grid sources">
                <thead>
                  <tr><th scope="col">{t('data.source')}</th><th scope="col">{t('retain.days')}</th><th scope="col" className="num">{t('retain.older')}</th></tr>
                </thead>
                <tbody>{rows.map((row) => <RuleRow key={row.source} row={row} busy={keep.isPending} keep={(days) => keep.mutate({ source: row.source, days })} />)}</tbody>
              </table>
            </div>
          ) : (
            <Empty title={t('data.nosources')} />
          )
        }
      </Ask>
      {older ? (
        <p>
          {sure ? (
            <>
              <strong>{t('retain.sure', { n: exact(older) })}</strong>{' '}
              <Button size="xs" color="red.9" disabled={remove.isPending} onClick={() => remove.mutate()}>{t('retain.yes')}</Button>{' '}
              <Button size="xs" variant="default" onClick={() => ask(false)}>{t('retain.no')}</Button>
            </>
          ) : (
            <Button size="xs" variant="default" onClick={() => ask(true)}>{t('retain.remove', { n: exact(older) })}</Button>
          )}
        </p>
      ) : null}
      {keep.error ? <Failed error={keep.error} /> : null}
      {remove.error ? <Failed error={remove.error} /> : null}
    </Panel>
  )
}

function RuleRow({ row, busy, keep }: { row: Shape['Rule']; busy: boolean; keep: (days: number | null) => void }) {
  const days = [...new Set([...DAYS, ...(row.days ? [row.days] : [])])].sort((one, other) => one - other)
  const data = [{ value: FOREVER, label: t('retain.forever') }, ...days.map((one) => ({ value: String(one), label: t('retain.ndays', { n: exact(one) }) }))]
  return (
    <tr>
      <th scope="row">{row.source}</th>
      <td><Select size="xs" w={130} aria-label={t('retain.of', { source: row.source })} data={data} value={row.days ? String(row.days) : FOREVER} allowDeselect={false} disabled={busy} onChange={(to) => keep(to ? Number(to) : null)} /></td>
      <td className={row.older ? 'num warned' : 'num'}>{exact(row.older)}</td>
    </tr>
  )
}
