// Which program shows an address, and how it is loaded: each page is a file of its own.
export const programs = {
  maps: () => import('./pages/maps'),
  map: () => import('./pages/map'),
  journeys: () => import('./pages/journeys'),
  customers: () => import('./pages/customers'),
  customer: () => import('./pages/customer'),
  feedback: () => import('./pages/feedback'),
  data: () => import('./pages/data'),
}

export type Program = keyof typeof programs

/** The program of an address and what of it is shown; the root is the living map. */
export function programAt(path: string): { program: Program | null; name: string | null } {
  const [section = 'maps', given] = path.split('/').filter(Boolean).map(decoded)
  const name = given ?? (path === '/' ? 'current' : null)
  if (section === 'maps') return { program: name ? 'map' : 'maps', name }
  if (section === 'customers') return { program: name ? 'customer' : 'customers', name }
  return { program: section === 'journeys' || section === 'feedback' || section === 'data' ? section : null, name }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
