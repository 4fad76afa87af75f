// Data: bring files in, see what was found in them, what is wrong, and what the stages are.
import { useState } from 'react'
import { SegmentedControl, Select } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, setJourneys, setStages, theAudit, theJourneys, theResult, theSources, theStages, type Report, type Shape } from '../api/client'
import { bySeverity, coverageOf, inOrder, reachedOf, rolesFound, stagesToChoose, type Order } from '../actions/data'
import { stageSteps, textOf } from '../actions/funnel'
import { changedBy, choiceOf, chosenRoles, columnsOf, stateOf, step, working } from '../actions/uploads'
import { ReportView } from '../forms/report'
import { UploadForm } from '../forms/upload'
import { Heat } from '../pictures/heat'
import { DownloadCsv } from '../pictures/table'
import { Icon } from '../ui/icons'
import { exact, share } from '../ui/numbers'
import { Ask, Empty, Failed, Panel, Title } from '../ui/pieces'
import { t } from '../ui/words'
import { Aside } from './aside'

const MACHINE = { step, stateOf, working, choiceOf, changedBy, columnsOf, chosenRoles }

export default function DataPage() {
  const sources = useAsked(theSources)
  const audit = useAsked(theAudit)
  const accepted = sum(sources.data, 'accepted')
  const aside = sum(sources.data, 'quarantined')
  const said = sources.data?.length ? t('data.sub', { sources: new Set(sources.data.map((one) => one.source)).size, accepted: exact(accepted), aside: exact(aside) }) : t('data.nothing')
  return (
    <div className="page">
      <Title title={t('data.title')} sub={said} />
      <div className="panels data">
        <Panel title={t('data.bring')} note={t('data.bringnote')} className="wide">
          <UploadForm machine={MACHINE} imported={() => void changedData()} />
        </Panel>
        <div className="column">
          <Panel title={t('data.sources')} note={t('data.sourcesnote')}>
            <Ask of={sources}>{(rows) => (rows.length ? <Sources rows={rows} /> : <Empty title={t('data.nosources')}>{t('data.nosourceswhy')}</Empty>)}</Ask>
          </Panel>
          <Stages />
        </div>
        <div className="column">
          <Panel title={t('data.coverage')} note={t('data.coveragenote')}>
            <Ask of={audit}>{(found) => <Coverage rows={found.coverage ?? []} />}</Ask>
          </Panel>
          <Panel title={audit.data?.findings?.length ? t('data.warnings', { n: audit.data.findings.length }) : t('data.nowarnings')} note={t('data.warningsnote')}>
            <Ask of={audit}>{(found) => <Findings found={found.findings ?? []} />}</Ask>
          </Panel>
          <Journeys />
        </div>
      </div>
    </div>
  )
}

const sum = (rows: readonly Report[] | undefined, key: 'accepted' | 'quarantined'): number => (rows ?? []).reduce((all, one) => all + one[key], 0)

function Sources({ rows }: { rows: Report[] }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('data.sources')}>
      <table className="grid sources">
        <thead>
          <tr><th scope="col">{t('data.source')}</th><th scope="col">{t('upload.kind')}</th><th scope="col" className="num">{t('data.accepted')}</th><th scope="col" className="num">{t('data.aside')}</th><th scope="col">{t('data.reason')}</th></tr>
        </thead>
        <tbody>
          {rows.map((row, no) => (
            <SourceRow key={no} row={row} open={open === no} toggle={() => setOpen(open === no ? null : no)} />
          ))}
        </tbody>
        <tfoot>
          <tr><th scope="row">{t('data.all')}</th><td /><td className="num"><b>{exact(sum(rows, 'accepted'))}</b></td><td className="num"><b>{exact(sum(rows, 'quarantined'))}</b></td><td /></tr>
        </tfoot>
      </table>
    </div>
  )
}

function SourceRow({ row, open, toggle }: { row: Report; open: boolean; toggle: () => void }) {
  const reasons = row.quarantine.map((one) => `${exact(one.rows)} ${one.reason}`).join(', ')
  return (
    <>
      <tr>
        <th scope="row"><button type="button" className="disclose" aria-expanded={open} onClick={toggle}><Icon name={open ? 'down' : 'right'} size={13} /> {row.source}</button></th>
        <td>{row.kind.join(', ')}</td>
        <td className="num"><b>{exact(row.accepted)}</b></td>
        <td className={row.quarantined ? 'num warned' : 'num'}>{exact(row.quarantined)}</td>
        <td>{reasons || t('data.none')}</td>
      </tr>
      {open ? (
        <tr className="detail"><td colSpan={5}>
          <ReportView report={row} done />
          {row.quarantined ? <Aside source={row.source} /> : null}
          <dl>{rolesFound(row).map(([role, found]) => <div key={role}><dt>{role}</dt><dd><b>{found.column}</b> {share(found.confidence)} · {found.reason}</dd></div>)}</dl>
        </td></tr>
      ) : null}
    </>
  )
}

function Coverage({ rows }: { rows: Record<string, unknown>[] }) {
  const stages = textOf(stageSteps(useAsked(theStages).data ?? []))
  const reached = useAsked({ ...theResult('funnel', { steps: stages, mode: 'reached' }), enabled: !!stages })
  const matrix = coverageOf(rows, reachedOf(reached.data?.rows ?? []))
  if (!matrix.rows.length) return <Empty title={t('data.nocoverage')} />
  return <Heat matrix={matrix} label={t('data.coverage')} write={(value) => String(Math.round(value * 100))} />
}

function Findings({ found }: { found: Shape['Finding'][] }) {
  if (!found.length) return <Empty title={t('data.clean')} />
  return (
    <ul className="warnings">
      {bySeverity(found).map((one, no) => (
        <li key={`${one.id} ${no}`} className={one.severity}>
          <Icon name={one.severity === 'note' ? 'info' : 'warn'} size={17} />
          <div>
            <strong>{one.what}</strong>
            <small>{[one.where, one.count != null ? exact(one.count) : null, Array.isArray(one.affects) ? one.affects.join(', ') : one.affects].filter(Boolean).join(' · ')}</small>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Stages() {
  const stages = useAsked(theStages)
  const [order, setOrder] = useState<Order>('doubt')
  const correct = useMutation({ mutationFn: setStages, onSuccess: () => changedData() })
  const tools = (
    <>
      <SegmentedControl size="xs" value={order} onChange={(to) => setOrder(to as Order)} aria-label={t('stages.order')} data={(['doubt', 'stage', 'name'] as const).map((one) => ({ value: one, label: t(`stages.${one}`) }))} />
      <DownloadCsv name="stages" rows={stages.data ?? []} />
    </>
  )
  return (
    <Panel title={t('stages.title')} note={t('stages.note')} tools={tools}>
      {correct.error ? <Failed error={correct.error} /> : null}
      <Ask of={stages}>
        {(rows) =>
          rows.length ? (
            <div className="scroll stages-scroll" tabIndex={0} role="group" aria-label={t('stages.title')}>
              <table className="grid stages">
                <thead><tr><th scope="col">{t('stages.touchpoint')}</th><th scope="col">{t('stages.stagecol')}</th><th scope="col">{t('stages.channel')}</th><th scope="col">{t('upload.sure')}</th><th scope="col">{t('upload.why')}</th></tr></thead>
                <tbody>
                  {inOrder(rows, order).map((row) => (
                    <tr key={row.touchpoint} className={row.set_by !== 'you' && (row.confidence ?? 0) < 0.6 ? 'doubt' : ''}>
                      <th scope="row">{row.touchpoint}</th>
                      <td>
                        <select aria-label={t('stages.of', { touchpoint: row.touchpoint })} value={row.stage} disabled={correct.isPending} onChange={(event) => correct.mutate({ [row.touchpoint]: event.currentTarget.value })}>
                          {stagesToChoose(rows).map((stage) => <option key={stage}>{stage}</option>)}
                        </select>
                      </td>
                      <td>{row.channel}</td>
                      <td className="num">{row.set_by === 'you' ? <span className="tag gain">{t('stages.you')}</span> : <><span className="sure" aria-hidden="true"><i style={{ width: `${(row.confidence ?? 0) * 100}%` }} /></span> {share(row.confidence)}</>}</td>
                      <td className="reason">{row.reason}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : (
            <Empty title={t('stages.none')} />
          )
        }
      </Ask>
    </Panel>
  )
}

function Journeys() {
  const journeys = useAsked(theJourneys)
  const stages = useAsked(theStages)
  const set = useMutation({ mutationFn: setJourneys, onSuccess: () => changedData() })
  return (
    <Panel title={t('unit.title')} note={t('unit.note')}>
      {set.error ? <Failed error={set.error} /> : null}
      <Ask of={journeys} rows={3}>
        {(found) => (
          <div className="optionsform">
            <Select size="xs" label={t('unit.unit')} data={['customer', 'session', 'case']} value={found.unit ?? null} allowDeselect={false} disabled={set.isPending} onChange={(unit) => unit && set.mutate({ unit })} />
            <Select size="xs" label={t('unit.goal')} searchable data={(stages.data ?? []).map((row) => row.touchpoint)} value={found.goal ?? null} allowDeselect={false} disabled={set.isPending} onChange={(goal) => goal && set.mutate({ goal })} />
            <p className="why">{found.reason}</p>
          </div>
        )}
      </Ask>
    </Panel>
  )
}
