// The measured numbers of a map, each once: what a person can put behind a card. Pure.
import type { Drawn } from '../api/client'
import { columns } from './places'

type Claim = Record<string, any>
export type Proof = { key: string; label: string; claim: Claim }

export function proofsOf({ document }: Pick<Drawn, 'document'>): Proof[] {
  const found = new Map<string, Proof>()
  const add = (where: string, evidence: unknown) => {
    for (const claim of (Array.isArray(evidence) ? evidence : [evidence]) as (Claim | null)[]) {
      if (!claim?.analysis || claim.value === null || claim.value === undefined || typeof claim.value !== 'number') continue
      const { analysis, params, where: row, field } = claim
      const key = JSON.stringify([analysis, params, row, field])
      const field_ = String(field).replaceAll('_', ' ')
      if (!found.has(key)) found.set(key, { key, label: `${where}: ${field_} ${Math.round(claim.value * 1000) / 1000}`, claim: { analysis, params, where: row, field } })
    }
  }
  for (const stage of document.stages) add(stage.name, stage.evidence)
  for (const { step } of columns(document)) {
    add(step.name, step.evidence)
    for (const point of step.touchpoints) add(point.name, point.evidence)
  }
  const steps = new Map(columns(document).map(({ stage, step }) => [`${stage.id} ${step.id}`, step.name]))
  for (const lane of document.lanes) for (const cell of lane.cells) add(`${lane.title}, ${steps.get(`${cell.stage} ${cell.step}`) ?? cell.stage}`, cell.evidence)
  return [...found.values()]
}
