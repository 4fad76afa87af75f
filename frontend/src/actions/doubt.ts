// What a person says against a place that data prove. Pure: the number stays what it is; it is answered, or hidden.
import type { MapDocument } from '../api/client'
import { free, type Operation, type Target } from './places'

type Card = Extract<Target, { kind: 'card' }>
const BELOW = 'backstage'

/** A sticky note beside the card; below the line of visibility where nothing can be written beside it. */
export function challenge(document: MapDocument, card: Card, said: { about: string; words: string }, fresh: () => string): Operation | null {
  const own = document.lanes.find((one) => one.id === card.lane)
  const lane = own && free(own) ? own : document.lanes.find((one) => one.id === BELOW)
  if (!lane) return null
  const after = lane === own ? card.id : null
  return { op: 'add-card', id: fresh(), lane: lane.id, ...place(card), after, kind: 'note', title: said.words, text: said.about }
}

/** A card in a person's own words where the measured one stood, which is hidden; nothing for what is counted or said. */
export function assume(document: MapDocument, card: Card, words: string, fresh: () => string): Operation[] {
  const lane = document.lanes.find((one) => one.id === card.lane)
  if (lane?.picture !== 'cards' || card.written) return []
  return [
    { op: 'add-card', id: fresh(), lane: lane.id, ...place(card), after: card.id, kind: 'card', title: words, text: '' },
    { op: 'remove-card', card: card.id },
  ]
}

const place = (card: Card) => ({ stage: card.step ? null : card.stage, step: card.step })
