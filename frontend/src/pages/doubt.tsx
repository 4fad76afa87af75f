// A measured number can be challenged in a note, or give way to an assumption; undo brings it back.
import { useState } from 'react'
import { Button, Textarea } from '@mantine/core'
import type { Drawn } from '../api/client'
import { assume, challenge } from '../actions/doubt'
import { freshId } from '../actions/edits'
import type { Operation, Target } from '../actions/places'
import { t } from '../ui/words'

type Props = { drawn: Drawn; card: Extract<Target, { kind: 'card' }>; title: string; make: (operation: Operation) => void; away: () => void }

export function Doubt({ drawn, card, title, make, away }: Props) {
  const [words, write] = useState('')
  const [noted, note] = useState(false)
  const said = { about: t('doubt.about', { title }), words: words.trim() }
  const operation = challenge(drawn.document, card, said, freshId)
  const assumed = assume(drawn.document, card, card.name, freshId)
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (!operation || !said.words) return
    make(operation)
    write('')
    note(true)
  }
  return (
    <section className="cardform" aria-label={t('doubt.title')}>
      {operation ? (
        <form onSubmit={submit}>
          <Textarea size="xs" autosize minRows={1} maxRows={6} maxLength={5000} label={t('doubt.title')} placeholder={t('doubt.why')} value={words} onChange={(event) => (write(event.currentTarget.value), note(false))} />
          <Button size="xs" variant="default" type="submit" disabled={!said.words}>{t('doubt.add')}</Button>
          <p className="why" role="status">{noted ? t('doubt.noted') : ''}</p>
        </form>
      ) : null}
      {assumed.length ? (
        <div>
          <Button size="xs" variant="default" onClick={() => (assumed.forEach(make), away())}>{t('doubt.assume')}</Button>
          <p className="why">{t('doubt.assumewhy')}</p>
        </div>
      ) : null}
    </section>
  )
}
