// Two maps side by side, column by column: what stands in both, and what only one of them says.
import { Select } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theBeside, theMaps, type Shape } from '../api/client'
import { Ask, Title } from '../ui/pieces'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

type Column = Shape['ColumnCompared']

export function Beside({ id, other }: { id: string; other: string }) {
  const [, change] = useQuery()
  const maps = useAsked(theMaps).data ?? []
  const asked = useAsked(theBeside(id, other))
  const titleOf = (of: string) => maps.find((one) => one.id === of)?.title ?? of
  return (
    <div className="page">
      <Title title={t('beside.title')}>
        <div className="acts">
          <Select size="xs" clearable aria-label={t('beside.with')} clearButtonProps={{ 'aria-label': t('select.clear') }} data={maps.filter((one) => one.id !== id).map((one) => ({ value: one.id, label: one.title }))} value={other} onChange={(to) => change({ beside: to })} />
        </div>
      </Title>
      <Ask of={asked} rows={10}>
        {(rows) => (
          <div>
            <table className="beside" aria-label={t('beside.title')}>
              <thead><tr><th scope="col">{titleOf(id)}</th><th scope="col">{titleOf(other)}</th></tr></thead>
              <tbody>
                {rows.map(({ left, right }, no) => (
                  <tr key={no}>
                    <Side column={left} against={right} missing={t('beside.only', { name: titleOf(other) })} />
                    <Side column={right} against={left} missing={t('beside.only', { name: titleOf(id) })} />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Ask>
    </div>
  )
}

function Side({ column, against, missing }: { column: Column | null; against: Column | null; missing: string }) {
  if (!column) return <td className="none">{missing}</td>
  return (
    <td>
      <strong>{column.stage}, {column.step}</strong>
      <dl>
        {Object.entries(column.cells).map(([lane, cells]) => {
          const other = new Set((against?.cells[lane] ?? []).map((one) => one.title))
          return (
            <div key={lane}>
              <dt>{lane}</dt>
              {cells.map((cell, no) => <dd key={no}>{against && !other.has(cell.title) ? <mark>{cell.title}</mark> : cell.title} <small>{cell.class}</small></dd>)}
            </div>
          )
        })}
      </dl>
    </td>
  )
}
