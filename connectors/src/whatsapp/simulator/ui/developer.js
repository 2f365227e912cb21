import { get, listen, post, put } from './api.js';
import { attempt, live, notice, startChrome } from './chrome.js';
import { byId, h, icon } from './dom.js';
import { t, timeWithSeconds } from './i18n.js';

let data = null;
let deliveries = [];
let settings = null;
const revealed = new Set();

const copyButton = (value, label) =>
  h(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': `${t('copy')}: ${label}`,
      title: t('copy'),
      onclick: () =>
        attempt(async () => {
          await navigator.clipboard.writeText(value);
          notice(t('copied'));
        }),
    },
    icon('copy', 19),
  );

const masked = (value) => `${value.slice(0, 6)}${'•'.repeat(14)}`;
const value = (key, text, secret = false, chip = null) => {
  const open = !secret || revealed.has(key);
  const eye = secret
    ? h(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'aria-label': `${t(open ? 'hide' : 'reveal')}: ${t(key)}`,
          title: t(open ? 'hide' : 'reveal'),
          onclick: () => (open ? revealed.delete(key) : revealed.add(key), draw()),
        },
        icon('eye', 19),
      )
    : null;
  return h(
    'div',
    {},
    h('dt', {}, t(key), chip),
    h(
      'dd',
      {},
      h('span', { class: `code${open && secret ? ' open' : ''}`, 'data-value': key, text: open ? text : masked(text) }),
      eye,
      copyButton(text, t(key)),
    ),
  );
};

const tokenChips = { valid: ['good', 'tokenValid'], expired: ['bad', 'tokenExpired'], revoked: ['bad', 'tokenRevoked'] };
const drawCredentials = () => {
  const [tone, word] = tokenChips[data.tokenState];
  byId('values').replaceChildren(
    value('wabaId', data.wabaId),
    value('appId', data.appId),
    value('appSecret', data.appSecret, true),
    value('accessToken', data.accessToken, true, h('span', { class: `chip ${tone}`, text: t(word) })),
  );
  const action = (name, key, danger) =>
    h('button', {
      type: 'button',
      class: danger ? 'danger' : null,
      'data-action': name,
      text: t(key),
      onclick: () => attempt(async () => ((data = await post(`credentials/${name}`)), draw())),
    });
  const broken = data.tokenState !== 'valid' || data.scopes.length < 2;
  byId('credential-actions').replaceChildren(
    action('rotate-token', 'rotateToken'),
    broken ? action('restore-token', 'restoreToken') : action('expire-token', 'expireToken', true),
    broken ? '' : action('drop-messaging-scope', 'dropScope', true),
    action('rotate-secret', 'rotateSecret', true),
  );
};

const copyLine = (label, text) =>
  h('div', { class: 'copy-line' }, h('span', { text: label }), h('span', { class: 'code', text }), copyButton(text, label));
const numberCard = (n) =>
  h(
    'div',
    { class: 'number' },
    h(
      'div',
      { class: 'number-head' },
      h('b', { text: n.name }),
      h('span', { class: `chip ${n.registered ? 'good' : 'wait'}`, text: t(n.registered ? 'registered' : 'notRegistered') }),
      h('span', { class: 'spacer' }),
      n.registered
        ? h('button', {
            type: 'button',
            class: 'quiet',
            text: t('deregister'),
            onclick: () => attempt(async () => ((data = await post(`numbers/${n.id}/deregister`)), draw())),
          })
        : null,
    ),
    copyLine(t('phone'), n.phone),
    copyLine(t('phoneNumberId'), n.id),
    h('div', { class: 'copy-line' }, h('span', { text: t('pin') }), h('span', { text: n.pin ?? t('pinFree') })),
    n.callback
      ? h('div', { class: 'copy-line' }, h('span', { text: t('webhook') }), h('span', { class: 'code open', text: n.callback }))
      : null,
  );

const drawAccounts = () => {
  byId('accounts').replaceChildren(
    ...data.accounts.map((a) =>
      h(
        'div',
        { class: 'account' },
        h('h3', {}, t('account', { name: a.name }), h('span', { class: 'chip', text: a.id })),
        ...data.phoneNumbers.filter((n) => n.wabaId === a.id).map(numberCard),
      ),
    ),
  );
  byId('subscriptions').replaceChildren(
    ...data.accounts.map((a) =>
      h(
        'div',
        { class: 'callback' },
        h(
          'div',
          { class: 'number-head' },
          h('b', { text: t('account', { name: a.name }) }),
          h('span', { class: `chip ${a.subscribed ? 'good' : 'wait'}`, text: t(a.subscribed ? 'subscribed' : 'notSubscribed') }),
        ),
        a.callback ? h('small', { text: t('callbackOf') }) : null,
        a.effective ? h('span', { class: 'code', text: a.effective }) : h('small', { text: t('noCallback') }),
      ),
    ),
  );
  const url = byId('callback-url');
  if (document.activeElement !== url && url.value === '') url.value = data.appCallback ?? '';
};

const states = { pending: ['wait', 'pending'], taken: ['good', 'taken'], given_up: ['bad', 'givenUp'] };
const pretty = (body) => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};
const answerOf = (d) => {
  if (!d.last) return '';
  const words = [
    d.last.status === null ? t('noAnswer') : `HTTP ${d.last.status}`,
    `${d.last.tookMs} ms`,
    d.attempts > 1 ? t('attempts', { n: d.attempts }) : '',
    d.last.status === 200 ? '' : d.last.answer,
    d.nextAt ? t('nextTry', { time: timeWithSeconds(d.nextAt) }) : '',
  ];
  return words.filter(Boolean).join(' · ');
};
const shownDeliveries = new Map();
const drawDeliveries = () => {
  const rows = deliveries.map((d) => {
    const open = shownDeliveries.get(d.id)?.open ?? false;
    const [tone, word] = states[d.state];
    const e = h(
      'details',
      { class: 'delivery', 'data-id': d.id, open },
      h(
        'summary',
        {},
        h('span', { text: timeWithSeconds(d.at) }),
        h('span', { class: 'kind', text: t(`about.${d.about.what}`) }),
        h('b', { class: 'about', text: d.about.detail }),
        h('span', { class: 'answer', text: answerOf(d) }),
        h('span', { class: `chip ${tone}`, text: t(word) }),
      ),
      h('pre', { tabindex: '0', text: pretty(d.body) }),
    );
    shownDeliveries.set(d.id, e);
    return e;
  });
  byId('deliveries').replaceChildren(...(rows.length > 0 ? rows : [h('p', { class: 'faint', text: t('noDeliveries') })]));
};

const draw = () => {
  if (!data) return;
  drawCredentials();
  drawAccounts();
  drawDeliveries();
  byId('signature').value = settings.signature;
  byId('hold').checked = settings.holdDeliveries;
};

const refresh = async () => {
  [data, deliveries, settings] = await Promise.all([get('credentials'), get('deliveries'), get('settings')]);
  draw();
};

const start = async () => {
  const retitle = () => {
    document.title = t('devTitle');
    draw();
  };
  await startChrome(retitle);
  retitle();
  byId('account-form').addEventListener('submit', (e) => {
    e.preventDefault();
    void attempt(async () => {
      data = await post('accounts', { name: byId('account-name').value });
      e.target.reset();
      draw();
    });
  });
  byId('callback-form').addEventListener('submit', (e) => {
    e.preventDefault();
    void attempt(async () => {
      data = await put('webhook', { url: byId('callback-url').value, verifyToken: byId('verify-token').value });
      draw();
      notice(t('saved'));
    });
  });
  byId('signature').addEventListener('change', (e) => attempt(() => put('settings', { signature: e.target.value })));
  byId('hold').addEventListener('change', (e) => attempt(() => put('settings', { holdDeliveries: e.target.checked })));
  byId('retry').addEventListener('click', () => attempt(() => post('deliveries/retry')));
  await attempt(refresh);
  let soon = null;
  listen(
    (hint) => {
      if (hint.kind !== 'typing') soon ??= setTimeout(() => ((soon = null), void attempt(refresh)), 150);
    },
    (on) => {
      live(on);
      if (on) void attempt(refresh);
    },
  );
};
void start();
