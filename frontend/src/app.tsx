import '@fontsource/inter/latin-400.css'
import '@fontsource/inter/latin-600.css'
import '@fontsource/inter/latin-700.css'
import './ui/mantine'
import './ui/tokens.css'
import './ui/shell.css'
import './ui/map.css'
import './ui/pages.css'
import './ui/explore.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { queries } from './api/client'
import { Shell } from './pages/shell'
import { theme } from './ui/theme'
import { spoken } from './ui/words'

const root = createRoot(document.getElementById('root')!)
void spoken.then(() =>
  root.render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <Shell />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  ),
)
