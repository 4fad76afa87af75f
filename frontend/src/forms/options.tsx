// The options of any analysis as a form, made from what the server says about them.
import { useState } from 'react'
import { NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Analysis } from '../api/client'
import { humanise } from '../ui/numbers'
import { useQuery } from '../ui/router'
import { t } from '../ui/words'

/** Options of every analysis; the selection bar has them. */
const SHARED = new Set(['by', 'where', 'from', 'to', 'through', 'without'])

/** Options that most analyses have and few people need. */
const GENERAL = new Set(['left_after'])

const MOST = 4

export function OptionsForm({ analysis, hide = [] }: { analysis: Analysis; hide?: string[] }) {
  const own = analysis.options.filter((option) => !SHARED.has(option.name) && !hide.includes(option.name))
  const general = own.filter((option) => GENERAL.has(option.name))
  const narrow = useMediaQuery('(max-width: 640px)', window.innerWidth <= 640)
  const special = own.filter((option) => !GENERAL.has(option.name))
  // on a phone a long form would stand between the question and its answer
  const folded = narrow && special.length > MOST ? special.splice(0) : []
  if (!own.length) return null
  return (
    <div className="optionsform">
      {special.map((option) => <Field key={option.name} option={option} />)}
      {folded.length + general.length ? (
        <details>
          <summary>{t('options.more')}</summary>
          {[...folded, ...general].map((option) => <Field key={option.name} option={option} />)}
        </details>
      ) : null}
    </div>
  )
}

type Option = Analysis['options'][number]

function Field({ option }: { option: Option }) {
  const [query, change] = useQuery()
  const set = (value: string | null) => change({ [option.name]: value === String(option.default ?? '') ? null : value }, { replace: true })
  const value = query.get(option.name) ?? (option.default === null ? '' : String(option.default))
  const shared = { size: 'xs' as const, label: humanise(option.name), description: option.help }
  if (option.kind === 'choice') return <Select {...shared} data={option.choices} value={value || null} onChange={set} clearable={option.default === null} clearButtonProps={{ 'aria-label': humanise(option.name) }} allowDeselect={false} />
  if (option.kind === 'flag') return <Switch {...shared} checked={/^(true|yes|1)$/i.test(value)} onChange={(event) => set(event.currentTarget.checked ? 'true' : null)} />
  if (option.kind === 'integer' || option.kind === 'number') {
    return <NumberInput {...shared} allowDecimal={option.kind === 'number'} min={1} value={value === '' ? '' : Number(value)} onChange={(to) => set(to === '' ? null : String(to))} />
  }
  return <Text key={value} shared={shared} value={value} set={set} />
}

/** A text is asked for when it is finished, not at every letter. */
function Text({ shared, value, set }: { shared: object; value: string; set: (value: string | null) => void }) {
  const [typed, type] = useState(value)
  return (
    <TextInput {...shared} value={typed} onChange={(event) => type(event.currentTarget.value)} onBlur={() => typed !== value && set(typed)} onKeyDown={(event) => event.key === 'Enter' && set(typed)} />
  )
}
