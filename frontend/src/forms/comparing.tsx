// Two selections side by side: the second row of filters, and the quick ways to fill it.
import { Button } from '@mantine/core'
import { useQuery as useAsked } from '@tanstack/react-query'
import { thePeriod } from '../api/client'
import { Icon } from '../ui/icons'
import { useQuery, type Changes } from '../ui/router'
import { t } from '../ui/words'
import { SelectionBar } from './selection'

type Props = { on: boolean; begin: (query: URLSearchParams) => Changes; end: Changes; before: (from: string, to: string) => { from: string; to: string } }

export function CompareButton({ on, begin, end }: Omit<Props, 'before'>) {
  const [query, change] = useQuery()
  return (
    <Button variant={on ? 'light' : 'subtle'} size="xs" color="gray" leftSection={<Icon name="split" size={15} />} aria-pressed={on} onClick={() => change(on ? end : begin(query))}>
      {t('compare.button')}
    </Button>
  )
}

export function SecondSelection({ before }: Pick<Props, 'before'>) {
  const [query, change] = useQuery()
  const period = useAsked(thePeriod).data
  const [from, to] = [query.get('from') ?? period?.from, query.get('to') ?? period?.to]
  const earlier = () => {
    if (!from || !to) return
    // without a period of its own the first selection is the later half
    const whole = !query.get('from') && !query.get('to')
    const middle = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString().slice(0, 10)
    const first = whole ? { from: middle, to } : { from, to }
    const other = whole ? { from, to: before(middle, to).to } : before(from, to)
    change({ from: first.from, to: first.to, other_from: other.from, other_to: other.to })
  }
  return (
    <div className="toolbar second" role="group" aria-label={t('compare.second')}>
      <span className="seglabel"><i style={{ background: 'var(--seg2)' }} />{t('gaps.other')}</span>
      <SelectionBar prefix="other_" steps>
        <Button variant="subtle" size="xs" color="gray" disabled={!from || !to} onClick={earlier}>{t('compare.before')}</Button>
      </SelectionBar>
    </div>
  )
}
