// The typed client, and the questions pages ask; types come from the OpenAPI only.
import createClient from 'openapi-fetch'
import { QueryClient, keepPreviousData, queryOptions } from '@tanstack/react-query'
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
  constructor(readonly title: string, detail: string, readonly status: number) {
    super(detail)
  }
}

const client = createClient<paths>({ baseUrl: location.origin })

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
    queryKey: ['map', given(selection), width],
    placeholderData: keepPreviousData,
    queryFn: () => told(client.GET('/api/v1/maps/current/layout', { params: { query: { ...given(selection), width } } })),
  })

export const theMaps = queryOptions({ queryKey: ['maps'], queryFn: () => told(client.GET('/api/v1/maps')) })
export const theKept = (id: string, width: number) =>
  queryOptions({
    queryKey: ['kept', id, width],
    queryFn: () => told(client.GET('/api/v1/maps/{id}/layout', { params: { path: { id }, query: { width } } })),
  })

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

/** After data or settings changed, everything that was computed from them is asked again. */
export const changedData = () => queries.invalidateQueries()

/** One answer is known already; what else was computed is asked again. */
export function changedElse(key: readonly unknown[], data: unknown): void {
  queries.setQueryData(key, data)
  void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== key[0] })
}
