import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The build goes into the Python package; `npm run dev` asks a running `desirepath serve`.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../src/desirepath/web/static',
    emptyOutDir: true,
    // fonts and icons stay files: the content security policy names no inline script
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8480', '/help': 'http://127.0.0.1:8480' } },
  test: { include: ['tests/**/*.test.ts'] },
})
