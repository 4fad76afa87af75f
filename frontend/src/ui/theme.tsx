// Mantine in our tokens, and the choice of light, dark or system.
import { Button, createTheme, useMantineColorScheme, type MantineColorScheme, type MantineColorsTuple } from '@mantine/core'
import { Icon, type IconName } from './icons'
import { t } from './words'

const navy: MantineColorsTuple = ['#e8eef6', '#d3deec', '#b9cbe2', '#8fb0d8', '#5f86b8', '#3f6598', '#1f3a5f', '#1f3a5f', '#18304f', '#12263f']

export const theme = createTheme({
  primaryColor: 'navy',
  colors: { navy },
  primaryShade: { light: 6, dark: 6 },
  fontFamily: 'Inter, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
  defaultRadius: 7,
  respectReducedMotion: true,
  focusRing: 'auto',
  components: { Button: Button.extend({ defaultProps: { fw: 600 } }) },
})

const SCHEMES: { value: MantineColorScheme; icon: IconName }[] = [
  { value: 'auto', icon: 'system' },
  { value: 'light', icon: 'sun' },
  { value: 'dark', icon: 'moon' },
]

/** One button walks through system, light and dark; its name says what holds now. */
export function ThemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const at = Math.max(0, SCHEMES.findIndex((one) => one.value === colorScheme))
  const now = SCHEMES[at]!
  return (
    <button type="button" className="nav small" data-scheme={now.value} onClick={() => setColorScheme(SCHEMES[(at + 1) % SCHEMES.length]!.value)} aria-label={t(`theme.${now.value}`)} title={t(`theme.${now.value}`)}>
      <Icon name={now.icon} size={18} />
    </button>
  )
}
