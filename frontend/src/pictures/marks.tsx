// Marks that more than one picture uses: interval, meters, a bar with its number.
export function Interval({ low, value, high, between, text, tone }: { low: number; value: number; high: number; between: string; text: string; tone?: string }) {
  const span = high - low || Math.abs(value) || 1
  const from = low - span * 0.35
  const at = (one: number) => 10 + ((one - from) / (span * 1.7)) * 200
  const [fill, range, track] = tone === 'pain' ? ['e1', 'neg-range', 'neg-track'] : ['e5', 'e4', 'tintbox']
  const hill = `M${at(low)} 17C${at(low) + (at(value) - at(low)) * 0.55} 17 ${at(value) - 14} 4 ${at(value)} 4C${at(value) + 14} 4 ${at(high) - (at(high) - at(value)) * 0.55} 17 ${at(high)} 17Z`
  return (
    <svg className="interval" viewBox="0 0 220 46" width="220" height="46" role="img" aria-label={`${text}, 95 % interval ${between}`}>
      <path d={hill} fill={`var(--${track})`} />
      <rect x="4" y="17" width="212" height="2" rx="1" fill="var(--line2)" />
      <rect x={at(low)} y="16" width={Math.max(at(high) - at(low), 2)} height="4" rx="2" fill={`var(--${range})`} />
      <circle cx={at(value)} cy="18" r="5" fill={`var(--${fill})`} stroke="var(--surface)" strokeWidth="1.5" />
      <text x="110" y="40" textAnchor="middle" fontSize="11.5" fill="var(--ink2)">{between}</text>
    </svg>
  )
}

export function Meters({ rows }: { rows: [name: string, text: string, part: number | null, tone: string, note: string][] }) {
  return (
    <div className="meters">
      {rows.map(([name, text, part, tone, note]) => (
        <div key={name}>
          <span>{name}</span>
          <i><i className={tone} style={{ width: `${Math.max(1, Math.min(1, part ?? 0) * 100)}%` }} /></i>
          <em><b>{text}</b>{note ? <small> {note}</small> : null}</em>
        </div>
      ))}
    </div>
  )
}
