// The table twin of the map: the same cells as text, one row per lane, one column per step.
import { useState } from 'react'
import type { MapDocument, Shape } from '../api/client'
import { imageOf } from '../actions/places'
import { amount, duration, emotion, exact, known } from '../ui/numbers'
import { t } from '../ui/words'
import { valueText } from '../ui/values'

type Content = Record<string, any>
type Cell = Shape['Cell']

/** Made when it is opened: a map of many cells would be put down twice before anybody sees it. */
export function MapTable({ document }: { document: MapDocument }) {
  const [open, show] = useState(false)
  return (
    <details className="twin" id="table" onToggle={(event) => show(event.currentTarget.open)}>
      <summary>{t('map.table')}</summary>
      {open ? <Grid document={document} /> : null}
    </details>
  )
}

function Grid({ document }: { document: MapDocument }) {
  const columns = document.stages.flatMap((stage) => stage.steps.map((step, no) => ({ stage, step, first: no === 0 })))
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('map.table')}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t('map.stages')}</th>
            {document.stages.filter((stage) => stage.steps.length).map((stage) => (
              <th key={stage.id} scope="colgroup" colSpan={stage.steps.length}>
                {stage.name} {known(stage.journeys) ? <small>{exact(stage.journeys)}</small> : null}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">{t('map.steps')}</th>
            {columns.map(({ stage, step }) => (
              <th key={`${stage.id} ${step.id}`} scope="col">
                {step.name} {known(step.journeys) ? <small>{exact(step.journeys)}{known(step.median_seconds_wait) ? `, ${t('phone.after', { time: duration(step.median_seconds_wait) })}` : ''}</small> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {document.lanes.filter((lane) => lane.cells.length).map((lane) => (
            <tr key={lane.id}>
              <th scope="row">{lane.title}</th>
              {columns.map(({ stage, step, first }) => (
                <td key={`${stage.id} ${step.id}`}>
                  {lane.cells
                    .filter((cell) => cell.stage === stage.id && (cell.step === step.id || (cell.step === null && first)))
                    .map((cell, no) => <p key={no}>{lines(cell).map((line, at) => <span key={at}>{line}<br /></span>)}</p>)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function lines(cell: Cell): string[] {
  const content = cell.content as Content
  const claim = Array.isArray(cell.evidence) ? cell.evidence[0] : cell.evidence
  const kind = String(claim?.class ?? 'assumed')
  if (content.quotes) return content.quotes.map((quote: Content) => `“${quote.text}” (${quote.origin ?? quote.instrument ?? kind})`)
  if (content.items) {
    return content.items.map((item: Content) => {
      const name = item.label ? `${item.label}${item.touchpoint ? `, ${item.touchpoint}` : ''}` : item.name
      if ('events' in item) return `${name}: ${exact(item.events)} / ${exact(item.journeys)}`
      if ('valence' in item) return `${name}: ${emotion(item.valence)}`
      return 'value' in item ? `${name}: ${valueText(item.unit, item.value)}` : String(name)
    })
  }
  if (known(content.valence)) {
    const between = known(content.low) ? ` (${emotion(content.low)} – ${emotion(content.high)})` : ''
    return [`${emotion(content.valence)}${between}, n ${exact(content.n)}, ${kind}`]
  }
  const image = imageOf(cell)
  const said = [content.title ?? content.text, image ? t('image.shows', { alt: image.alt }) : null].filter(Boolean).map(String)
  if (content.cost) said.push(`${amount(content.cost)} ${content.unit ?? ''} (${amount(content.cost_low)} – ${amount(content.cost_high)})`)
  if (content.reason) said.push(String(content.reason))
  if (known(content.lift)) said.push(`${emotion(content.lift)}, n ${exact(content.n)}`)
  return [...said, kind]
}
