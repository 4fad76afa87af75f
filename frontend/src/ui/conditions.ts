// How a condition and a step are written in one line of text, as the server reads them. Pure.

/** `COLUMN=A|B`; a value that holds `|` or starts with a quote is quoted. */
export function condition(column: string, value: string): string {
  return `${column}=${value.includes('|') || value.startsWith('"') ? `"${value.replaceAll('"', '""')}"` : value}`
}

/** A touchpoint's name as a step: quoted where the name itself holds a sign of the language. */
export function spelled(name: string): string {
  return /[>|"]|^(stage|step):/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}

/** A step as people read it. */
export const unspelled = (step: string): string => (/^".*"$/.test(step) ? step.slice(1, -1).replaceAll('""', '"') : step.replace(/^(stage|step):/, ''))
