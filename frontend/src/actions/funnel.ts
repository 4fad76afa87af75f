// The steps of a funnel as one text of the contract, "A > B > C", and back. Pure.
export { spelled } from '../ui/conditions'

/** Split `A > B | C > stage:D` into its steps; a quoted name may hold `>`. */
export function stepsOf(text: string | null): string[] {
  if (!text) return []
  const steps: string[] = []
  let now = ''
  let quoted = false
  for (const letter of text) {
    if (letter === '"') quoted = !quoted
    if (letter === '>' && !quoted) {
      steps.push(now.trim())
      now = ''
    } else now += letter
  }
  return [...steps, now.trim()].filter(Boolean)
}

export const textOf = (steps: readonly string[]): string | null => (steps.length ? steps.join(' > ') : null)

export const moved = (steps: readonly string[], from: number, by: number): string[] => {
  const to = from + by
  if (to < 0 || to >= steps.length) return [...steps]
  const made = [...steps]
  const [one] = made.splice(from, 1)
  made.splice(to, 0, one!)
  return made
}

/** The stages in the order of the rows, as steps. */
export function stageSteps(rows: readonly { stage: string }[]): string[] {
  return [...new Set(rows.map((row) => row.stage))].filter(Boolean).map((stage) => `stage:${stage}`)
}
