// The names of steps as the map writes them: a row of an answer holds their slugs only.
import { useQuery as useAsked } from '@tanstack/react-query'
import { theResult } from '../api/client'
import { humanise } from '../ui/numbers'

/** `purchase-identity-check` of the stage `purchase` reads "Identity check". */
export function readable(slug: string, stage: string): string {
  const bare = stage && slug.startsWith(`${stage}-`) ? slug.slice(stage.length + 1) : slug
  return /^[a-z0-9-]+$/.test(bare) ? humanise(bare.replaceAll('-', ' ')) : bare
}

/** What a step is called; until that is known, and for anything else, its slug in words. */
export function useStepNames(): (slug: string, stage: string) => string {
  const rows = useAsked(theResult('steps', {})).data?.rows ?? []
  const names = new Map(rows.map((row) => [`${String(row.stage)} ${String(row.step)}`, String(row.name)]))
  return (slug, stage) => names.get(`${stage} ${slug}`) ?? readable(slug, stage)
}
