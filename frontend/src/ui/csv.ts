// A table as a file for people: cells that a spreadsheet would run as a formula are disarmed.
const FORMULA = /^[=+\-@\t\r]/

export function csv(columns: readonly string[], rows: readonly Record<string, unknown>[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  return lines.map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n'
}

export function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = Array.isArray(value) && typeof value[0] !== 'object' ? value.join(' > ') : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return FORMULA.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

export function save(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  keep(name, new Blob(['\ufeff', text], { type }))
}

export function keep(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
