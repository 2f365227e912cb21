import { h, icon } from './dom.js';
import { day, language, t, time } from './i18n.js';
import { post } from './api.js';

const ticks = {
  sending: ['clock', 'sending'],
  sent: ['check', 'sent'],
  delivered: ['double', 'deliveredTick'],
  read: ['double', 'readTick'],
};
const tick = (state) => {
  const [glyph, label] = ticks[state];
  return h('span', { class: `tick ${state}`, role: 'img', 'aria-label': t(label), title: t(label) }, icon(glyph, 16));
};

const mediaUrl = (c) => (c.mediaId ? `_sim/media/${c.mediaId}` : null);

/** WhatsApp's *bold*, _italic_ and ~struck~, and links, as elements; the text itself is never read as HTML. */
const formatted = (text) => {
  const out = [];
  const pattern = /(\*[^*\n]+\*|_[^_\n]+_|~[^~\n]+~|https?:\/\/[^\s]+)/g;
  let from = 0;
  for (const m of text.matchAll(pattern)) {
    out.push(text.slice(from, m.index));
    const s = m[0];
    const tag = { '*': 'b', _: 'i', '~': 's' }[s[0]];
    out.push(tag ? h(tag, { text: s.slice(1, -1) }) : h('a', { href: s, target: '_blank', rel: 'noreferrer noopener', text: s }));
    from = m.index + s.length;
  }
  return h('p', { class: 'text' }, ...out, text.slice(from));
};

const seconds = (n) => (Number.isFinite(n) ? `${Math.floor(n / 60)}:${String(Math.floor(n % 60)).padStart(2, '0')}` : '0:00');

/** Players outlive the redrawing of the chat, so that a voice note goes on playing. */
const players = new Map();
const player = (b) => {
  const known = players.get(b.id);
  if (known) return known;
  const audio = new Audio(mediaUrl(b.content) ?? b.content.link ?? '');
  audio.preload = 'metadata';
  const button = h('button', { class: 'icon-button play', type: 'button', 'aria-label': t('play') }, icon('play', 24));
  const bar = h('input', { type: 'range', min: '0', max: '1000', value: '0', 'aria-label': t('audio') });
  const clock = h('span', { class: 'duration', text: '0:00' });
  const show = () => {
    button.replaceChildren(icon(audio.paused ? 'play' : 'pause', 24));
    button.setAttribute('aria-label', t(audio.paused ? 'play' : 'pause'));
    clock.textContent = seconds(audio.currentTime > 0 ? audio.currentTime : audio.duration);
    const part = audio.duration ? audio.currentTime / audio.duration : 0;
    bar.value = String(Math.round(part * 1000));
    bar.style.setProperty('--part', `${part * 100}%`);
  };
  for (const event of ['loadedmetadata', 'timeupdate', 'play', 'pause', 'ended']) audio.addEventListener(event, show);
  button.addEventListener('click', () => {
    if (!audio.paused) return audio.pause();
    if (!b.mine) void post(`messages/${encodeURIComponent(b.id)}/play`).catch(() => undefined);
    void audio.play();
  });
  bar.addEventListener('input', () => (audio.currentTime = (Number(bar.value) / 1000) * (audio.duration || 0)));
  const e = h('div', { class: 'player' }, button, bar, clock);
  players.set(b.id, e);
  return e;
};

const size = (bytes) => (bytes > 1_000_000 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`);
const fileCard = (c) =>
  h(
    'a',
    { class: 'file', href: mediaUrl(c) ?? c.link, target: '_blank', rel: 'noreferrer noopener', download: c.filename ?? '' },
    icon('file', 26),
    h('span', { class: 'file-name' }, h('b', { text: c.filename ?? t('document') }), h('small', { text: c.size ? size(c.size) : '' })),
    icon('down', 18),
  );
const picture = (c, cls) => {
  const src = mediaUrl(c);
  return src
    ? h('img', { class: cls, src, alt: c.caption || t('photo'), loading: 'lazy' })
    : fileCard({ ...c, filename: c.link ?? t('photo') });
};
const film = (c) => {
  const src = mediaUrl(c);
  return src
    ? h('video', { class: 'picture', src, controls: true, preload: 'metadata', 'aria-label': t('video') })
    : fileCard({ ...c, filename: c.link ?? t('video') });
};
const caption = (c) => (c.caption ? formatted(c.caption) : null);

const locationCard = (c) =>
  h(
    'div',
    { class: 'place' },
    h('div', { class: 'map' }, icon('pin', 34)),
    h('b', { text: c.name ?? `${c.latitude}, ${c.longitude}` }),
    c.address ? h('small', { text: c.address }) : null,
  );

const contactCards = (c) =>
  c.contacts.map((x) =>
    h(
      'div',
      { class: 'contact' },
      icon('person', 26),
      h('span', {}, h('b', { text: x.name.formatted_name }), h('small', { text: (x.phones ?? []).map((p) => p.phone).join(', ') })),
    ),
  );

const headerPart = (header) => {
  if (!header) return null;
  if (header.type === 'text') return h('p', { class: 'header', text: header.text });
  if (header.type === 'image') return picture(header, 'picture');
  return header.type === 'video' ? film(header) : fileCard(header);
};

const tapButton = (text, glyph, onclick) => h('button', { class: 'tap', type: 'button', onclick }, glyph ? icon(glyph, 17) : null, text);

const templateParts = (b, act) => {
  const c = b.content;
  return [
    headerPart(c.header),
    formatted(c.body),
    c.footer ? h('p', { class: 'footer', text: c.footer }) : null,
    ...c.buttons.map((x) =>
      x.type === 'QUICK_REPLY'
        ? tapButton(x.text, 'reply', () => act.send({ type: 'button', text: x.text, payload: x.payload }, b.id))
        : h('a', { class: 'tap', href: x.url ?? '#', target: '_blank', rel: 'noreferrer noopener' }, icon('link', 17), x.text),
    ),
  ];
};

const listSheet = (b, act) => {
  const rows = b.content.action.sections.flatMap((s) => [
    s.title ? h('h3', { text: s.title }) : null,
    ...s.rows.map((r) =>
      h(
        'button',
        {
          type: 'button',
          class: 'list-row',
          onclick: () => {
            dialog.close();
            act.send({ type: 'list_reply', id: r.id, title: r.title, description: r.description ?? '' }, b.id);
          },
        },
        h('b', { text: r.title }),
        r.description ? h('small', { text: r.description }) : null,
      ),
    ),
  ]);
  const dialog = h(
    'dialog',
    { class: 'sheet', 'aria-label': b.content.action.button },
    h('h2', { text: b.content.action.button }),
    ...rows,
    h('button', { type: 'button', text: t('close'), onclick: () => dialog.close() }),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

const interactiveParts = (b, act) => {
  const c = b.content;
  if (b.mine) return [h('p', { class: 'text', text: c.title }), c.description ? h('p', { class: 'footer', text: c.description }) : null];
  const taps = {
    button: () =>
      c.action.buttons.map((x) =>
        tapButton(x.reply.title, 'reply', () => act.send({ type: 'button_reply', id: x.reply.id, title: x.reply.title }, b.id)),
      ),
    list: () => [tapButton(c.action.button, 'list', () => listSheet(b, act))],
    cta_url: () => [
      h(
        'a',
        { class: 'tap', href: c.action.parameters.url, target: '_blank', rel: 'noreferrer noopener' },
        icon('link', 17),
        c.action.parameters.display_text,
      ),
    ],
    location_request_message: () => [tapButton(t('shareLocation'), 'pin', () => act.location(b.id))],
  };
  return [
    headerPart(c.header),
    formatted(c.body.text),
    c.footer ? h('p', { class: 'footer', text: c.footer.text }) : null,
    ...(taps[c.type]?.() ?? []),
  ];
};

const parts = {
  text: (b) => [formatted(b.content.body)],
  image: (b) => [picture(b.content, 'picture'), caption(b.content)],
  sticker: (b) => [picture(b.content, 'sticker')],
  video: (b) => [film(b.content), caption(b.content)],
  audio: (b) => [player(b)],
  document: (b) => [fileCard(b.content), caption(b.content)],
  location: (b) => [locationCard(b.content)],
  contacts: (b) => contactCards(b.content),
  template: templateParts,
  interactive: interactiveParts,
  button: (b) => [h('p', { class: 'text', text: b.content.text })],
  order: () => [h('p', { class: 'text', text: t('orderMessage') })],
  system: () => [h('p', { class: 'text faint', text: t('systemMessage') })],
};
const unsupported = () => [h('p', { class: 'text faint' }, icon('poll', 17), t('unsupported'))];

/** One line of what a bubble says, for quotes. */
export const lineOf = (b) => {
  const c = b.content;
  const words = {
    text: c.body,
    template: c.body,
    image: c.caption || t('photo'),
    video: c.caption || t('video'),
    audio: t('audio'),
    document: c.filename || t('document'),
    location: c.name || t('location'),
    sticker: t('sticker'),
    contacts: t('contact'),
    button: c.text,
    interactive: c.title ?? c.body?.text,
  };
  return (words[b.type] ?? t('unsupported')).replace(/([*_~])([^*_~\n]+)\1/g, '$2');
};

const bubble = (b, all, chat, act) => {
  const quoted = b.quoted ? all.find((x) => x.id === b.quoted) : null;
  const menu = b.pending
    ? null
    : h(
        'button',
        { class: 'bubble-menu', type: 'button', 'aria-label': t('more'), title: t('more'), onclick: (e) => act.menu(b, e.currentTarget) },
        icon('smile', 18),
      );
  return h(
    'div',
    { class: `line ${b.mine ? 'mine' : 'theirs'}${b.reactions.length > 0 ? ' reacted' : ''}`, 'data-id': b.id, 'data-type': b.type },
    h(
      'div',
      { class: `bubble ${b.type}` },
      quoted
        ? h('div', { class: 'quoted' }, h('b', { text: quoted.mine ? t('you') : chat.number.name }), h('span', { text: lineOf(quoted) }))
        : null,
      ...(parts[b.type] ?? unsupported)(b, act),
      h('span', { class: 'meta' }, time(b.at), b.mine ? tick(b.pending ? 'sending' : b.tick) : null),
      b.reactions.length > 0 ? h('span', { class: 'reactions', text: b.reactions.map((r) => r.emoji).join('') }) : null,
    ),
    menu,
  );
};

/** Bubbles that did not change keep their element: pictures do not flicker, and the focus stays where it is. */
const drawn = new Map();
const kept = (key, content, make) => {
  const known = drawn.get(key);
  if (known?.content === content) return known.element;
  const element = make();
  drawn.set(key, { content, element });
  return element;
};
const put = (root, lines) => {
  for (const [i, line] of lines.entries()) if (root.childNodes[i] !== line) root.insertBefore(line, root.childNodes[i] ?? null);
  while (root.childNodes.length > lines.length) root.lastChild.remove();
};

/** Draws a chat. `pending`: what is being sent and has no id yet. */
export const drawChat = (root, chat, pending, typing, act) => {
  const all = [...chat.bubbles, ...pending];
  const atEnd = root.scrollHeight - root.scrollTop - root.clientHeight < 80;
  const lines = [];
  let last = '';
  for (const b of all) {
    const d = day(b.at);
    if (d !== last) lines.push(kept(`day ${d}`, d, () => h('div', { class: 'day' }, h('span', { text: d }))));
    last = d;
    lines.push(kept(b.id, `${language} ${JSON.stringify(b)}`, () => bubble(b, all, chat, act)));
  }
  if (all.length === 0)
    lines.push(h('div', { class: 'empty' }, icon('smile', 40), h('b', { text: t('empty') }), h('p', { text: t('emptyHint') })));
  if (typing)
    lines.push(
      kept('typing', language, () =>
        h('div', { class: 'line theirs' }, h('div', { class: 'bubble dots', 'aria-label': t('typing') }, h('i'), h('i'), h('i'))),
      ),
    );
  put(root, lines);
  if (atEnd || act.follow) root.scrollTop = root.scrollHeight;
};
