/** Makes an element: `on*` are listeners, `class`, `text`, other names attributes; false and null are left out. */
export const h = (tag, props = {}, ...children) => {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) e.addEventListener(name.slice(2), value);
    else if (name === 'class') e.className = value;
    else if (name === 'text') e.textContent = value;
    else if (name in e && typeof value !== 'string') e[name] = value;
    else e.setAttribute(name, value === true ? '' : value);
  }
  e.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return e;
};

export const byId = (id) => document.getElementById(id);

const paths = {
  attach: 'M16.5 6.500v10a4.500 4.500 0 0 1-9 0V5.500a3 3 0 0 1 6 0v9.500a1.500 1.500 0 0 1-3 0V7h1.300',
  send: 'M4 12l16-7.500L14.500 20l-3-6.500z',
  smile: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M8.500 14.500c1.800 2.300 5.200 2.300 7 0M9 9.700v.1M15 9.700v.1',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  menu: 'M12 6v.01M12 12v.01M12 18v.01',
  sliders: 'M5 7h8M17 7h2M5 17h2M11 17h8M15 5v4M9 15v4',
  code: 'M9 7l-5 5 5 5M15 7l5 5-5 5',
  people:
    'M9 11a3.200 3.200 0 1 0 0-6.400A3.200 3.200 0 0 0 9 11M3 19c.4-3.300 2.800-5 6-5s5.600 1.700 6 5M16 5.200a3 3 0 0 1 0 5.600M17.500 14.300c2 .6 3.200 2.200 3.500 4.700',
  moon: 'M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z',
  globe: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M3.700 12h16.600M12 3.500c3 3 3 14 0 17M12 3.500c-3 3-3 14 0 17',
  photo: 'M4 6h16v12H4zM8.500 11a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600M5 17l5-4.500 3 2.500 3-3 4 4',
  file: 'M7 3.500h6.500L18 8v12.500H7zM13.500 3.500V8H18',
  mic: 'M12 14.500a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3M6 11.500a6 6 0 0 0 12 0M12 17.500v3',
  pin: 'M12 20.500s6-5.700 6-10.200a6 6 0 1 0-12 0c0 4.500 6 10.200 6 10.200M12 12.500a2.200 2.200 0 1 0 0-4.400 2.200 2.200 0 0 0 0 4.400',
  person: 'M12 11.500a3.700 3.700 0 1 0 0-7.400 3.700 3.700 0 0 0 0 7.400M5 20c.5-4 3.300-6 7-6s6.500 2 7 6',
  poll: 'M5 20V10M12 20V4M19 20v-7',
  reply: 'M9 7l-5 5 5 5M4.500 12H14c3.300 0 5.500 1.800 6 5.500',
  play: 'M8 5.500l11 6.500-11 6.500z',
  pause: 'M8 5.500v13M16 5.500v13',
  link: 'M10 14l4-4M9 16.500l-1 1a3 3 0 0 1-4.200-4.200l3-3M15 7.500l1-1a3 3 0 0 1 4.200 4.200l-3 3',
  list: 'M9 7h11M9 12h11M9 17h11M4.500 7v.01M4.500 12v.01M4.500 17v.01',
  down: 'M12 5v12M6.500 12L12 17.500 17.500 12',
  back: 'M15 5l-7 7 7 7',
  copy: 'M9 9h10.500v10.500H9zM5 15H4.500V4.500H15V5',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12M12 14.700a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400',
  alert: 'M12 4l9 15.500H3zM12 10v4M12 16.700v.1',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17M12 7.500V12l3 2',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  double: 'M2.500 12.500L7 17l8.500-9.500M12 15.500l1.500 1.500L22 7.500',
};
const filled = new Set(['send', 'play']);
/** A line icon, hidden from screen readers. */
export const icon = (name, size = 22) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [k, v] of Object.entries({ viewBox: '0 0 24 24', width: size, height: size, 'aria-hidden': 'true', class: 'icon' }))
    svg.setAttribute(k, v);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  const fill = filled.has(name);
  for (const [k, v] of Object.entries({
    fill: fill ? 'currentColor' : 'none',
    stroke: 'currentColor',
    'stroke-width': '1.800',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  }))
    path.setAttribute(k, v);
  svg.append(path);
  return svg;
};

/** Initials on a colour that stays the same for the same text. */
export const avatar = (name, key) => {
  const hue = [...key].reduce((n, c) => (n * 31 + c.charCodeAt(0)) % 360, 7);
  const initials = name
    .split(/\s+/)
    .filter(Boolean)
    .map((w) => w[0])
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .join('')
    .toUpperCase();
  const e = h('span', { class: 'avatar', 'aria-hidden': 'true', text: initials || '#' });
  e.style.setProperty('--hue', String(hue));
  return e;
};
