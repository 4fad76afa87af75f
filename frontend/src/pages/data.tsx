// Data: bring files in, see what was found in them, what is wrong, and what the stages are.
import { useState } from 'react'
import { Button, Select } from '@mantine/core'
import { useMutation, useQuery as useAsked } from '@tanstack/react-query'
import { changedData, setJourneys, theAudit, theJourneys, theSources, theStages, type Report, type Shape } from '../api/client'
import { behind, bySeverity, coverageOf, rolesFound } from '../actions/data'
import { changedBy, choiceOf, choiceFor, chosenRoles, columnsOf, stateOf, step, working } from '../actions/uploads'
import { ReportView } from '../forms/report'
import { UploadForm } from '../forms/upload'
import { Heat } from '../pictures/heat'
import { Icon } from '../ui/icons'
import { day, duration, exact, share } from '../ui/numbers'
import { Ask, Empty, Failed, Panel, Title } from '../ui/pieces'
import { t } from '../ui/words'
import { Aside, downloadAside } from './aside'
import { Connections } from './connections'
import { LiveSources } from './livesources'
import { Retention } from './retention'
import { Stages } from './stages'
import { WhoInAll } from './whoinall'

const MACHINE = { step, stateOf, working, choiceOf, choiceFor, changedBy, columnsOf, chosenRoles }
const SUBJECTS = ['customer', 'account', 'household'] as const
/** So many findings are shown at first; problems always. */
const SHOWN = 8
type Fix = NonNullable<Shape['Finding']['fix']>
type Fresh = { source: string; to: string | null; seconds_behind_newest: number | null }

export default function DataPage() {
  const sources = useAsked(theSources)
  const audit = useAsked(theAudit)
  const [fix, mend] = useState<Fix | null>(null)
  const accepted = sum(sources.data, 'accepted')
  const aside = sum(sources.data, 'quarantined')
  const said = sources.data?.length ? t('data.sub', { sources: new Set(sources.data.map((one) => one.source)).size, accepted: exact(accepted), aside: exact(aside) }) : t('data.nothing')
  return (
    <div className="page">
      <Title title={t('data.title')} sub={said} />
      <div className="panels data">
        <Panel title={t('data.bring')} note={t('data.bringnote')} className="wide">
          <UploadForm machine={MACHINE} imported={() => void changedData()} fix={fix} fixed={() => mend(null)} />
        </Panel>
        <div className="column">
          <Panel title={t('data.sources')} note={t('data.sourcesnote')}>
            <Ask of={sources}>{(rows) => (rows.length ? <Sources rows={rows} fresh={(audit.data?.sources ?? []) as unknown as Fresh[]} /> : <Empty title={t('data.nosources')}>{t('data.nosourceswhy')}</Empty>)}</Ask>
          </Panel>
          <Connections />
          <LiveSources />
          <Retention />
          <Stages />
        </div>
        <div className="column">
          <Panel title={t('data.coverage')} note={t('data.coveragenote')}>
            <Ask of={audit}>{(found) => <Coverage rows={found.coverage ?? []} />}</Ask>
          </Panel>
          <Panel title={audit.data?.findings?.length ? t('data.warnings', { n: audit.data.findings.length }) : t('data.nowarnings')} note={t('data.warningsnote')}>
            <Ask of={audit}>{(found) => <Findings found={found.findings ?? []} mend={(one) => (one.how === 'import' ? mend({ ...one }) : one.how === 'rows' ? void downloadAside(one.source) : toStages())} />}</Ask>
          </Panel>
          <Journeys />
          <WhoInAll />
        </div>
      </div>
    </div>
  )
}

const sum = (rows: readonly Report[] | undefined, key: 'accepted' | 'quarantined'): number => (rows ?? []).reduce((all, one) => all + one[key], 0)

/** The list of proposals, ready for the first key. */
function toStages(): void {
  const list = document.getElementById('stages')
  list?.scrollIntoView({ block: 'start' })
  list?.querySelector<HTMLButtonElement>('button.confirm')?.focus()
}

function Sources({ rows, fresh }: { rows: Report[]; fresh: Fresh[] }) {
  const [open, setOpen] = useState<number | null>(null)
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('data.sources')}>
      <table className="grid sources">
        <thead>
          <tr><th scope="col">{t('data.source')}</th><th scope="col">{t('upload.kind')}</th><th scope="col" className="num">{t('data.accepted')}</th><th scope="col" className="num">{t('data.aside')}</th><th scope="col">{t('data.reason')}</th><th scope="col">{t('data.newest')}</th></tr>
        </thead>
        <tbody>
          {rows.map((row, no) => (
            <SourceRow key={no} row={row} fresh={fresh.find((one) => one.source === row.source)} open={open === no} toggle={() => setOpen(open === no ? null : no)} />
          ))}
        </tbody>
        <tfoot>
          <tr><th scope="row">{t('data.all')}</th><td /><td className="num"><b>{exact(sum(rows, 'accepted'))}</b></td><td className="num"><b>{exact(sum(rows, 'quarantined'))}</b></td><td /><td /></tr>
        </tfoot>
      </table>
    </div>
  )
}

function SourceRow({ row, fresh, open, toggle }: { row: Report; fresh: Fresh | undefined; open: boolean; toggle: () => void }) {
  const reasons = row.quarantine.map((one) => `${exact(one.rows)} ${one.reason}`).join(', ')
  return (
    <>
      <tr>
        <th scope="row"><button type="button" className="disclose" aria-expanded={open} onClick={toggle}><Icon name={open ? 'down' : 'right'} size={13} /> {row.source}</button></th>
        <td>{row.kind.join(', ')}</td>
        <td className="num"><b>{exact(row.accepted)}</b></td>
        <td className={row.quarantined ? 'num warned' : 'num'}>{exact(row.quarantined)}</td>
        <td>{reasons || t('data.none')}</td>
        <td className="newest">{fresh?.to ? <>{day(fresh.to)} <small className={behind(fresh.seconds_behind_newest) ? 'warned' : ''}>{fresh.seconds_behind_newest ? t('data.behind', { time: duration(fresh.seconds_behind_newest) }) : t('data.isnewest')}</small></> : '–'}</td>
      </tr>
      {open ? (
        <tr className="detail"><td colSpan={6}>
          <ReportView report={row} done />
          {row.quarantined ? <Aside source={row.source} /> : null}
          <dl>{rolesFound(row).map(([role, found]) => <div key={role}><dt>{role}</dt><dd><b>{found.column}</b> {share(found.confidence)} · {found.reason}</dd></div>)}</dl>
        </td></tr>
      ) : null}
    </>
  )
}

function Coverage({ rows }: { rows: Record<string, unknown>[] }) {
  const matrix = coverageOf(rows)
  if (!matrix.rows.length) return <Empty title={t('data.nocoverage')} />
  return <Heat matrix={matrix} label={t('data.coverage')} write={(value) => String(Math.round(value * 100))} />
}

function Findings({ found, mend }: { found: Shape['Finding'][]; mend: (fix: Fix) => void }) {
  const [all, showAll] = useState(false)
  if (!found.length) return <Empty title={t('data.clean')} />
  const shown = all ? found.length : Math.max(SHOWN, found.filter((one) => one.severity === 'problem').length)
  return (
    <>
    <ul className="warnings">
      {bySeverity(found).slice(0, shown).map((one, no) => (
        <li key={`${one.id} ${no}`} className={one.severity}>
          <Icon name={one.severity === 'note' ? 'info' : 'warn'} size={17} />
          <div>
            <strong>{one.what}</strong>
            <small>{[one.where, one.count != null ? exact(one.count) : null, Array.isArray(one.affects) ? one.affects.join(', ') : one.affects].filter(Boolean).join(' · ')}</small>
            {one.fix ? <p className="fix"><span>{one.fix.does}</span> <Button size="compact-xs" variant="default" onClick={() => mend(one.fix!)} aria-label={`${t(`fix.${one.fix.how}`)}: ${one.what}`}>{t(`fix.${one.fix.how}`)}</Button></p> : null}
          </div>
        </li>
      ))}
    </ul>
    {found.length > shown ? <button type="button" className="more" onClick={() => showAll(true)}>{t('table.more', { some: exact(shown), all: exact(found.length) })}</button> : null}
    </>
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
            <Select size="xs" label={t('unit.subject')} data={SUBJECTS.map((value) => ({ value, label: t(`subject.${value}`) }))} value={found.subject ?? 'customer'} allowDeselect={false} disabled={set.isPending} onChange={(subject) => subject && set.mutate({ subject })} />
            <p className="why">{found.reason}</p>
          </div>
        )}
      </Ask>
    </Panel>
  )
}
