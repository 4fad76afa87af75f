// The report of an import, or of a look at a file: where every row went, and why.
import type { Report } from '../api/client'
import { Icon } from '../ui/icons'
import { exact } from '../ui/numbers'
import { t } from '../ui/words'

export function ReportView({ report, done }: { report: Report & { cut?: boolean }; done: boolean }) {
  const counts = (['accepted', 'quarantined', 'known', 'dropped'] as const).filter((key) => key === 'accepted' || report[key] > 0)
  return (
    <div className="report">
      <p className="sum">
        {report.cut ? `${t('report.first')} ` : ''}<b>{exact(report.rows)}</b> {t('report.rows')} = {counts.map((key, no) => <span key={key}>{no ? ' + ' : ''}<b className={key === 'quarantined' ? 'warned' : ''}>{exact(report[key])}</b> {t(`report.${key}`)}</span>)}
        {report.duplicates ? <small> ({t('report.duplicates', { n: exact(report.duplicates) })})</small> : null}
        <span className="tag">{report.kind.join(', ')}</span>
        {done ? null : <small>{t('report.nothing')}</small>}
      </p>
      {report.quarantine.length ? (
        <ul className="asidelist">{report.quarantine.map((one) => <li key={one.reason}><b>{exact(one.rows)}</b> {one.reason}{one.first_line ? ` (${t('report.line', { line: one.first_line })})` : ''}</li>)}</ul>
      ) : null}
      {report.notes.map((note) => <p key={note} className="note"><Icon name="info" size={14} /> {note}</p>)}
    </div>
  )
}
