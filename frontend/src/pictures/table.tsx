// The table of any result: sorted by a click, a few hundred rows at a time, as CSV in full.
import { useMemo, useState } from 'react'
import { Button } from '@mantine/core'
import { csv, save } from '../ui/csv'
import { Icon } from '../ui/icons'
import { exact, humanise } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { cellText } from '../ui/values'
import { t } from '../ui/words'
import { columnsIn, sorted } from './rows'

type Row = Record<string, unknown>

/** Words of more letters are broken into lines; shorter ones never, however many columns there are. */
const LONG = 36
type Props = { rows: readonly Row[]; meanings?: Record<string, string>; label: string; page?: number; hide?: readonly string[]; name?: string }

export function ResultTable({ rows, meanings = {}, label, page = 100, hide = [], name }: Props) {
  const [query, change] = useQuery()
  const order = orderOf(query.getAll('sort'), name ?? label)
  const setOrder = ({ column, down }: Order) => change({ sort: [...query.getAll('sort').filter((one) => !one.startsWith(`${name ?? label}:`)), `${name ?? label}:${column}:${down ? 'down' : 'up'}`] }, { replace: true })
  const [shown, show] = useState(page)
  const columns = useMemo(() => columnsIn(rows, meanings).filter((column) => !hide.includes(column)), [rows, meanings, hide])
  const inOrder = useMemo(() => sorted(rows, order.column, order.down), [rows, order.column, order.down])
  const numeric = (column: string) => rows.some((row) => typeof row[column] === 'number')
  return (
    <div className="tablebox">
      <div className="scroll" tabIndex={0} role="group" aria-label={label}>
        <table className="grid">
          <thead>
            <tr>
              {columns.map((column) => {
                const here = order.column === column
                return (
                  <th key={column} scope="col" className={numeric(column) ? 'num' : ''} aria-sort={here ? (order.down ? 'descending' : 'ascending') : 'none'}>
                    <button type="button" title={meanings[column]} onClick={() => setOrder({ column, down: here ? !order.down : true })}>
                      {humanise(column)}
                      {here ? <Icon name={order.down ? 'down' : 'up'} size={12} /> : null}
                    </button>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>
            {inOrder.slice(0, shown).map((row, no) => (
              <tr key={no}>
                {columns.map((column) => {
                  const words = cellText(column, row[column], row)
                  const kind = typeof row[column] === 'number' ? 'num' : words.length > LONG ? 'long' : 'short'
                  return <td key={column} className={kind} lang={column === 'text' && row.language ? String(row.language) : undefined}>{words}</td>
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {inOrder.length > shown ? (
        <Button variant="subtle" size="xs" onClick={() => show(shown + page * 5)}>
          {t('table.more', { some: exact(shown), all: exact(inOrder.length) })}
        </Button>
      ) : null}
    </div>
  )
}

type Order = { column: string | null; down: boolean }

/** The order of a table stands in the address as `table:column:down`. */
function orderOf(all: string[], name: string): Order {
  const own = all.find((one) => one.startsWith(`${name}:`))?.slice(name.length + 1)
  const at = own?.lastIndexOf(':') ?? -1
  return own && at > 0 ? { column: own.slice(0, at), down: own.slice(at + 1) !== 'up' } : { column: null, down: true }
}

export function DownloadCsv({ name, rows, meanings }: { name: string; rows: readonly Row[]; meanings?: Record<string, string> }) {
  return (
    <Button variant="default" size="xs" leftSection={<Icon name="download" size={15} />} disabled={!rows.length} onClick={() => save(`${name}.csv`, csv(columnsIn(rows, meanings), rows))}>
      CSV
    </Button>
  )
}
