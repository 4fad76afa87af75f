// Chooses journeys: conditions on columns, a period, and (where it makes sense) a split.
import { useState } from 'react'
import { Button, Popover, Select, TextInput } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theColumns, theStages } from '../api/client'
import { condition, spelled, unspelled } from '../ui/conditions'
import { Icon } from '../ui/icons'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

export { condition }

/** `prefix`: which keys of the address hold the selection; the second one has its own. `steps`: journeys are chosen by what they touch too. */
export function SelectionBar({ split = false, steps: passing = false, prefix = '', children }: { split?: boolean; steps?: boolean; prefix?: string; children?: React.ReactNode }) {
  const [query, change] = useQuery()
  const where = query.getAll(`${prefix}where`)
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
      <Period prefix={prefix} />
      {where.map((one) => <Chosen key={one} said={one.replace('=', ' = ')} remove={() => change({ [`${prefix}where`]: where.filter((other) => other !== one) })} />)}
      {(passing ? PASSED : []).map((key) => {
        const steps = query.getAll(prefix + key)
        return steps.map((one) => <Chosen key={`${key} ${one}`} said={t(`select.${key}`, { step: unspelled(one) })} remove={() => change({ [prefix + key]: steps.filter((other) => other !== one) })} />)
      })}
      <Condition add={(one) => change({ [`${prefix}where`]: [...where, one] })} pass={passing ? (key, step) => change({ [prefix + key]: [...query.getAll(prefix + key), step] }) : undefined} />
      {children}
    </div>
  )
}

const PASSED = ['through', 'without'] as const

function Chosen({ said, remove }: { said: string; remove: () => void }) {
  return (
    <span className="chip">
      <span className="said" title={said}>{said}</span>
      <button type="button" aria-label={t('select.remove', { what: said })} onClick={remove}>
        <Icon name="close" size={13} />
      </button>
    </span>
  )
}

type Adding = { add: (condition: string) => void; pass?: (key: 'through' | 'without', step: string) => void }

function Condition({ add, pass }: Adding) {
  const [open, setOpen] = useState(false)
  const [column, setColumn] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const columns = useAsked(theColumns).data ?? []
  const touchpoints = (useAsked(theStages).data ?? []).map((row) => row.touchpoint)
  const top = columns.find((one) => one.name === column)?.top ?? []
  const done = (text: string) => {
    if (!column) return
    add(condition(column, text))
    setOpen(false)
    setColumn(null)
    setValue('')
  }
  const touch = (key: 'through' | 'without') => (name: string | null) => {
    if (!name) return
    pass?.(key, spelled(name))
    setOpen(false)
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
          {(pass ? PASSED : []).map((key) => <Select key={key} label={t(`select.${key}label`)} size="xs" searchable data={touchpoints} value={null} onChange={touch(key)} comboboxProps={{ withinPortal: false }} />)}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function Period({ prefix }: { prefix: string }) {
  const [query, change] = useQuery()
  const [open, setOpen] = useState(false)
  const [first, last] = [`${prefix}from`, `${prefix}to`]
  const from = query.get(first)
  const to = query.get(last)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal shadow="md" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="subtle" size="xs" color="gray" leftSection={<Icon name="calendar" size={15} />} onClick={() => setOpen(!open)} aria-expanded={open}>
          {from || to ? `${from ?? '…'} – ${to ?? '…'}` : t('select.alltime')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('select.period')}>
        <div className="popform">
          <TextInput type="date" size="xs" label={t('select.from')} value={from ?? ''} onChange={(event) => change({ [first]: event.currentTarget.value })} data-autofocus />
          <TextInput type="date" size="xs" label={t('select.to')} value={to ?? ''} onChange={(event) => change({ [last]: event.currentTarget.value })} />
          <p>{t('select.starts')}</p>
          <Button size="xs" variant="default" onClick={() => change({ [first]: null, [last]: null })}>
            {t('select.alltime')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
