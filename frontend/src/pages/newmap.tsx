// A map of one's own: from data, a template, another map, or nothing.
import { useState } from 'react'
import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { makeMap, queries, theMaps, theTemplates } from '../api/client'
import { go } from '../ui/router'
import { t } from '../ui/words'

const STATES = ['as-is', 'to-be', 'past'] as const
const still = { transitionProps: { duration: 0 } }

export function NewMap({ close }: { close: () => void }) {
  const templates = useAsked(theTemplates).data ?? []
  const maps = useAsked(theMaps).data ?? []
  const [wanted, want] = useState({ title: '', source: 'data', persona: '', state: 'as-is' as (typeof STATES)[number] })
  const make = useMutation({
    mutationFn: () => makeMap({ title: wanted.title.trim(), source: wanted.source, persona: wanted.persona.trim() || null, state: wanted.state, where: [] }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['maps'] })
      go(`/maps/${encodeURIComponent(id)}`)
    },
  })
  const sources = [
    { value: 'data', label: t('new.data') },
    ...templates.map(({ name, title, stages }) => ({ value: name, label: name === 'empty' ? t('new.empty') : `${title} (${stages.join(', ')})` })),
    ...maps.map(({ id, title }) => ({ value: id, label: t('new.copy', { name: title }) })),
  ]
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <Modal opened onClose={close} title={t('new.title')} closeButtonProps={{ 'aria-label': t('drawer.close') }} {...still}>
      <form className="dialog" onSubmit={submit}>
        <TextInput data-autofocus required maxLength={300} label={t('new.name')} value={wanted.title} onChange={(event) => want({ ...wanted, title: event.currentTarget.value })} />
        <Select searchable allowDeselect={false} label={t('new.source')} data={sources} value={wanted.source} onChange={(source) => source && want({ ...wanted, source })} />
        <Select allowDeselect={false} label={t('state.title')} data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))} value={wanted.state} onChange={(state) => state && want({ ...wanted, state: state as (typeof STATES)[number] })} />
        <TextInput maxLength={300} label={t('new.persona')} value={wanted.persona} onChange={(event) => want({ ...wanted, persona: event.currentTarget.value })} />
        {make.error ? <p role="alert" className="wrong">{make.error.message}</p> : null}
        <Button type="submit" loading={make.isPending}>{t('new.make')}</Button>
      </form>
    </Modal>
  )
}
