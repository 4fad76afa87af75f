// An image for a storyboard: chosen, said in words, sent once; then it stands on a card.
import { useEffect, useRef, useState } from 'react'
import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { sendImage } from '../api/client'
import { freshId } from '../actions/edits'
import { imageUrl, type Operation, type Pictured, type Target } from '../actions/places'
import { t } from '../ui/words'

const KINDS = 'image/png,image/jpeg,image/webp'
const MOST = 300

/** A new card with an image, behind the one that was chosen. */
export function ImageDialog({ target, make, close }: { target: Target; make: (operation: Operation, id: string) => void; close: () => void }) {
  const [file, choose] = useState<File | null>(null)
  const [alt, say] = useState('')
  const [title, name] = useState('')
  const sending = useMutation({
    mutationFn: () => sendImage(file!),
    onSuccess: (kept) => {
      if (target.kind !== 'card' && target.kind !== 'empty') return
      const id = freshId()
      const at = { lane: target.lane, stage: target.step ? null : target.stage, step: target.step, after: target.kind === 'card' ? target.id : null }
      make({ op: 'add-card', id, ...at, title: title.trim(), kind: 'card', text: '', image: { id: kept.id, alt: alt.trim() } }, id)
      close()
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (file && alt.trim()) sending.mutate()
  }
  return (
    <Modal opened onClose={close} title={t('image.add')} closeButtonProps={{ 'aria-label': t('drawer.close') }} transitionProps={{ duration: 0 }}>
      <form className="dialog" onSubmit={submit}>
        <ImageField label={t('image.file')} file={file} choose={choose} />
        <TextInput required maxLength={MOST} label={t('image.alt')} description={t('image.altwhy')} value={alt} onChange={(event) => say(event.currentTarget.value)} />
        <TextInput maxLength={MOST} label={t('image.caption')} value={title} onChange={(event) => name(event.currentTarget.value)} />
        {sending.error ? <p role="alert" className="wrong">{sending.error.message}</p> : null}
        <Button type="submit" loading={sending.isPending} disabled={!file || !alt.trim()}>{t('image.add')}</Button>
      </form>
    </Modal>
  )
}

/** The image of a card that is there: its words, another image, or none. */
export function ImageForm({ card, image, make }: { card: string; image: Pictured; make: (operation: Operation) => void }) {
  const [alt, say] = useState(image.alt)
  const sending = useMutation({
    mutationFn: (file: File) => sendImage(file),
    onSuccess: (kept) => make({ op: 'edit-card', card, image: { id: kept.id, alt: alt.trim() || image.alt } }),
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    make({ op: 'edit-card', card, image: { id: image.id, alt: alt.trim() } })
  }
  return (
    <form onSubmit={submit}>
      <h3>{t('image.title')}</h3>
      <img className="onimage" src={imageUrl(image.id)} alt={image.alt} width={image.width} height={image.height} />
      <TextInput size="xs" required maxLength={MOST} label={t('image.alt')} value={alt} onChange={(event) => say(event.currentTarget.value)} />
      <div className="inline">
        <Button size="xs" type="submit" disabled={!alt.trim() || alt.trim() === image.alt}>{t('card.save')}</Button>
        <ImageField small label={t('image.other')} file={null} choose={(file) => sending.mutate(file)} />
        <Button size="xs" variant="default" onClick={() => make({ op: 'edit-card', card, image: {} })}>{t('image.remove')}</Button>
      </div>
      {sending.error ? <p role="alert" className="wrong">{sending.error.message}</p> : null}
    </form>
  )
}

/** The browser's own field for a file, with what was chosen beneath it. */
function ImageField({ label, file, choose, small }: { label: string; file: File | null; choose: (file: File) => void; small?: boolean }) {
  const field = useRef<HTMLInputElement>(null)
  const [shown, show] = useState<string | null>(null)
  useEffect(() => {
    if (!file) return
    const url = URL.createObjectURL(file)
    show(url)
    return () => URL.revokeObjectURL(url)
  }, [file])
  return (
    <div className={small ? '' : 'imagefield'}>
      <input ref={field} type="file" hidden accept={KINDS} aria-label={label} onChange={(event) => event.currentTarget.files?.[0] && choose(event.currentTarget.files[0])} />
      <Button data-autofocus={small ? undefined : true} size="xs" variant="default" onClick={() => field.current?.click()}>{file?.name ?? label}</Button>
      {small ? null : <small>{t('image.kinds')}</small>}
      {file && shown ? <img className="onimage" src={shown} alt="" /> : null}
    </div>
  )
}
