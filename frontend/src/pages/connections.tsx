// Other systems that are read over the network: how many rows they brought, when, and what went wrong.
import { useQuery as useAsked } from '@tanstack/react-query'
import { theConnections } from '../api/client'
import { duration, exact } from '../ui/numbers'
import { Panel } from '../ui/pieces'
import { t } from '../ui/words'

export function Connections() {
  const rows = useAsked(theConnections).data ?? []
  if (!rows.length) return null
  return (
    <Panel title={t('connect.title')} note={t('connect.note')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('connect.title')}>
        <table className="grid sources">
          <thead>
            <tr><th scope="col">{t('connect.name')}</th><th scope="col" className="num">{t('connect.rows')}</th><th scope="col">{t('connect.last')}</th></tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name} <span className="tag">{row.title}</span></th>
                <td className="num"><b>{exact(row.rows)}</b></td>
                <td className={row.last.pull?.error ? 'warned' : undefined}>
                  {row.last.pull ? t('live.ago', { time: duration(Math.max(0, (Date.now() - Date.parse(row.last.pull.at)) / 1000)) }) : t('live.never')}
                  {row.last.pull?.error ? <p className="why">{row.last.pull.error}</p> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
