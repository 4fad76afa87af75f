// A matrix with the number always printed, tinted by value; no data is a dashed cell.
export type Matrix = { rows: string[]; columns: string[]; cells: Map<string, number | null> }

export const place = (row: string, column: string): string => `${row}\u0000${column}`

export function Heat({ matrix, label, write }: { matrix: Matrix; label: string; write: (value: number) => string }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="heat">
        <thead>
          <tr>
            <td />
            {matrix.columns.map((column) => <th key={column} scope="col"><span>{column}</span></th>)}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {matrix.columns.map((column) => {
                const value = matrix.cells.get(place(row, column))
                if (value === null || value === undefined || value === 0) return <td key={column}><span className="none">–</span></td>
                return (
                  <td key={column}>
                    <span className={value > 0.55 ? 'strong' : ''} style={{ '--part': `${Math.round(10 + value * 90)}%` } as React.CSSProperties}>{write(value)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
