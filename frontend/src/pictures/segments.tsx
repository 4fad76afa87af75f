// Colours of compared segments: two are navy and light blue, five at most, the rest is quiet.
const COLOURS = ['var(--seg1)', 'var(--seg2)', 'var(--vio)', 'var(--e3)', 'var(--e4)']

export function segmentColour(segment: string, all: readonly string[]): string {
  if (!segment) return 'var(--seg1)'
  return COLOURS[all.indexOf(segment)] ?? 'var(--quiet)'
}

export function Segments({ all }: { all: readonly string[] }) {
  if (all.length < 1 || (all.length === 1 && !all[0])) return null
  return (
    <div className="segments">
      {all.slice(0, COLOURS.length).map((one) => (
        <span key={one}><i style={{ background: segmentColour(one, all) }} />{one}</span>
      ))}
      {all.length > COLOURS.length ? <span><i style={{ background: 'var(--quiet)' }} />+{all.length - COLOURS.length}</span> : null}
    </div>
  )
}

export function segmentsOf(rows: readonly Record<string, unknown>[]): string[] {
  return [...new Set(rows.filter((row) => 'segment' in row).map((row) => String(row.segment ?? 'missing')))]
}
