// Our own icons on a 24 grid with a 1.75 stroke; the channels' icons come with the map.
const PATHS = {
  maps: 'M9 4L3.5 6v14L9 18l6 2l5.5-2V4L15 6L9 4v14M15 6v14',
  journeys: 'M6 19.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5M18 9.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5M8.5 17H16a3.5 3.5 0 0 0 0-7H8a3.5 3.5 0 0 1 0-7h2',
  customers: 'M9 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 5a3.2 3.2 0 0 1 0 6.2M18 14.4c2.2.8 3.5 2.8 3.5 5.6',
  feedback: 'M5 4h14a1.5 1.5 0 0 1 1.5 1.5v10A1.5 1.5 0 0 1 19 17h-6l-5 4v-4H5a1.5 1.5 0 0 1-1.5-1.5v-10A1.5 1.5 0 0 1 5 4M12 13.2c-4-2.6-2.6-5.7-.9-5.7c.5 0 .9.4.9.9c0-.5.4-.9.9-.9c1.7 0 3.1 3.1-.9 5.7',
  data: 'M12 3c4.4 0 8 1.3 8 3s-3.6 3-8 3s-8-1.3-8-3s3.6-3 8-3M4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  book: 'M12 6.5C10 5 7 4.5 3.5 4.5V18c3.5 0 6.5.5 8.5 2c2-1.5 5-2 8.5-2V4.5C17 4.5 14 5 12 6.5zM12 6.5V20',
  help: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M12 16.8h.01',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3.5v4M16 3.5v4',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4',
  download: 'M12 4v11M7.5 10.5L12 15l4.5-4.5M4 19.5h16',
  upload: 'M12 15V4M7.5 8.5L12 4l4.5 4.5M4 19.5h16',
  close: 'M6 6l12 12M18 6L6 18',
  up: 'M6 15l6-6l6 6',
  down: 'M6 9l6 6l6-6',
  right: 'M9 6l6 6l-6 6',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  flag: 'M6 21V4M6 5h12l-2.5 4L18 13H6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warn: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.3h.01',
  info: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5M12 7.8h.01',
  plus: 'M12 5v14M5 12h14',
  table: 'M4 5h16v14H4zM4 10h16M4 14.5h16M10 10v9',
  chart: 'M4 20h16M7 20v-7M12 20V5M17 20v-10',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.5 15.5L20.5 20.5',
  split: 'M4 12h5c4 0 4-6 8-6h3M9 12c4 0 4 6 8 6h3M17.5 3.5L20 6l-2.5 2.5M17.5 15.5L20 18l-2.5 2.5',
  file: 'M6 3h8.5L19 7.5V21H6zM14 3v5h5',
  print: 'M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7z',
  undo: 'M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4',
  redo: 'M16 5l4 4l-4 4M20 9H10a5.5 5.5 0 0 0 0 11h4',
  lanes: 'M4 6h16M4 12h16M4 18h16',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 7.5V12l3 2',
  screen: 'M3.5 5h17v11h-17zM12 16v4M8.5 20h7',
  person: 'M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c0-3.9 3.2-6.5 7.5-6.5s7.5 2.6 7.5 6.5',
  image: 'M4 5h16v14H4zM4 16l5-5l4 4l2.5-2.5L20 17M15 8.5h.01',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}

export type Known = 'measured' | 'inferred' | 'assumed' | 'few'

/** The evidence badge: shape carries the class, colour is always ink. */
export function Badge({ kind }: { kind: Known }) {
  return (
    <svg className="badge" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {kind === 'measured' ? <circle cx="6" cy="6" r="4" fill="currentColor" /> : null}
      {kind === 'inferred' ? <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" /> : null}
      {kind === 'measured' ? null : (
        <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" strokeWidth={kind === 'few' ? 1.8 : 1.3} strokeDasharray={kind === 'assumed' ? '1.9 1.9' : undefined} />
      )}
    </svg>
  )
}

const MOUTHS = { sad: 'M-4.5 5q4.5-4.5 9 0', flat: 'M-4 4h8', glad: 'M-4.5 3q4.5 4.5 9 0' }

/** Emotion as colour, face and (beside it) a signed number; never colour alone. */
export function Face({ valence, size = 22 }: { valence: number; size?: number }) {
  const felt = valence * 2
  const step = felt <= -1 ? 1 : felt < -0.3 ? 2 : felt <= 0.3 ? 3 : felt < 1 ? 4 : 5
  const mouth = felt < -0.3 ? MOUTHS.sad : felt > 0.3 ? MOUTHS.glad : MOUTHS.flat
  return (
    <svg className="face" width={size} height={size} viewBox="-12 -12 24 24" aria-hidden="true">
      <circle r="11" fill={`var(--e${step})`} />
      <g fill="none" stroke="var(--on)" strokeWidth="1.7" strokeLinecap="round">
        <path d={mouth} />
        <path d="M-4-3.5v1M4-3.5v1" strokeWidth="2" />
      </g>
    </svg>
  )
}
