import { get, listen, post, upload } from './api.js';
import { drawChat, lineOf } from './bubbles.js';
import { attempt, live, startChrome } from './chrome.js';
import { drawControls, startControls, timeShift } from './controls.js';
import { avatar, byId, h, icon } from './dom.js';
import { t } from './i18n.js';
import { samplePhoto } from './sample-photo.js';

const emojis = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const places = [
  { name: 'Parque Ibirapuera', address: 'Av. Pedro Álvares Cabral, São Paulo - SP', latitude: -23.587416, longitude: -46.657634 },
  { name: 'Praça da Liberdade', address: 'Funcionários, Belo Horizonte - MG', latitude: -19.932222, longitude: -43.938056 },
  { name: 'Praia de Iracema', address: 'Fortaleza - CE', latitude: -3.719444, longitude: -38.512222 },
];

let state = null;
let chat = null;
let typingUntil = 0;
let quoted = null;
let pending = [];
let serial = 0;
const fromHash = new URLSearchParams(location.hash.slice(1));
const current = {
  customerId: fromHash.get('c') ?? localStorage.getItem('sim-customer'),
  numberId: fromHash.get('n') ?? localStorage.getItem('sim-number'),
};

const customer = () => state?.customers.find((c) => c.id === current.customerId);
const nameOf = (c) => c.name || `+${c.phone}`;
/** +55 11 98765-0001 */
const pretty = (digits) =>
  digits
    .replace(/^55(\d{2})(\d{4,5})(\d{4})$/, '+55 $1 $2-$3')
    .replace(/^1(\d{3})(\d{3})(\d{4})$/, '+1 ($1) $2-$3')
    .replace(/^(?=\d{7})/, '+');

const choose = (change) => {
  Object.assign(current, change);
  localStorage.setItem('sim-customer', current.customerId);
  localStorage.setItem('sim-number', current.numberId);
  history.replaceState(null, '', `#c=${current.customerId}&n=${current.numberId}`);
  quoted = null;
  chat = null;
  typingUntil = 0;
  document.body.classList.remove('with-people');
  draw();
  void refresh(true);
};

const actions = {
  follow: false,
  send: (content, contextId) => void send(content, null, contextId),
  location: (contextId) => void send({ type: 'location', ...places[Math.floor(Math.random() * places.length)] }, null, contextId),
  menu: (b, at) => openBubbleMenu(b, at),
};

/** Shows the message with a clock at once and sends it; `file` is uploaded first. */
const send = async (content, file, contextId = quoted?.id) => {
  const { customerId, numberId } = current;
  const shown = { text: { body: content.text }, button: { text: content.text }, location: content }[content.type] ?? {
    title: content.title,
    filename: file?.name,
    caption: content.caption,
  };
  const type = content.type.endsWith('_reply') ? 'interactive' : content.type;
  const own = {
    id: `pending-${++serial}`,
    pending: true,
    mine: true,
    at: Date.now() - timeShift(),
    type,
    content: shown,
    quoted: contextId ?? null,
    reactions: [],
    customerId,
    numberId,
  };
  if (type !== 'reaction' && ['text', 'button', 'interactive', 'location'].includes(type)) pending.push(own);
  quoted = null;
  actions.follow = true;
  draw();
  await attempt(async () => {
    const mediaId = file ? (await upload(numberId, file.blob, file.name)).id : undefined;
    await post('messages', {
      from: customerId,
      phoneNumberId: numberId,
      ...(contextId && type !== 'reaction' ? { contextId } : {}),
      ...(timeShift() > 0 ? { at: Date.now() - timeShift() } : {}),
      content: { ...content, ...(mediaId ? { mediaId } : {}) },
    });
  });
  await refresh(true);
  pending = pending.filter((p) => p !== own);
  actions.follow = true;
  draw();
  actions.follow = false;
};

const drawPeople = () => {
  const rows = state.customers.map((c) => {
    const unread = Object.values(c.unread).reduce((a, b) => a + b, 0);
    return h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'person',
          'aria-current': c.id === current.customerId ? 'true' : null,
          onclick: () => choose({ customerId: c.id }),
        },
        avatar(c.name, c.id),
        h('span', { class: 'who' }, h('b', { text: nameOf(c) }), h('small', { text: pretty(c.phone) })),
        c.offline ? h('span', { class: 'off-mark', title: t('offline') }, icon('alert', 16)) : null,
        unread > 0 ? h('span', { class: 'badge', text: String(unread) }) : null,
      ),
    );
  });
  byId('customer-list').replaceChildren(...rows);
};

const drawNumbers = () => {
  const select = byId('number');
  const unread = customer()?.unread ?? {};
  select.replaceChildren(
    ...state.numbers.map((n) => {
      const marks = [n.registered ? '' : ` (${t('notRegistered')})`, n.id !== current.numberId && unread[n.id] ? ` • ${unread[n.id]}` : ''];
      return h('option', { value: n.id, text: `${n.name} — ${n.display}${marks.join('')}` });
    }),
  );
  select.value = current.numberId;
  const n = state.numbers.find((x) => x.id === current.numberId);
  byId('business-avatar').replaceChildren(avatar(n?.name ?? '', n?.id ?? ''));
  byId('presence').textContent = typingUntil > Date.now() ? t('typing') : t('online');
};

const drawBanner = () => {
  const c = customer();
  const n = state.numbers.find((x) => x.id === current.numberId);
  const banner = byId('banner');
  const text = c?.offline ? t('offlineBanner') : n && !n.subscribed ? t('noWebhook') : null;
  banner.hidden = text === null;
  banner.replaceChildren(
    icon('alert', 18),
    h('span', { text: text ?? '' }),
    c?.offline ? '' : h('a', { href: 'developer.html', text: t('connectNow') }),
  );
  for (const id of ['send', 'attach', 'text']) byId(id).disabled = c?.offline ?? false;
};

const drawQuote = () => {
  const bar = byId('quote-bar');
  bar.hidden = quoted === null;
  if (!quoted) return;
  bar.replaceChildren(
    h(
      'div',
      {},
      h('b', { text: quoted.mine ? t('replyingToYou') : t('replyingTo', { name: chat?.number.name ?? '' }) }),
      h('span', { text: lineOf(quoted) }),
    ),
    h(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': t('cancel'), onclick: () => ((quoted = null), draw()) },
      icon('close', 18),
    ),
  );
};

const draw = () => {
  if (!state) return;
  drawPeople();
  drawNumbers();
  drawBanner();
  drawQuote();
  drawControls(state, customer());
  const own = pending.filter((p) => p.customerId === current.customerId && p.numberId === current.numberId);
  if (chat) drawChat(byId('chat'), chat, own, typingUntil > Date.now(), actions);
  else byId('chat').replaceChildren(h('div', { class: 'empty faint' }, '…'));
};

let refreshing = null;
let again = false;
const load = async () => {
  state = await get('state');
  if (!customer()) current.customerId = state.customers[0]?.id;
  if (!state.numbers.some((n) => n.id === current.numberId)) current.numberId = state.numbers[0]?.id;
  const { customerId, numberId } = current;
  const loaded = await get(`chats/${customerId}/${numberId}`);
  if (customerId !== current.customerId || numberId !== current.numberId) return;
  if (loaded.bubbles.length > (chat?.bubbles.length ?? 0) && loaded.bubbles.at(-1) && !loaded.bubbles.at(-1).mine) typingUntil = 0;
  const first = chat === null;
  chat = loaded;
  if (first) actions.follow = true;
  draw();
  if (first) actions.follow = false;
  if (loaded.unread > 0 && document.visibilityState === 'visible') await post(`chats/${customerId}/${numberId}/open`);
};
/** Fetches state and chat again; calls that come meanwhile share one more run. */
const refresh = (wait = false) => {
  if (refreshing) {
    again = true;
    return wait ? refreshing.then(() => refresh()) : refreshing;
  }
  refreshing = load()
    .catch(() => {
      if (!state)
        byId('chat').replaceChildren(
          h(
            'div',
            { class: 'empty' },
            icon('alert', 36),
            h('b', { text: t('loadError') }),
            h('button', { type: 'button', text: t('retry'), onclick: () => refresh() }),
          ),
        );
    })
    .finally(() => {
      refreshing = null;
      if (again) {
        again = false;
        void refresh();
      }
    });
  return refreshing;
};

let soon = null;
const onHint = (hint) => {
  if (hint.kind === 'typing') {
    if (hint.customerId !== current.customerId || hint.phoneNumberId !== current.numberId) return;
    typingUntil = hint.until;
    actions.follow = true;
    draw();
    actions.follow = false;
    setTimeout(draw, Math.max(0, hint.until - Date.now()) + 50);
    return;
  }
  soon ??= setTimeout(() => {
    soon = null;
    void refresh();
  }, 40);
};

let openMenu = null;
const closeMenu = () => {
  openMenu?.remove();
  openMenu = null;
};
const openBubbleMenu = (b, at) => {
  closeMenu();
  const mineNow = b.reactions.some((r) => r.mine);
  const pick = (emoji) => () => {
    closeMenu();
    void send({ type: 'reaction', messageId: b.id, emoji });
  };
  openMenu = h(
    'div',
    { class: 'menu bubble-pop', role: 'menu' },
    h(
      'div',
      { class: 'emojis' },
      ...emojis.map((e) =>
        h('button', { type: 'button', role: 'menuitem', 'aria-label': t('react', { emoji: e }), text: e, onclick: pick(e) }),
      ),
    ),
    h(
      'button',
      { type: 'button', role: 'menuitem', onclick: () => (closeMenu(), (quoted = b), draw(), byId('text').focus()) },
      icon('reply', 18),
      t('reply'),
    ),
    mineNow ? h('button', { type: 'button', role: 'menuitem', onclick: pick('') }, icon('close', 18), t('removeReaction')) : null,
  );
  document.body.append(openMenu);
  const box = at.getBoundingClientRect();
  const { offsetWidth: w, offsetHeight: height } = openMenu;
  openMenu.style.left = `${Math.max(8, Math.min(box.left - w / 2, innerWidth - w - 8))}px`;
  openMenu.style.top = `${box.bottom + height + 8 > innerHeight ? box.top - height - 6 : box.bottom + 6}px`;
  openMenu.querySelector('button').focus();
};

const kindOfFile = (type) =>
  /^image\/(jpeg|png)$/.test(type) ? 'image' : type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : 'document';
const sendFile = (file) => {
  const type = kindOfFile(file.type);
  void send(
    { type, ...(type === 'document' ? { filename: file.name } : {}), ...(type === 'audio' ? { voice: false } : {}) },
    { blob: file, name: file.name },
  );
};
const sample = (name) => send({ sample: name, type: name });
const attachments = [
  ['photo', 'samplePhoto', async () => send({ type: 'image' }, { blob: await samplePhoto(), name: 'foto.jpg' })],
  ['attach', 'chooseFile', () => byId('file').click()],
  ['mic', 'voiceNote', () => sample('voice')],
  ['pin', 'location', () => actions.location()],
  ['file', 'document', () => sample('document')],
  ['person', 'contact', () => send({ type: 'contacts', contacts: [{ name: 'Marina Costa', phone: '+55 11 98765-0099' }] })],
  ['smile', 'sticker', () => sample('sticker')],
  ['poll', 'poll', () => send({ type: 'unsupported' })],
];
const drawAttachments = () =>
  byId('attach-menu').replaceChildren(
    ...attachments.map(([glyph, key, act]) =>
      h(
        'button',
        { type: 'button', role: 'menuitem', 'data-attach': key, onclick: () => (toggleAttach(false), void act()) },
        h('span', { class: `glyph glyph-${glyph}` }, icon(glyph, 20)),
        t(key),
      ),
    ),
  );
const toggleAttach = (on) => {
  byId('attach-menu').hidden = !on;
  byId('attach').setAttribute('aria-expanded', String(on));
  if (on) byId('attach-menu').querySelector('button').focus();
};

const grow = () => {
  const e = byId('text');
  e.style.height = 'auto';
  e.style.height = `${Math.min(e.scrollHeight, 120)}px`;
};
const submit = (e) => {
  e.preventDefault();
  const text = byId('text').value.trim();
  if (text === '' || !current.customerId) return;
  byId('text').value = '';
  grow();
  void send({ type: 'text', text });
};

const startCustomerDialog = () => {
  const dialog = byId('customer-dialog');
  byId('new-customer').addEventListener('click', () => {
    byId('customer-form').reset();
    dialog.showModal();
  });
  byId('customer-cancel').addEventListener('click', () => dialog.close());
  byId('customer-form').addEventListener('submit', () =>
    attempt(async () => {
      const made = await post('customers', { name: byId('customer-name').value, phone: byId('customer-phone').value });
      await refresh(true);
      choose({ customerId: made.id });
    }),
  );
};

const start = async () => {
  await startChrome(() => {
    document.title = t('title');
    drawAttachments();
    draw();
  });
  document.title = t('title');
  drawAttachments();
  startControls(() => current, refresh);
  startCustomerDialog();
  byId('number').addEventListener('change', (e) => choose({ numberId: e.target.value }));
  byId('composer').addEventListener('submit', submit);
  byId('text').addEventListener('input', grow);
  byId('text').addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) submit(e);
    if (e.key === 'Escape' && quoted) ((quoted = null), draw());
  });
  byId('attach').addEventListener('click', () => toggleAttach(byId('attach-menu').hidden));
  byId('file').addEventListener('change', (e) => {
    for (const file of e.target.files) sendFile(file);
    e.target.value = '';
  });
  byId('show-people').addEventListener('click', () => document.body.classList.toggle('with-people'));
  byId('hide-people').addEventListener('click', () => document.body.classList.remove('with-people'));
  document.addEventListener('click', (e) => {
    if (openMenu && !openMenu.contains(e.target) && !e.target.closest('.bubble-menu')) closeMenu();
    if (!e.target.closest('.attach')) toggleAttach(false);
  });
  document.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    closeMenu();
    if (!byId('attach-menu').hidden) (toggleAttach(false), byId('attach').focus());
  });
  document.addEventListener('visibilitychange', () => void refresh());
  addEventListener('hashchange', () => {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (wanted.get('c') !== current.customerId || wanted.get('n') !== current.numberId)
      choose({ customerId: wanted.get('c'), numberId: wanted.get('n') });
  });
  await refresh();
  listen(onHint, (on) => {
    live(on);
    if (on) void refresh();
  });
};
void start();
