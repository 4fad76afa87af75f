// The map that people change: the picture with its keys, its menu, dragging and writing in place.
import { useEffect, useMemo, useRef, useState } from 'react'
import { Menu } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { Drawn } from '../api/client'
import { actOf, actsFor, type Act } from '../actions/menu'
import { freshId } from '../actions/edits'
import { keyOf, nudge, pathOf, placeOf, targetAt, type Operation, type Target } from '../actions/places'
import { mount, type Board } from '../canvas/board'
import { t, type Key } from '../ui/words'
import { ConflictDialog, FeelDialog, MoveDialog } from './dialogs'
import { EditorTools, Notices } from './editortools'
import { ImageDialog } from './imagedialog'
import type { Editing } from './queue'
import { writer, type Writing } from './writer'

type Props = { drawn: Drawn; edits: Editing; path: string | null; open: (path: string | null) => void; board: React.RefObject<Board | null>; spoken: string; tools: React.ReactNode }
type Asked = { what: 'move' | 'feel' | 'image'; target: Target } | { what: 'menu'; target: Target; x: number; y: number } | null

const namer = { t: (name: string, values?: Record<string, string | number>) => t(name as Key, values), fresh: freshId }
const LONG = 5000
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

export function Editor({ drawn, edits, path, open, board, spoken, tools }: Props) {
  const [asked, ask] = useState<Asked>(null)
  const [said, say] = useState('')
  const [writing, write] = useState(false)
  // a picture that arrives while somebody writes waits until they are done
  const held = useRef(drawn)
  if (!writing) held.current = drawn
  const shown = held.current
  const host = useRef<HTMLDivElement>(null)
  const own = useRef({ focus: null as string | null, moved: null as string | null, writing: null as Writing | null })

  const make = (operation: Operation, focus?: string) => {
    if (focus) own.current.focus = focus
    edits.make(operation)
  }
  const perform = (act: Act, target: Target) => {
    ask(null)
    if (act.kind === 'do') return void (make(act.operation()), say(act.key === 'Del' ? t('edit.removed', { name: target.name }) : act.name))
    if (act.kind === 'write') return begin(act, target)
    if (act.what === 'evidence') return open(pathOf(shown, keyOf(target)))
    ask({ what: act.what, target })
  }
  const begin = (act: Extract<Act, { kind: 'write' }>, target: Target) => {
    own.current.writing?.end()
    const key = keyOf(target)
    const made = writer(act.first, act.first ? t('edit.text', { name: target.name }) : act.name, LONG, (words) => {
      own.current.writing = null
      write(false)
      if (words === null || (act.first && (words === act.first || !words.trim()))) return void board.current?.focus(key)
      const operation = act.operation(words.trim())
      make(operation, act.focus?.(operation) ?? key)
      say(t(act.first ? 'edit.renamed' : 'edit.added', { name: words.trim() }))
    })
    if (!board.current?.over(key, made.node)) return
    own.current.writing = made
    write(true)
  }
  const doer = (at: string, event: Parameters<typeof actOf>[1]): boolean => {
    const target = targetAt(shown.document, at)
    if (!target) return false
    const way = event.altKey ? ARROWS[event.key] : undefined
    if (way) {
      const operation = nudge(shown.document, target, way[0], way[1])
      if (operation) (own.current.moved = keyOf(target), make(operation, keyOf(target)))
      else say(t('edit.nomove'))
      return true
    }
    const act = actOf(actsFor(shown.document, target, namer), event)
    if (act) perform(act, target)
    return Boolean(act)
  }
  const hands = useRef({ doer, perform, open })
  hands.current = { doer, perform, open }

  useEffect(() => {
    if (!host.current) return
    const before = own.current.focus ?? board.current?.at() ?? null
    const made = mount(host.current, shown, spoken, {
      choose: (to) => hands.current.open(to),
      words: { grid: t('edit.grid'), empty: (where) => t('edit.empty', { where }), lane: (title) => t('edit.lane', { title }) },
      key: (event, at) => hands.current.doer(at, event),
      write: (at) => {
        const target = targetAt(shown.document, at)
        const storyboard = target?.kind === 'empty' && shown.document.lanes.find((one) => one.id === target.lane)?.images
        const first = (one: Act) => (storyboard ? one.kind === 'ask' && one.what === 'image' : one.kind === 'write' || (one.kind === 'ask' && one.what === 'feel'))
        const act = target && actsFor(shown.document, target, namer).find(first)
        if (target && act) hands.current.perform(act, target)
      },
      menu: (at, { x, y }) => {
        const target = targetAt(shown.document, at)
        if (target) ask({ what: 'menu', target, x, y })
      },
      drop: (operation, key) => {
        own.current.moved = key
        make(operation, key)
      },
    })
    made.mark(path)
    board.current = made
    if (before && (own.current.focus || before)) {
      if (made.focus(before)) own.current.focus = null
    }
    return () => made.remove()
    // the picture is put down once per document; what is chosen is marked by the page
  }, [shown])

  // said once the move is on disk and in the picture, whichever comes last
  const saved = edits.queue.waiting.length === 0 && shown.revision >= edits.back.revision
  useEffect(() => {
    const { moved } = own.current
    const place = moved && saved && placeOf(shown.document, moved, (at, all) => t('edit.nth', { at, all }))
    if (place) (say(t('edit.moved', { place })), (own.current.moved = null))
  }, [shown, saved])

  const undo = () => (edits.undo(), say(t('edit.undone')))
  const redo = () => (edits.redo(), say(t('edit.redone')))
  useHotkeys([['mod+Z', undo], ['mod+shift+Z', redo], ['mod+Y', redo]])
  const acts = useMemo(() => (asked?.what === 'menu' ? actsFor(shown.document, asked.target, namer) : []), [asked, shown])
  const shut = () => {
    const back = asked ? keyOf(asked.target) : null
    ask(null)
    if (back) requestAnimationFrame(() => board.current?.focus(back))
  }
  return (
    <>
      <EditorTools drawn={shown} edits={edits} make={make} undo={undo} redo={redo}>{tools}</EditorTools>
      <Notices drawn={shown} queue={edits.queue} />
      <div className="scroll" ref={host} tabIndex={-1} />
      {asked?.what === 'menu' ? (
        <Menu opened onClose={shut} position="bottom-start" withinPortal shadow="md" transitionProps={{ duration: 0 }} returnFocus={false}>
          <Menu.Target><span className="anchor" style={{ left: asked.x, top: asked.y }} /></Menu.Target>
          <Menu.Dropdown aria-label={t('edit.actions')}>
            <Menu.Label>{asked.target.name}</Menu.Label>
            {acts.map((act) => <Menu.Item key={act.name} rightSection={act.key ? <kbd>{act.key}</kbd> : null} onClick={() => perform(act, asked.target)}>{act.name}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {asked?.what === 'move' ? <MoveDialog drawn={shown} target={asked.target} make={(operation) => ((own.current.moved = keyOf(asked.target)), make(operation, keyOf(asked.target)))} close={shut} /> : null}
      {asked?.what === 'feel' ? <FeelDialog drawn={shown} target={asked.target} make={(operation) => make(operation)} close={shut} /> : null}
      {asked?.what === 'image' && asked.target.kind !== 'stage' && asked.target.kind !== 'step' ? <ImageDialog target={asked.target} make={(operation, id) => make(operation, `card ${id}`)} close={shut} /> : null}
      {edits.queue.conflict ? <ConflictDialog conflict={edits.queue.conflict} choose={edits.choose} /> : null}
      <p role="status" className="away">{said}</p>
    </>
  )
}
