// The typed client, and the questions pages ask; types come from the OpenAPI only.
import createClient from 'openapi-fetch'
import { QueryClient, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { session, taking } from './early'
import { chosen } from '../ui/language'
import type { components, paths } from './schema'

export type Shape = components['schemas']
export type Result = Shape['ResultDocument']
export type Row = Result['rows'][number]
export type Analysis = Shape['AnalysisListed']
export type Drawn = Shape['DrawnMap']
export type MapDocument = Shape['MapDocument']
export type KeptMap = Shape['KeptMap']
export type Report = Shape['Report']
export type Sent = Shape['UploadDocument']
export type ImportChoice = Shape['Choice']

export class Refused extends Error {
  constructor(readonly title: string, detail: string, readonly status: number, readonly problem: Record<string, unknown> = {}) {
    super(detail)
  }
}

const client = createClient<paths>({ baseUrl: location.origin, fetch: taking })

type Answered<T> = { data?: T; error?: unknown; response: Response }

/** What was answered, or an error with the server's own sentence. */
async function told<T>(asked: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>
  try {
    answered = await asked
  } catch {
    throw new Refused('Not reached', 'The server does not answer. Is `desirepath serve` still running?', 0)
  }
  const { data, error, response } = answered
  if (data !== undefined && response.ok) return data
  const problem = (error ?? {}) as Partial<Shape['Problem']>
  throw new Refused(
    problem.title ?? 'Not possible now',
    problem.detail ?? `The server answered ${response.status} ${response.statusText}.`,
    response.status,
    problem,
  )
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (count, error) => error instanceof Refused && error.status === 0 && count < 2 },
  },
})

export type Options = Record<string, string | string[] | null | undefined>

function given(options: Options): Record<string, string | string[]> {
  const kept = Object.entries(options).filter(([, value]) => value !== null && value !== undefined && value !== '' && value.length > 0)
  return Object.fromEntries(kept) as Record<string, string | string[]>
}

export const theMap = (selection: Options, width: number) =>
  queryOptions({
    queryKey: ['map', given(selection), width, chosen()],
    placeholderData: keepPreviousData,
    queryFn: () => told(client.GET('/api/v1/maps/current/layout', { params: { query: { ...given(selection), width, session, language: chosen() } } })),
  })

export const theMaps = queryOptions({ queryKey: ['maps'], queryFn: () => told(client.GET('/api/v1/maps')) })
export const theKept = (id: string, width: number) =>
  queryOptions({
    queryKey: ['kept', id, width, chosen()],
    queryFn: () => told(client.GET('/api/v1/maps/{id}/layout', { params: { path: { id }, query: { width, session, language: chosen() } } })),
  })

/** Send one change; `seen` is the revision that the page shows. */
export const sendEdit = (id: string, seen: number, change: Shape['Change'], author: string | null) =>
  told(client.POST('/api/v1/maps/{id}/edits', { params: { path: { id } }, headers: { 'If-Match': `"${seen}"` }, body: { session, author, changes: [change] } }))
export const theVersions = (id: string) => queryOptions({ queryKey: ['versions', id], queryFn: () => told(client.GET('/api/v1/maps/{id}/versions', { params: { path: { id } } })) })
export const theDifference = (id: string, from: string, to: string) =>
  queryOptions({ queryKey: ['difference', id, from, to], queryFn: () => told(client.GET('/api/v1/maps/{id}/difference', { params: { path: { id }, query: { from, to } } })) })
export const theBeside = (id: string, other: string) => queryOptions({ queryKey: ['beside', id, other], queryFn: () => told(client.GET('/api/v1/maps/{id}/beside/{other}', { params: { path: { id, other } } })) })
export const nameVersion = (id: string, name: string) => told(client.POST('/api/v1/maps/{id}/versions', { params: { path: { id } }, body: { name } }))
export const restoreVersion = (id: string, version: number, change: string) => told(client.POST('/api/v1/maps/{id}/versions/{version}/restore', { params: { path: { id, version } }, body: { id: change, session } }))
export const theTemplates = queryOptions({ queryKey: ['templates'], staleTime: Infinity, queryFn: () => told(client.GET('/api/v1/maps/templates')) })
export const makeMap = (body: Shape['NewMap']) => told(client.POST('/api/v1/maps/new', { body }))
export const deleteMap = async (id: string): Promise<void> => {
  const { error, response } = await client.DELETE('/api/v1/maps/{id}', { params: { path: { id } } })
  if (!response.ok) throw new Refused('Not possible now', String((error as { detail?: string } | undefined)?.detail ?? response.status), response.status)
}

/** A map was edited: its picture, versions and differences are asked again. */
export const changedMap = () => Promise.all(['map', 'kept', 'maps', 'versions', 'difference'].map((name) => queries.invalidateQueries({ queryKey: [name] })))

/** Keep the map in a file; the body is the file itself, whatever its kind. */
export const loadMap = (file: File) =>
  told(
    client.POST('/api/v1/maps', {
      params: { query: { file: file.name } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )

/** Keep an image for storyboards; its bytes say what it is. */
export const sendImage = (file: File) =>
  told(
    client.POST('/api/v1/maps/images', {
      params: { query: { file: file.name } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )

/** Say which map this tab shows (null: none) and hear who else has it open. */
export const standAt = (map: string | null, name: string | null) => told(client.PUT('/api/v1/presence', { body: { session, map, name } }))

export const theFormats = queryOptions({ queryKey: ['formats'], staleTime: Infinity, queryFn: () => told(client.GET('/api/v1/maps/formats')) })

export const theAnalyses = queryOptions({
  queryKey: ['analyses'],
  staleTime: Infinity,
  queryFn: () => told(client.GET('/api/v1/analyses')),
})

export const theResult = (name: string, options: Options) =>
  queryOptions({
    queryKey: ['analysis', name, given(options)],
    placeholderData: (before: Result | undefined) => (before?.analysis === name ? before : undefined),
    queryFn: () =>
      told(
        client.GET('/api/v1/analyses/{name}', {
          params: { path: { name }, query: given(options) as never },
        }),
      ),
  })

/** How far two selections are apart; the second one's options begin with `other_`. */
export const theGaps = (name: string, options: Options) =>
  queryOptions({
    queryKey: ['gaps', name, given(options)],
    placeholderData: keepPreviousData,
    queryFn: () => told(client.GET('/api/v1/analyses/{name}/compared', { params: { path: { name }, query: given(options) as never } })),
  })

export const theSql = (name: string, options: Options) =>
  queryOptions({
    queryKey: ['sql', name, given(options)],
    queryFn: () => told(client.GET('/api/v1/analyses/{name}/sql', { params: { path: { name }, query: given(options) as never } })),
  })

export const thePeriod = queryOptions({ queryKey: ['period'], queryFn: () => told(client.GET('/api/v1/journeys/period')) })
export const theColumns = queryOptions({ queryKey: ['columns'], queryFn: () => told(client.GET('/api/v1/journeys/columns')) })
export const theJourneys = queryOptions({ queryKey: ['journeys'], queryFn: () => told(client.GET('/api/v1/journeys')) })
export const theSources = queryOptions({ queryKey: ['sources'], queryFn: () => told(client.GET('/api/v1/sources')) })
export const theAudit = queryOptions({ queryKey: ['audit'], queryFn: () => told(client.GET('/api/v1/sources/audit')) })
export const theAside = (source: string, limit: number, offset = 0) =>
  queryOptions({ queryKey: ['aside', source, limit, offset], placeholderData: keepPreviousData, queryFn: () => told(client.GET('/api/v1/sources/quarantine', { params: { query: { source, limit, offset } } })) })
export const theStages = queryOptions({ queryKey: ['stages'], queryFn: () => told(client.GET('/api/v1/stages')) })

export const setStages = (corrections: Record<string, string | { stage?: string; channel?: string } | null>) => told(client.PUT('/api/v1/stages', { body: corrections }))
export type ThemeChange = Shape['ThemeChange']
export const editTheme = ({ id, change }: { id: string; change: ThemeChange }) => told(client.PUT('/api/v1/themes/{theme}', { params: { path: { theme: id } }, body: change }))
export const listNames = (names: Record<string, string | null>) => told(client.PUT('/api/v1/names', { body: names }))
export const setLabels = (labels: Record<string, string>) => told(client.PUT('/api/v1/labels', { body: labels }))
export const setJourneys = (options: Record<string, string>) => told(client.PUT('/api/v1/journeys', { body: options }))

export const theCustomers = (options: Options) => ({
  queryKey: ['customers', given(options)],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
    told(client.GET('/api/v1/customers', { params: { query: { ...given(options), ...(pageParam ? { after: pageParam } : {}) } } })),
  getNextPageParam: (page: Shape['CustomerPage']) => page.after ?? undefined,
})
export const theFound = (search: string) =>
  queryOptions({ queryKey: ['found', search], placeholderData: keepPreviousData, queryFn: () => told(client.GET('/api/v1/customers', { params: { query: { search, limit: 6 } } })) })
export const theStory = (customer: string) =>
  queryOptions({ queryKey: ['story', customer], queryFn: () => told(client.GET('/api/v1/customers/{customer}/story', { params: { path: { customer } } })) })

export const theWho = (customer: string) =>
  queryOptions({ queryKey: ['who', customer], queryFn: () => told(client.GET('/api/v1/identity/customers/{customer}', { params: { path: { customer } } })) })
export const theIdentity = queryOptions({ queryKey: ['identity'], queryFn: () => told(client.GET('/api/v1/identity')) })
export const setIdentity = (body: Shape['IdentitySettings']) => told(client.PUT('/api/v1/identity', { body }))
export const personUrl = (customer: string) => `/api/v1/privacy/customers/${encodeURIComponent(customer)}`
/** Remove a person from every store; it cannot be undone. */
export const erasePerson = async (customer: string) => {
  await told(client.DELETE('/api/v1/privacy/customers/{customer}', { params: { path: { customer } } }))
  await changedData()
}
/** Say who is who; afterwards everything is asked again, as journeys changed. */
export const decide = async (body: Shape['DecisionWanted']) => {
  await told(client.POST('/api/v1/identity/decisions', { body }))
  await changedData()
}
export const takeBack = async (number: number) => {
  await told(client.POST('/api/v1/identity/decisions/{number}/undo', { params: { path: { number } } }))
  await changedData()
}

const at = (upload: string) => ({ params: { path: { upload } } })
export const theUploads = queryOptions({ queryKey: ['uploads'], staleTime: Infinity, queryFn: () => told(client.GET('/api/v1/uploads')) })
export const uploadOf = (upload: string) => told(client.GET('/api/v1/uploads/{upload}', at(upload)))
export const previewUpload = (upload: string, body: ImportChoice) => told(client.POST('/api/v1/uploads/{upload}/preview', { ...at(upload), body }))
export const importUpload = (upload: string, body: ImportChoice) => told(client.POST('/api/v1/uploads/{upload}/import', { ...at(upload), body }))
export const cancelUpload = (upload: string) => told(client.DELETE('/api/v1/uploads/{upload}', at(upload)))

let again = false
let asking: Promise<void> | null = null
/** Counters are known at once and a journey is drawn soon; what counts all journeys, as the map does, comes last. */
const FIRST = [['live sources', 'sources', 'keys'], ['story', 'who']]
const waveOf = (name: unknown): number => {
  const found = FIRST.findIndex((names) => names.includes(String(name)))
  return found < 0 ? FIRST.length : found
}

/** After data or settings changed, everything that was computed from them is asked again. */
export async function changedData(): Promise<void> {
  // news may come faster than answers: what is under way is awaited, then all is asked once more
  again = true
  asking ??= (async () => {
    while (again) {
      again = queries.isFetching() > 0
      await queries.invalidateQueries({ refetchType: 'none' })
      for (let wave = 0; wave <= FIRST.length; wave += 1)
        await queries.refetchQueries({ type: 'active', stale: true, predicate: (query) => waveOf(query.queryKey[0]) === wave }, { cancelRefetch: false })
    }
  })().finally(() => (asking = null))
  return asking
}

/** One answer is known already; what else was computed is asked again. */
export function changedElse(key: readonly unknown[], data: unknown): void {
  queries.setQueryData(key, data)
  void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== key[0] })
}

export const theConnections = queryOptions({ queryKey: ['connections'], queryFn: () => told(client.GET('/api/v1/connections')) })
export const theLiveSources = queryOptions({ queryKey: ['live sources'], queryFn: () => told(client.GET('/api/v1/live-sources')) })
export const theDrift = (source: string) =>
  queryOptions({ queryKey: ['drift', source], queryFn: () => told(client.GET('/api/v1/live-sources/{source}/drift', { params: { path: { source } } })) })
export const theKeys = queryOptions({ queryKey: ['keys'], queryFn: () => told(client.GET('/api/v1/keys')) })
export const makeKey = (body: Shape['KeyWanted']) => told(client.POST('/api/v1/keys', { body }))
export const dropKey = async (id: string): Promise<void> => {
  const { response, error } = await client.DELETE('/api/v1/keys/{id}', { params: { path: { id } } })
  if (!response.ok) throw new Refused(response.statusText, (error as Partial<Shape['Problem']> | undefined)?.detail ?? '', response.status)
}
export const replay = (source: string) => told(client.POST('/api/v1/live-sources/{source}/replay', { params: { path: { source } }, body: {} }))

export const theRetention = queryOptions({ queryKey: ['retention'], queryFn: () => told(client.GET('/api/v1/retention')) })
export const keepFor = ({ source, days }: { source: string; days: number | null }) => told(client.PUT('/api/v1/retention/{source}', { params: { path: { source } }, body: { days } }))
/** Remove what is older than its source is kept; it cannot be undone. */
export const expire = () => told(client.POST('/api/v1/retention/expire', {}))
