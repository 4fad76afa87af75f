// Chooses journeys: conditions on columns, a period, and (where it makes sense) a split.
import { useState } from 'react'
import { Button, Popover, Select, TextInput } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theColumns } from '../api/client'
import { Icon } from '../ui/icons'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

/** `COLUMN=A|B`; a value that holds `|` or starts with a quote is quoted, as the server reads it. */
export function condition(column: string, value: string): string {
  return `${column}=${value.includes('|') || value.startsWith('"') ? `"${value.replaceAll('"', '""')}"` : value}`
}

export function SelectionBar({ split = false }: { split?: boolean }) {
  const [query, change] = useQuery()
  const where = query.getAll('where')
  const columns = useAsked(theColumns).data ?? []
  const splits = columns.filter((column) => column.top.length > 1)
  return (
    <div className="selection">
      {split ? (
        <label className="bylabel">
          <Icon name="split" size={15} />
          <span>{t('select.split')}</span>
          <Select
            aria-label={t('select.split')}
            placeholder={t('select.nosplit')}
            size="xs"
            w={150}
            clearable
            searchable
            data={splits.map((column) => column.name)}
            value={query.get('by')}
            onChange={(by) => change({ by })}
            comboboxProps={{ withinPortal: true, transitionProps: { duration: 0 } }}
            clearButtonProps={{ 'aria-label': t('select.clear') }}
          />
        </label>
      ) : null}
      <Period />
      {where.map((one) => (
        <span key={one} className="chip">
          {one.replace('=', ' = ')}
          <button type="button" aria-label={t('select.remove', { what: one })} onClick={() => change({ where: where.filter((other) => other !== one) })}>
            <Icon name="close" size={13} />
          </button>
        </span>
      ))}
      <Condition add={(one) => change({ where: [...where, one] })} />
    </div>
  )
}

function Condition({ add }: { add: (condition: string) => void }) {
  const [open, setOpen] = useState(false)
  const [column, setColumn] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const columns = useAsked(theColumns).data ?? []
  const top = columns.find((one) => one.name === column)?.top ?? []
  const done = (text: string) => {
    if (!column) return
    add(condition(column, text))
    setOpen(false)
    setColumn(null)
    setValue('')
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="subtle" size="xs" color="gray" leftSection={<Icon name="filter" size={15} />} onClick={() => setOpen(!open)} aria-expanded={open}>
          {t('select.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('select.filter')}>
        <div className="popform">
          <Select label={t('select.column')} size="xs" searchable data={columns.map((one) => one.name)} value={column} onChange={setColumn} comboboxProps={{ withinPortal: false }} data-autofocus />
          {top.length ? (
            <div className="options" role="group" aria-label={t('select.values')}>
              {top.map((one) => (
                <button type="button" key={one} className="option" onClick={() => done(one)}>
                  {one}
                </button>
              ))}
            </div>
          ) : null}
          <form
            onSubmit={(event) => {
              event.preventDefault()
              done(value)
            }}
          >
            <TextInput label={t('select.value')} size="xs" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
            <Button type="submit" size="xs" mt={8} variant="default" disabled={!column}>
              {t('select.add')}
            </Button>
          </form>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function Period() {
  const [query, change] = useQuery()
  const [open, setOpen] = useState(false)
  const from = query.get('from')
  const to = query.get('to')
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="subtle" size="xs" color="gray" leftSection={<Icon name="calendar" size={15} />} onClick={() => setOpen(!open)} aria-expanded={open}>
          {from || to ? `${from ?? '…'} – ${to ?? '…'}` : t('select.alltime')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('select.period')}>
        <div className="popform">
          <TextInput type="date" size="xs" label={t('select.from')} value={from ?? ''} onChange={(event) => change({ from: event.currentTarget.value })} data-autofocus />
          <TextInput type="date" size="xs" label={t('select.to')} value={to ?? ''} onChange={(event) => change({ to: event.currentTarget.value })} />
          <p>{t('select.starts')}</p>
          <Button size="xs" variant="default" onClick={() => change({ from: null, to: null })}>
            {t('select.alltime')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
