// Stages and channels: one key confirms a proposal, letters choose another stage, arrows move,
// Ctrl+Z takes back. Changes show at once and are saved together a moment later.
import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { Button, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedElse, setStages, theStages } from '../api/client'
import { inOrder, stagesToChoose, type Order } from '../actions/data'
import { CHANNELS, NOTHING, byTyping, confirm, saved, say, seen, undecided, undo, type Said, type StageRow, type Work } from '../actions/stages'
import { Downloads } from '../pictures/downloads'
import { Icon } from '../ui/icons'
import { exact, share } from '../ui/numbers'
import { Ask, Empty, Failed, Panel } from '../ui/pieces'
import { channelText } from '../ui/terms'
import { t } from '../ui/words'

const REST = 700
const TYPING = 900

export function Stages() {
  const stages = useAsked(theStages)
  const [order, setOrder] = useState<Order>('doubt')
  const tools = (
    <>
      <SegmentedControl size="xs" value={order} onChange={(to) => setOrder(to as Order)} aria-label={t('stages.order')} data={(['doubt', 'stage', 'name'] as const).map((one) => ({ value: one, label: t(`stages.${one}`) }))} />
      <Downloads name="stages" title={t('stages.title')} rows={stages.data ?? []} />
    </>
  )
  return (
    <Panel title={t('stages.title')} note={t('stages.note')} tools={tools} id="stages">
      <Ask of={stages}>{(rows) => (rows.length ? <Proposals key={order} rows={rows} order={order} /> : <Empty title={t('stages.none')} />)}</Ask>
    </Panel>
  )
}

type Act = (work: Work) => Work

function Proposals({ rows, order }: { rows: StageRow[]; order: Order }) {
  const [work, act] = useReducer((now: Work, step: Act) => step(now), NOTHING)
  const send = useMutation({
    mutationFn: async (sent: Record<string, Said>) => {
      const now = await setStages(sent)
      act((before) => saved(before, sent))
      changedElse(theStages.queryKey, now)
    },
  })
  useEffect(() => {
    // saved when the fingers rest, one request at a time
    if (!Object.keys(work.waiting).length || send.isPending) return
    const timer = setTimeout(() => send.mutate(work.waiting), REST)
    return () => clearTimeout(timer)
  }, [work.waiting, send.isPending])
  // rows stay where they are while somebody works through them
  const names = rows.map((row) => row.touchpoint).sort().join('\n')
  const places = useMemo(() => inOrder(rows, order).map((row) => row.touchpoint), [names, order])
  const known = new Map(rows.map((row) => [row.touchpoint, row]))
  const shown = places.map((name) => known.get(name)).filter((row): row is StageRow => !!row)
  const choices = stagesToChoose(rows)
  const body = useRef<HTMLTableSectionElement>(null)
  const onKey = useKeys(body, { act, choices, row: (name) => known.get(name) })
  const last = work.past.at(-1)
  const left = undecided(rows, work)
  return (
    <>
      {send.error ? <Failed error={send.error} retry={() => send.mutate(work.waiting)} /> : null}
      <div className="keysline">
        <p>{t('stages.keys')}</p>
        <span role="status">{left ? t('stages.left', { n: exact(left), all: exact(rows.length) }) : t('stages.alldone')}{Object.keys(work.waiting).length ? ` · ${t('stages.saving')}` : ''}</span>
        <Button size="compact-xs" variant="default" disabled={!last} onClick={() => act(undo)}>{last ? t('stages.undo', { touchpoint: last.touchpoint }) : t('stages.undonone')}</Button>
      </div>
      <div className="scroll stages-scroll" role="group" aria-label={t('stages.title')}>
        <table className="grid stages">
          <thead><tr><th scope="col"><span className="away">{t('stages.confirm')}</span></th><th scope="col">{t('stages.touchpoint')}</th><th scope="col">{t('stages.stagecol')}</th><th scope="col">{t('stages.channel')}</th><th scope="col">{t('upload.sure')}</th><th scope="col">{t('upload.why')}</th></tr></thead>
          <tbody ref={body} onKeyDown={onKey}>
            {shown.map((row) => <One key={row.touchpoint} row={seen(row, work)} choices={choices} confirm={() => act((now) => confirm(now, row))} say={(said) => act((now) => say(now, row, said))} />)}
          </tbody>
        </table>
      </div>
    </>
  )
}

type OneProps = { row: StageRow; choices: string[]; confirm: () => void; say: (said: { stage?: string; channel?: string }) => void }

function One({ row, choices, confirm: accept, say: set }: OneProps) {
  const yours = row.set_by === 'you'
  const channels = [...new Set([...CHANNELS, row.channel ?? ''])].filter(Boolean)
  return (
    <tr data-touchpoint={row.touchpoint} className={!yours && (row.confidence ?? 0) < 0.6 ? 'doubt' : ''}>
      <td>
        <button type="button" className={yours ? 'confirm on' : 'confirm'} aria-pressed={yours} aria-label={t('stages.accept', { stage: row.stage, touchpoint: row.touchpoint })} onClick={accept}><Icon name="check" size={15} /></button>
      </td>
      <th scope="row">{row.touchpoint}</th>
      <td>
        <select aria-label={t('stages.of', { touchpoint: row.touchpoint })} value={row.stage} onChange={(event) => set({ stage: event.currentTarget.value })}>
          {choices.map((stage) => <option key={stage}>{stage}</option>)}
        </select>
      </td>
      <td>
        <select aria-label={t('stages.channelof', { touchpoint: row.touchpoint })} value={row.channel ?? ''} onChange={(event) => set({ channel: event.currentTarget.value })}>
          {row.channel ? null : <option value="">–</option>}
          {channels.map((channel) => <option key={channel} value={channel}>{channelText(channel)}</option>)}
        </select>
      </td>
      <td className="num">{yours ? <span className="tag gain">{t('stages.you')}</span> : <><span className="sure" aria-hidden="true"><i style={{ width: `${(row.confidence ?? 0) * 100}%` }} /></span> {share(row.confidence)}</>}</td>
      <td className="reason">{row.reason}</td>
    </tr>
  )
}

type Keys = { act: (step: Act) => void; choices: string[]; row: (touchpoint: string) => StageRow | undefined }

/** The keys of the list; a select keeps its own. Enter confirms and goes on to the next row. */
function useKeys(body: React.RefObject<HTMLTableSectionElement | null>, { act, choices, row }: Keys) {
  const typed = useRef({ text: '', at: 0 })
  return (event: React.KeyboardEvent) => {
    const target = event.target as HTMLElement
    const touchpoint = target.closest('tr')?.dataset.touchpoint
    const here = touchpoint === undefined ? undefined : row(touchpoint)
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z') {
      event.preventDefault()
      return act(undo)
    }
    if (!here || target.tagName === 'SELECT' || event.ctrlKey || event.metaKey || event.altKey) return
    const buttons = [...(body.current?.querySelectorAll<HTMLButtonElement>('button.confirm') ?? [])]
    const no = buttons.indexOf(target as HTMLButtonElement)
    const go = (by: number) => (event.preventDefault(), buttons[Math.max(0, Math.min(buttons.length - 1, no + by))]?.focus())
    if (event.key === 'ArrowDown') return go(1)
    if (event.key === 'ArrowUp') return go(-1)
    if (event.key === 'ArrowRight') return event.preventDefault(), target.closest('tr')?.querySelector('select')?.focus()
    if (event.key === 'Backspace') return event.preventDefault(), act(undo)
    if (event.key === 'Enter' || event.key === ' ') {
      act((now) => confirm(now, here))
      return go(1)
    }
    if (event.key.length !== 1 || !/\p{L}/u.test(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    // letters typed in one go are one word
    const text = event.timeStamp - typed.current.at < TYPING ? typed.current.text + event.key : event.key
    typed.current = { text, at: event.timeStamp }
    const stage = byTyping(choices, text)
    if (stage) act((now) => (seen(here, now).stage === stage && seen(here, now).set_by === 'you' ? now : say(now, here, { stage })))
  }
}
