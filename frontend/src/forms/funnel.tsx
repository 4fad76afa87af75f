// Builds a funnel: steps in order, added from touchpoints and stages, moved and taken out.
import { Select } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { theStages } from '../api/client'
import { Icon } from '../ui/icons'
import { t } from '../ui/words'

type Props = { steps: string[]; set: (steps: string[]) => void; spelled: (name: string) => string; moved: (steps: readonly string[], from: number, by: number) => string[] }

export function FunnelBuilder({ steps, set, spelled, moved }: Props) {
  const rows = useAsked(theStages).data ?? []
  const stages = [...new Set(rows.map((row) => row.stage))].filter(Boolean)
  const onKey = (no: number) => (event: React.KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (event.altKey && by) {
      event.preventDefault()
      set(moved(steps, no, by))
    } else if (event.key === 'Delete') set(steps.filter((_, at) => at !== no))
  }
  return (
    <div className="funnelbuilder" role="group" aria-label={t('funnel.steps')}>
      {steps.map((step, no) => (
        <span key={`${no} ${step}`} className="chip">
          <b>{no + 1}</b>
          <span>{step.replace(/^stage:/, '').replace(/^"|"$/g, '')}</span>
          {step.startsWith('stage:') ? <small>{t('funnel.stage')}</small> : null}
          <button type="button" disabled={no === 0} aria-label={t('funnel.earlier', { step })} onClick={() => set(moved(steps, no, -1))} onKeyDown={onKey(no)}><Icon name="up" size={13} /></button>
          <button type="button" disabled={no === steps.length - 1} aria-label={t('funnel.later', { step })} onClick={() => set(moved(steps, no, 1))} onKeyDown={onKey(no)}><Icon name="down" size={13} /></button>
          <button type="button" aria-label={t('funnel.remove', { step })} onClick={() => set(steps.filter((_, at) => at !== no))} onKeyDown={onKey(no)}><Icon name="close" size={13} /></button>
        </span>
      ))}
      <Select
        size="xs" w={190} searchable placeholder={t('funnel.add')} aria-label={t('funnel.add')} value={null}
        data={[
          { group: t('funnel.stages'), items: stages.map((stage) => ({ value: `stage:${stage}`, label: stage })) },
          { group: t('funnel.touchpoints'), items: rows.map((row) => ({ value: spelled(row.touchpoint), label: row.touchpoint })) },
        ]}
        onChange={(step) => step && set([...steps, step])}
      />
    </div>
  )
}
