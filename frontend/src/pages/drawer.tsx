// The evidence of one number: not modal, the map stays alive beside it (SCREENS §3, drawer).
import { useEffect, useRef, useState } from 'react'
import { Button } from '@mantine/core'
import type { Drawn, Shape } from '../api/client'
import { aboutAt, address, beside, claimsAt, command, inWords, python, type Claim } from '../actions/evidence'
import { Interval, Meters } from '../pictures/marks'
import { Badge, Icon, type Known } from '../ui/icons'
import { period } from '../ui/numbers'
import { go } from '../ui/router'
import { t } from '../ui/words'
import { Behind, Fresh, Sql, Trend } from './proof'

type Item = Shape['Item']
type Props = { drawn: Drawn; path: string; order: string[]; open: (path: string) => void; close: () => void; children?: React.ReactNode }

export function Drawer({ drawn, path, order, open, close, children }: Props) {
  const box = useRef<HTMLElement>(null)
  const item = drawn.evidence[path]
  useEffect(() => {
    box.current?.focus({ preventScroll: true })
    box.current?.scrollTo(0, 0)
  }, [path])
  if (!item) return null
  const from = (item.from as string | undefined) ?? path
  const about = aboutAt(drawn.document, from)
  const claims = claimsAt(drawn.document, from).map((claim) => ({ ...claim, ...about }))
  const tone = item.kicker.startsWith('Pain') ? 'pain' : item.kicker.startsWith('Gain') ? 'gain' : ''
  const kind = String(item.class ?? 'assumed') as Known
  const onKey = (event: React.KeyboardEvent) => {
    if (event.target !== box.current) return
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    open(beside(order, path, step))
  }
  return (
    <aside ref={box} className="drawer" aria-labelledby="drawer-title" tabIndex={-1} onKeyDown={onKey}>
      <header>
        <div className="tags">
          <span className={`tag ${tone}`}>{item.kicker}</span>
          <span className="tag">
            <Badge kind={kind} /> {kind}
          </span>
          <span className="push" />
          <IconButton label={t('drawer.previous')} icon="up" act={() => open(beside(order, path, -1))} />
          <IconButton label={t('drawer.next')} icon="down" act={() => open(beside(order, path, 1))} />
          <IconButton label={t('drawer.close')} icon="close" act={close} />
        </div>
        <h2 id="drawer-title">{item.title}</h2>
        <p>{item.where}</p>
      </header>
      {kind === 'assumed' ? children : null}
      <Body key={path} item={item} claims={claims} drawn={drawn} tone={tone} />
      {kind === 'assumed' ? null : children}
      {claims[0]?.analysis ? <Foot claim={claims[0]} /> : null}
    </aside>
  )
}

function IconButton({ label, icon, act }: { label: string; icon: 'up' | 'down' | 'close'; act: () => void }) {
  return (
    <button type="button" className="iconbutton" aria-label={label} title={label} onClick={act}>
      <Icon name={icon} />
    </button>
  )
}

function Body({ item, claims, drawn, tone }: { item: Item; claims: Claim[]; drawn: Drawn; tone: string }) {
  const [chosen, choose] = useState(0)
  const first = item.numbers[0] as Line | undefined
  const claim = claims[chosen] ?? claims[0]
  const quotes = quotesOf(item, drawn)
  const { document } = drawn
  return (
    <div className="proof">
      {first?.[1] ? <Hero line={first} item={item} tone={tone} /> : null}
      {item.note ? <section><p className="why">{item.note}</p></section> : null}
      {item.equation || item.formula ? (
        <section>
          <h3>{t('drawer.computed')}</h3>
          {item.equation ? <Equation parts={item.equation} /> : null}
          {item.formula ? <p className="why">{item.formula}</p> : null}
        </section>
      ) : null}
      {item.compare ? <section><h3>{String(item['compare title'] ?? t('drawer.compare'))}</h3><Meters rows={item.compare as Meter[]} /></section> : null}
      {item.numbers.length > 1 ? <Numbers lines={item.numbers as Line[]} chosen={chosen} choose={choose} /> : null}
      {item.bars?.length ? <section><h3>{t('drawer.touchpoints')}</h3><Meters rows={item.bars as Meter[]} /></section> : null}
      {claim?.analysis ? <Trend claim={claim} /> : null}
      {quotes.length ? (
        <section>
          <h3>{t('drawer.say')}</h3>
          <div className="quotes">
            {quotes.map((quote) => (
              <blockquote key={quote.id}>
                <span lang={quote.language}>“{quote.text}”</span>
                <footer>
                  <b>{quote.origin ?? quote.instrument}</b>
                  {quote.id ? <small>{quote.id}</small> : null}
                </footer>
              </blockquote>
            ))}
          </div>
        </section>
      ) : null}
      {claim?.analysis ? <Behind claim={claim} /> : null}
      <Question claim={claim} />
      <section>
        <h3>{t('drawer.from')}</h3>
        <dl>
          <dt>{t('drawer.sources')}</dt><dd>{(claim?.sources ?? document.sources).join(', ')}</dd>
          <dt>{t('drawer.period')}</dt><dd>{period((claim?.from as string) ?? document.period.from, (claim?.to as string) ?? document.period.to)}</dd>
          <Fresh to={(claim?.to as string) ?? document.period.to} />
          {item.trait ? <><dt>{t('drawer.trait')}</dt><dd>{item.trait}</dd></> : null}
          {document.label ? <><dt>{t('drawer.label')}</dt><dd>{document.label}</dd></> : null}
        </dl>
      </section>
      {item.doubt ? (
        <section>
          <h3>{t('drawer.doubt')}</h3>
          <ul>{item.doubt.map((one) => <li key={one}>{one}</li>)}</ul>
        </section>
      ) : null}
    </div>
  )
}

type Line = [label: string, text: string, between: string, n: string, low: number | null, value: number | null, high: number | null]
type Meter = [name: string, text: string, part: number | null, tone: string, note: string]

function Hero({ line, item, tone }: { line: Line; item: Item; tone: string }) {
  const [label, text, between, n, low, value, high] = line
  const drawable = low !== null && high !== null && value !== null && between
  const note = [item.unit, drawable ? '' : between, n ? `n ${n}` : ''].filter(Boolean).join('; ')
  return (
    <section className={`hero ${tone}`}>
      <div>
        <p>{label}</p>
        <strong data-testid="hero">{text}</strong>
        <p>{note}</p>
      </div>
      {drawable ? <Interval low={low} value={value} high={high} between={between} text={text} tone={tone} /> : null}
    </section>
  )
}

function Equation({ parts }: { parts: unknown[] }) {
  return (
    <div className="equation">
      {parts.map((part, no) =>
        Array.isArray(part) ? <div key={no}><b>{String(part[0])}</b><small>{String(part[1])}</small></div> : <span key={no}>{String(part)}</span>,
      )}
    </div>
  )
}

function Numbers({ lines, chosen, choose }: { lines: Line[]; chosen: number; choose: (no: number) => void }) {
  return (
    <section>
      <h3>{t('drawer.numbers')}</h3>
      <table className="plain">
        <thead>
          <tr>{[t('drawer.number'), t('drawer.value'), t('drawer.interval'), 'n'].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {lines.map(([label, text, between, n], no) => (
            <tr key={no} className={no === chosen ? 'chosen' : ''}>
              <td><button type="button" aria-pressed={no === chosen} onClick={() => choose(no)}>{label}</button></td>
              <td><b>{text}</b></td><td>{between}</td><td>{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Question({ claim }: { claim: Claim | undefined }) {
  if (!claim?.analysis) return <section><p className="why">{t('drawer.nobody')}</p></section>
  return (
    <section>
      <h3>{t('drawer.again')}</h3>
      <div className="query">
        <div><small>{t('drawer.terminal')}</small><code>{command(claim)}</code></div>
        <div><small>Python</small><code>{python(claim)}</code></div>
        <p className="why">{inWords(claim)}</p>
        <Sql key={command(claim)} claim={claim} />
        <dl>
          <dt>{t('drawer.answer')}</dt><dd data-testid="answer">{String(claim.value)}</dd>
          <dt>{t('drawer.digest')}</dt><dd><code>{claim.digest}</code></dd>
        </dl>
      </div>
    </section>
  )
}

function Foot({ claim }: { claim: Claim }) {
  const [said, say] = useState<string | null>(null)
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => say(t('drawer.copied')), () => say(t('drawer.uncopied')))
  return (
    <div className="foot">
      <Button size="xs" onClick={() => go(address(claim))} leftSection={<Icon name="chart" size={15} />}>{t('drawer.open')}</Button>
      <Button size="xs" variant="default" onClick={() => copy(command(claim))}>{t('drawer.copy')}</Button>
      <Button size="xs" variant="default" leftSection={<Icon name="link" size={15} />} onClick={() => copy(location.href)}>{t('drawer.link')}</Button>
      <span role="status">{said}</span>
    </div>
  )
}

type Quote = { id: string; text: string; language?: string; instrument?: string; origin?: string }

function quotesOf(item: Item, { document }: Drawn): Quote[] {
  const at = item.at
  if (!at) return []
  const lane = document.lanes.find((one) => one.id === 'quotes')
  const cells = lane?.cells.filter((cell) => cell.stage === at[0] && (at[1] === null || cell.step === at[1])) ?? []
  return cells.flatMap((cell) => (cell.content.quotes as Quote[] | undefined) ?? [])
}
