// The help pages: theme as chosen in the app, and a search in an index of our own. No library.
const up = document.currentScript.dataset.up
const KEY = 'mantine-color-scheme-value' // where the app keeps the choice; the same origin shares it
const THEMES = ['auto', 'light', 'dark']

function chosen() {
  try {
    const kept = localStorage.getItem(KEY)
    return THEMES.includes(kept) ? kept : 'auto'
  } catch {
    return 'auto' // storage is forbidden: the system decides
  }
}

function paint(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

paint(chosen()) // before the first picture, so that nothing flashes

addEventListener('DOMContentLoaded', () => {
  themeButton()
  search()
  const pages = document.querySelector('.pages details')
  if (matchMedia('(max-width: 820px)').matches) pages.open = false
})

function themeButton() {
  const button = document.querySelector('button.theme')
  const say = () => {
    const theme = chosen()
    button.textContent = { auto: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' }[theme]
  }
  button.hidden = false
  say()
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length]
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // the choice holds for this page only
    }
    paint(next)
    say()
  })
}

function search() {
  const box = document.querySelector('.search')
  const input = box.querySelector('input')
  const found = box.querySelector('.found')
  const list = found.querySelector('ul')
  let index = null
  box.hidden = false

  async function load() {
    index ??= fetch(`${up}search.json`).then((answer) => answer.json())
    return index
  }

  async function show() {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    found.hidden = !words.length
    if (!words.length) return
    const hits = (await load())
      .map((entry) => ({ entry, score: score(entry, words) }))
      .filter((hit) => hit.score > 0)
      .sort((one, two) => two.score - one.score)
      .slice(0, 12)
    found.querySelector('p').textContent = hits.length ? `${hits.length} places` : 'Nothing found'
    list.replaceChildren(...hits.map(({ entry }) => line(entry, words)))
  }

  input.addEventListener('focus', load, { once: true })
  input.addEventListener('input', show)
  box.addEventListener('keydown', (event) => {
    const stops = [input, ...list.querySelectorAll('a')]
    const at = stops.indexOf(document.activeElement)
    if (event.key === 'ArrowDown') stops[Math.min(at + 1, stops.length - 1)].focus()
    else if (event.key === 'ArrowUp') stops[Math.max(at - 1, 0)].focus()
    else if (event.key === 'Enter' && at === 0 && stops[1]) stops[1].click()
    else if (event.key === 'Escape') {
      input.value = ''
      found.hidden = true
      input.focus()
    } else return
    event.preventDefault()
  })
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target.closest('input')) return
    event.preventDefault()
    input.focus()
  })
  addEventListener('click', (event) => {
    if (!box.contains(event.target)) found.hidden = true
  })
}

/** Every word must be there; names count more than text. */
function score(entry, words) {
  const name = entry.name.toLowerCase()
  const page = entry.page.toLowerCase()
  const text = entry.text.toLowerCase()
  let total = 0
  for (const word of words) {
    const one = (name.includes(word) ? 8 : 0) + (page.includes(word) ? 4 : 0) + (text.includes(word) ? 1 : 0)
    if (!one) return 0
    total += one
  }
  return total
}

function line(entry, words) {
  const item = document.createElement('li')
  const link = document.createElement('a')
  const where = document.createElement('small')
  link.href = up + entry.to
  link.textContent = entry.name === entry.page ? entry.name : `${entry.page}: ${entry.name}`
  const at = Math.max(0, entry.text.toLowerCase().indexOf(words[0]) - 30)
  where.textContent = (at ? '…' : '') + entry.text.slice(at, at + 110)
  link.append(where)
  item.append(link)
  return item
}
