'use strict';
// The page works without this: everything stands in the picture and in the table. This opens
// the evidence of a number, moves between numbers, and switches the theme.
(() => {
  const data = (id) => JSON.parse(document.getElementById(id).textContent);
  const map = data('document');
  const items = data('items');
  const drawer = document.getElementById('drawer');
  const live = document.getElementById('live');
  const hits = [...document.querySelectorAll('.hit')];
  let opener = null;
  let path = null;

  const make = (tag, props, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(props || {})) {
      if (key === 'class') node.className = value;
      else if (key === 'text') node.textContent = value;
      else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  const SVG = 'http://www.w3.org/2000/svg';
  const draw = (tag, props) => {
    const node = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
    return node;
  };
  const at = (where) => where.split('.').reduce((part, key) => (part ? part[key] : undefined), map);
  const proofs = (where) => {
    const found = at(where);
    const claim = found && found.evidence !== undefined ? found.evidence : found;
    return !claim ? [] : Array.isArray(claim) ? claim : [claim];
  };
  const icon = (d) => {
    const svg = draw('svg', { width: 16, height: 16, viewBox: '0 0 24 24', 'aria-hidden': 'true' });
    svg.append(draw('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }));
    return svg;
  };
  const badge = (kind) => {
    const svg = draw('svg', { width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' });
    const style = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 };
    if (kind === 'measured') svg.append(draw('circle', { cx: 6, cy: 6, r: 4.5, fill: 'currentColor' }));
    else if (kind === 'inferred') svg.append(draw('circle', { cx: 6, cy: 6, r: 4, ...style }), draw('path', { d: 'M6 2A4 4 0 0 0 6 10Z', fill: 'currentColor' }));
    else svg.append(draw('circle', { cx: 6, cy: 6, r: 4, ...style, 'stroke-dasharray': '2 1.7' }));
    return svg;
  };

  // The question again: as a command, in Python, in words.
  const quoted = (value) => {
    const text = String(value);
    return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  };
  const literal = (value) => (value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : JSON.stringify(value));
  const command = (claim) => ['desirepath analyse', claim.analysis, ...Object.entries(claim.params || {}).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((one) => `--${key.replaceAll('_', '-').replace(/-$/, '')} ${quoted(one)}`)), '--json'].join(' ');
  const python = (claim) => `ws.analyses.${claim.analysis.replaceAll('-', '_')}(${Object.entries(claim.params || {}).map(([key, value]) => `${key === 'from' ? 'from_' : key}=${literal(value)}`).join(', ')})`;
  const words = (claim) => {
    const where = Object.entries(claim.where || {}).map(([key, value]) => `${key.replaceAll('_', ' ')} is ${value === null ? 'empty' : `“${value}”`}`).join(' and ');
    return `Of the rows that “${claim.analysis}” gives, take the one${where ? ` where ${where}` : ''}, and read “${claim.field}”.`;
  };

  const interval = (row) => {
    const [, text, between, , low, value, high] = row;
    if (low === null || high === null || value === null || !between) return null;
    const span = high - low || Math.abs(value) || 1;
    const from = low - span * 0.35;
    const scale = (one) => 10 + ((one - from) / (span * 1.7)) * 200;
    const svg = draw('svg', { viewBox: '0 0 220 46', width: 220, height: 46, role: 'img', 'aria-label': `${text}, 95 % interval ${between}` });
    svg.append(
      draw('path', { d: `M${scale(low)} 17 C${scale(low) + (scale(value) - scale(low)) * 0.55} 17 ${scale(value) - 14} 4 ${scale(value)} 4 C${scale(value) + 14} 4 ${scale(high) - (scale(high) - scale(value)) * 0.55} 17 ${scale(high)} 17Z`, fill: 'var(--neg-track)', opacity: 0.7 }),
      draw('rect', { x: 4, y: 17, width: 212, height: 2, rx: 1, fill: 'var(--line2)' }),
      draw('rect', { x: scale(low), y: 16, width: Math.max(scale(high) - scale(low), 2), height: 4, rx: 2, fill: 'var(--e2)' }),
      draw('circle', { cx: scale(value), cy: 18, r: 5, fill: 'var(--e1)', stroke: 'var(--surface)', 'stroke-width': 1.5 }),
    );
    const label = draw('text', { x: 110, y: 40, 'text-anchor': 'middle', 'font-size': 11.5, fill: 'currentColor' });
    label.textContent = between;
    svg.append(label);
    return make('div', { class: 'span' }, svg);
  };
  const section = (title, ...children) => make('section', {}, make('h3', { text: title }), ...children);
  const bars = (rows) => make('div', { class: 'bars' }, ...rows.flatMap(([name, text, part, tone, note]) => {
    const inner = make('i', { class: tone });
    inner.style.width = `${Math.max(1, Math.min(1, part || 0) * 100)}%`;
    return [make('span', { text: name }), make('i', {}, inner), make('em', {}, make('b', { text }), note ? make('small', { text: note }) : null)];
  }));

  const quotesOf = (item) => {
    if (!item.at) return [];
    const lane = map.lanes.find((one) => one.id === 'quotes');
    return lane ? lane.cells.filter((cell) => cell.stage === item.at[0] && (cell.step === item.at[1] || item.at[1] === null)).flatMap((cell) => cell.content.quotes || []) : [];
  };

  const question = (claims) => {
    const box = make('div', { class: 'query' });
    const show = (claim) => {
      box.replaceChildren();
      if (!claim || !claim.analysis) {
        box.append(make('p', { class: 'why', text: 'Nobody measured this: it is what people think. Bring data for this step to check it.' }));
        return;
      }
      const line = (label, text) => make('div', {}, make('small', { text: label }), make('code', { text }));
      box.append(line('Terminal', command(claim)), line('Python', python(claim)), make('p', { class: 'why', text: words(claim) }));
      box.append(make('dl', {}, make('dt', { text: 'Answer' }), make('dd', { text: claim.field === 'text' ? `“${claim.value}”` : String(claim.value) }), make('dt', { text: 'Digest' }), make('dd', {}, make('code', { text: claim.digest || 'none' }))));
    };
    show(claims[0]);
    return { box, show };
  };

  const fill = (item, claims) => {
    const parts = [];
    const first = item.numbers[0];
    const pain = item.kicker.startsWith('Pain');
    const asked = question(claims);
    if (first && first[1]) {
      const note = [first[2] && !interval(first) ? first[2] : '', first[3] ? `n ${first[3]}` : ''].filter(Boolean).join(', ');
      parts.push(make('section', {}, make('div', { class: pain ? 'hero pain' : 'hero' }, make('div', {}, make('p', { text: first[0] }), make('strong', { text: first[1] }), make('p', { text: [item.unit, note].filter(Boolean).join('; ') })), interval(first))));
    }
    if (item.note) parts.push(make('section', {}, make('p', { class: 'why', text: item.note })));
    if (item.equation || item.formula) {
      const shown = item.equation ? make('div', { class: 'equation' }, ...item.equation.map((one) => (typeof one === 'string' ? make('span', { text: one }) : make('div', {}, make('b', { text: one[0] }), make('small', { text: one[1] }))))) : null;
      parts.push(section('How it is computed', shown, item.formula ? make('p', { class: 'why', text: item.formula }) : null));
    }
    if (item.compare) parts.push(section(item['compare title'], bars(item.compare)));
    if (item.numbers.length > 1) {
      const body = make('tbody', {}, ...item.numbers.map((row, place) => make('tr', { 'aria-selected': place === 0, tabindex: 0, title: 'Show the query of this number', onclick: (event) => pick(event, place), onkeydown: (event) => event.key === 'Enter' && pick(event, place) }, make('td', { text: row[0] }), make('td', {}, make('b', { text: row[1] })), make('td', { text: row[2] }), make('td', { text: row[3] }))));
      const pick = (event, place) => {
        [...body.children].forEach((row, no) => row.setAttribute('aria-selected', no === place));
        asked.show(claims[place]);
      };
      parts.push(section('All numbers here', make('table', {}, make('thead', {}, make('tr', {}, ...['Number', 'Value', '95 % interval', 'n'].map((text) => make('th', { scope: 'col', text })))), body)));
    }
    const rows = typeof item.bars === 'string' ? items[item.bars].bars : item.bars;
    if (rows && rows.length) parts.push(section('Touchpoints of this step', bars(rows)));
    const quotes = quotesOf(item);
    if (quotes.length) {
      parts.push(section('What customers say', make('div', { class: 'quotes' }, ...quotes.map((quote) => make('blockquote', {}, make('span', { text: `“${quote.text}”`, lang: quote.language }), make('footer', {}, make('b', { text: quote.origin || quote.instrument || '' }), quote.id ? make('small', { text: quote.id }) : null))))));
    }
    parts.push(section('Ask it again', asked.box));
    const claim = claims[0] || {};
    const facts = make('dl', {});
    const fact = (name, value) => value && facts.append(make('dt', { text: name }), make('dd', { text: value }));
    fact('Sources', (claim.sources || map.sources || []).join(', '));
    fact('Period', [claim.from || map.period.from, claim.to || map.period.to].filter(Boolean).join(' to '));
    fact('Trait', item.trait);
    fact('Label', map.label);
    parts.push(section('Where it comes from', facts));
    if (item.doubt) parts.push(section('What would change this', make('ul', {}, ...item.doubt.map((text) => make('li', { text })))));
    return parts;
  };

  const order = hits.map((hit) => hit.dataset.path).filter((one, place, all) => all.indexOf(one) === place);
  const open = (wanted, from) => {
    const item = typeof items[wanted] === 'string' ? items[items[wanted]] : items[wanted];
    if (!item) return;
    const claims = proofs(item.from || (typeof items[wanted] === 'string' ? items[wanted] : wanted.split('#')[0]));
    if (from) opener = from;
    path = wanted;
    const go = (step) => () => {
      const next = order[(order.indexOf(path) + step + order.length) % order.length];
      open(next, hits.find((hit) => hit.dataset.path === next));
    };
    const kind = item.kicker.startsWith('Pain') ? 'tag pain' : item.kicker.startsWith('Gain') ? 'tag gain' : 'tag';
    drawer.replaceChildren(
      make('header', {},
        make('div', { class: 'tags' }, make('span', { class: kind, text: item.kicker }), make('span', { class: 'tag' }, badge(item.class), item.class),
          make('button', { type: 'button', 'aria-label': 'Previous', onclick: go(-1) }, icon('M6 15l6-6 6 6')),
          make('button', { type: 'button', 'aria-label': 'Next', onclick: go(1) }, icon('M6 9l6 6 6-6')),
          make('button', { type: 'button', 'aria-label': 'Close', onclick: close }, icon('M6 6l12 12M18 6L6 18'))),
        make('h2', { id: 'drawer-title', text: item.title }), make('p', { text: item.where })),
      ...fill(item, claims),
    );
    if (claims[0] && claims[0].analysis) {
      const copy = make('button', { type: 'button', class: 'primary', text: 'Copy the command' });
      copy.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(drawer.querySelector('code').textContent);
          copy.textContent = 'Copied';
        } catch {
          getSelection().selectAllChildren(drawer.querySelector('code'));
          copy.textContent = 'Selected: press Ctrl C';
        }
      });
      drawer.append(make('div', { class: 'foot' }, copy));
    }
    const head = document.querySelector('.top');
    document.documentElement.style.setProperty('--top', getComputedStyle(head).position === 'sticky' ? `${head.offsetHeight}px` : '0px');
    drawer.hidden = false;
    drawer.scrollTop = 0;
    hits.forEach((hit) => hit.setAttribute('aria-pressed', hit.dataset.path === wanted));
    live.textContent = `Evidence: ${item.kicker}, ${item.title}`;
    drawer.focus({ preventScroll: true });
  };
  const close = () => {
    if (drawer.hidden) return;
    drawer.hidden = true;
    path = null;
    hits.forEach((hit) => hit.removeAttribute('aria-pressed'));
    if (opener && opener.isConnected) opener.focus();
  };

  // One place of the picture is in the tab order; arrows move to the nearest one that way.
  const move = (from, x, y) => {
    const box = from.getBoundingClientRect();
    const cx = box.left + box.width / 2;
    const cy = box.top + box.height / 2;
    let best = null;
    let least = Infinity;
    for (const hit of hits) {
      if (hit === from) continue;
      const other = hit.getBoundingClientRect();
      if (!other.width) continue;
      const dx = other.left + other.width / 2 - cx;
      const dy = other.top + other.height / 2 - cy;
      const ahead = x ? dx * x : dy * y;
      if (ahead < 4) continue;
      const aside = x ? Math.abs(dy) : Math.abs(dx);
      const cost = ahead + aside * (x ? 6 : 3);
      if (cost < least) [best, least] = [hit, cost];
    }
    return best;
  };
  const focus = (hit) => {
    if (!hit) return;
    hits.forEach((other) => { other.tabIndex = other === hit ? 0 : -1; });
    hit.focus({ preventScroll: true });
    hit.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (!drawer.hidden) { open(hit.dataset.path, hit); hit.focus({ preventScroll: true }); }
  };
  if (hits[0]) hits[0].tabIndex = 0;

  document.addEventListener('click', (event) => {
    const place = event.target.closest('[data-path]');
    if (place) open(place.dataset.path, place);
  });
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement;
    if (event.key === 'Escape') return close();
    if (here.classList.contains('hit')) {
      if (ARROWS[event.key]) { focus(move(here, ...ARROWS[event.key])); event.preventDefault(); }
      if (event.key.toLowerCase() === 'e') { open(here.dataset.path, here); event.preventDefault(); }
      return;
    }
    if (here === drawer && ARROWS[event.key] && !drawer.hidden && /^(ArrowLeft|ArrowRight)$/.test(event.key)) {
      const from = hits.find((hit) => hit.dataset.path === path);
      const next = from && move(from, ...ARROWS[event.key]);
      if (next) { open(next.dataset.path, next); event.preventDefault(); }
    }
    if (event.key.toLowerCase() === 'e' && here.dataset && here.dataset.path) open(here.dataset.path, here);
  });

  const THEMES = ['system', 'light', 'dark'];
  const theme = document.getElementById('theme');
  let shown = 'system';
  const paint = (name) => {
    shown = name;
    if (name === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = name;
    theme.textContent = `Theme: ${name}`;
  };
  const stored = (name) => {
    // a page from disk or in a frame may have no storage
    try { if (name) localStorage.setItem('desirepath theme', name); return localStorage.getItem('desirepath theme'); } catch { return null; }
  };
  const before = stored();
  if (THEMES.includes(before)) paint(before);
  theme.addEventListener('click', () => { paint(THEMES[(THEMES.indexOf(shown) + 1) % 3]); stored(shown); });
  document.getElementById('print').addEventListener('click', () => print());
  const twin = document.getElementById('table');
  const reveal = () => { if (location.hash === '#table' && twin) twin.open = true; };
  addEventListener('hashchange', reveal);
  reveal();

  // On a narrow screen the chips and the curve follow the card in view.
  const cards = [...document.querySelectorAll('.phone .step')];
  if (cards.length && 'IntersectionObserver' in window) {
    const links = [...document.querySelectorAll('.way a, .stop')];
    const seen = new IntersectionObserver((entries) => {
      const top = entries.filter((entry) => entry.isIntersecting).sort((a, b) => a.boundingClientRect.top - b.boundingClientRect.top)[0];
      if (!top) return;
      for (const link of links) {
        const target = link.hash.slice(1);
        const on = link.classList.contains('stop') ? top.target.id.startsWith(`step-${target.slice(6)}-`) : target === top.target.id;
        link.setAttribute('aria-current', on);
        if (on && link.classList.contains('stop')) link.parentElement.scrollTo({ left: link.offsetLeft - 16 });
      }
    }, { rootMargin: '-64px 0px -60% 0px' });
    document.querySelector('.stop').setAttribute('aria-current', true);
    cards.forEach((card) => seen.observe(card));
  }
})();
