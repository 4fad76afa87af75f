// The columns of a file, each with examples and the role it plays; a person sets what is wrong.
import { useState } from 'react'
import { Button, Select, Switch, TextInput } from '@mantine/core'
import { exact, share } from '../ui/numbers'
import { t, type Key } from '../ui/words'

export type Choice = { kind: string | null; timezone: string; source: string; scale: string; drop_duplicates: boolean; roles: Record<string, string> }
export type FileColumn = { column: string; examples: string[]; filled: number; role: string; confidence: number | null; reason: string; yours: boolean }

const KINDS = ['events', 'feedback', 'customers', 'transcripts']
const ROLES = ['customer', 'touchpoint', 'time', 'channel', 'id', 'case', 'session', 'value', 'score', 'text', 'language']
const SHOWN = 12

type Props = { columns: FileColumn[]; choice: Choice; source: string; set: (choice: Partial<Choice>) => void; give: (column: string, role: string) => void }

export function Correct({ columns, choice, source, set, give }: Props) {
  const [all, showAll] = useState(false)
  const shown = all ? columns : columns.slice(0, SHOWN)
  return (
    <div className="correct">
      {columns.length ? (
        <div className="scroll" tabIndex={0} role="group" aria-label={t('upload.roles')}>
          <table className="grid">
            <thead><tr><th scope="col">{t('upload.column')}</th><th scope="col">{t('upload.examples')}</th><th scope="col">{t('upload.role')}</th><th scope="col">{t('upload.sure')}</th><th scope="col">{t('upload.why')}</th></tr></thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.column} className={row.confidence !== null && row.confidence < 0.6 ? 'doubt' : ''}>
                  <th scope="row">{row.column}<small>{t('upload.filled', { share: share(row.filled) })}</small></th>
                  <td className="examples">{row.examples.map((one) => <span key={one}>{one}</span>)}</td>
                  <td>
                    <select aria-label={t('upload.roleof', { column: row.column })} value={row.role} onChange={(event) => give(row.column, event.currentTarget.value)}>
                      <option value="">{t('role.none')}</option>
                      {ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}` as Key)}</option>)}
                    </select>
                  </td>
                  <td className="num">{row.yours ? <span className="tag gain">{t('upload.yours')}</span> : row.confidence === null ? '' : <><span className="sure" aria-hidden="true"><i style={{ width: `${row.confidence * 100}%` }} /></span> {share(row.confidence)}</>}</td>
                  <td className="reason">{row.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {columns.length > shown.length ? <Button variant="subtle" size="xs" onClick={() => showAll(true)}>{t('table.more', { some: exact(shown.length), all: exact(columns.length) })}</Button> : null}
        </div>
      ) : null}
      <div className="optionsform">
        <Select size="xs" label={t('upload.kind')} placeholder={t('upload.auto')} clearable data={KINDS} value={choice.kind} onChange={(kind) => set({ kind })} clearButtonProps={{ 'aria-label': t('select.clear') }} />
        <TextInput size="xs" label={t('upload.timezone')} placeholder="UTC" value={choice.timezone} onChange={(event) => set({ timezone: event.currentTarget.value })} />
        <TextInput size="xs" label={t('upload.source')} placeholder={source} value={choice.source} onChange={(event) => set({ source: event.currentTarget.value })} />
        <TextInput size="xs" label={t('upload.scale')} placeholder={t('upload.auto')} value={choice.scale} onChange={(event) => set({ scale: event.currentTarget.value })} />
        <Switch size="xs" label={t('upload.dropduplicates')} checked={choice.drop_duplicates} onChange={(event) => set({ drop_duplicates: event.currentTarget.checked })} />
      </div>
    </div>
  )
}
