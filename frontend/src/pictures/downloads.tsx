// Every picture leaves as a table (CSV), as vectors (SVG) and as pixels (PNG).
import { useState, type RefObject } from 'react'
import { Button, Menu } from '@mantine/core'
import type { Row } from '../api/client'
import { csv, keep, save } from '../ui/csv'
import { drawing, png } from '../ui/drawing'
import { Icon } from '../ui/icons'
import { t } from '../ui/words'
import { columnsIn } from './rows'

type Props = { name: string; title: string; rows: readonly Row[]; meanings?: Record<string, string>; picture?: RefObject<HTMLElement | null> }

export function Downloads({ name, title, rows, meanings, picture }: Props) {
  const [failed, fail] = useState('')
  const draw = async (kind: 'svg' | 'png') => {
    const shown = picture?.current
    if (!shown) return
    const made = await drawing(shown, title)
    keep(`${name}.${kind}`, kind === 'svg' ? new Blob([made.svg], { type: 'image/svg+xml' }) : await png(made))
  }
  const act = (kind: 'svg' | 'png') => () => void draw(kind).then(() => fail(''), (error: Error) => fail(error.message))
  return (
    <>
      {failed ? <span role="alert" className="warned">{failed}</span> : null}
      <Menu position="bottom-end" transitionProps={{ duration: 0 }} withinPortal>
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<Icon name="download" size={15} />} disabled={!rows.length}>{t('save.as')}</Button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('save.as')}>
          <Menu.Item onClick={() => save(`${name}.csv`, csv(columnsIn(rows, meanings), rows))}>{t('save.csv')}</Menu.Item>
          {picture ? <Menu.Item onClick={act('svg')}>{t('save.svg')}</Menu.Item> : null}
          {picture ? <Menu.Item onClick={act('png')}>{t('save.png')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
