import { patch, post, put, remove } from './api.js';
import { attempt } from './chrome.js';
import { byId, h, icon } from './dom.js';
import { t } from './i18n.js';

/** How far back the customer's messages are dated (ms). */
export const timeShift = () => Number(byId('message-time').value) * 3_600_000;

const faultText = (f) => {
  if (f.kind === 'cut') return t(f.when === 'before' ? 'faultCutBefore' : 'faultCutAfter');
  if (f.kind === 'delay') return t('faultDelay');
  if (f.kind === 'error') return `${f.code} · ${t(f.as === 'status' ? 'faultStatus' : 'faultResponse')}`;
  return f.kind === 'http' ? `HTTP ${f.httpStatus}` : `${f.kind} ${f.lie ?? ''}`;
};

const newFault = () => {
  const kind = byId('fault-kind').value;
  const times = Math.max(1, Number(byId('fault-times').value) || 1);
  if (kind === 'before' || kind === 'after') return { kind: 'cut', when: kind, times };
  if (kind === 'delay') return { kind: 'delay', ms: 8000, times };
  return { kind: 'error', as: kind, code: Number(byId('fault-code').value), times };
};

/** The drawer: this phone's connection, the provider's manners, faults for the next sends. */
export const startControls = (current, refresh) => {
  const drawer = byId('controls');
  const toggle = (on) => {
    drawer.hidden = !on;
    byId('show-controls').setAttribute('aria-expanded', String(on));
    document.body.classList.toggle('with-controls', on);
  };
  byId('show-controls').addEventListener('click', () => toggle(drawer.hidden));
  byId('hide-controls').addEventListener('click', () => {
    toggle(false);
    byId('show-controls').focus();
  });
  drawer.addEventListener('keydown', (e) => {
    if (e.key !== 'Escape') return;
    toggle(false);
    byId('show-controls').focus();
  });

  byId('offline').addEventListener('change', (e) =>
    attempt(() => patch(`customers/${current().customerId}`, { offline: e.target.checked })),
  );
  byId('read-receipts').addEventListener('change', (e) =>
    attempt(() => patch(`customers/${current().customerId}`, { readReceipts: e.target.checked })),
  );
  byId('status-delay').addEventListener('change', (e) => {
    const [sentDelayMs, deliveredDelayMs] = e.target.value.split(',').map(Number);
    void attempt(() => put('settings', { sentDelayMs, deliveredDelayMs }));
  });
  for (const box of document.querySelectorAll('[data-setting]'))
    box.addEventListener('change', () => attempt(() => put('settings', { [box.dataset.setting]: box.checked })));
  byId('fault-kind').addEventListener('change', () => {
    byId('fault-code-field').hidden = !['response', 'status'].includes(byId('fault-kind').value);
  });
  byId('add-fault').addEventListener('click', () => attempt(async () => (await post('faults', newFault()), refresh())));
  byId('clear-faults').addEventListener('click', () => attempt(async () => (await remove('faults'), refresh())));
};

/** Shows the state in the drawer. */
export const drawControls = (state, customer) => {
  byId('offline').checked = customer?.offline ?? false;
  byId('read-receipts').checked = customer?.readReceipts ?? true;
  const delay = `${state.settings.sentDelayMs},${state.settings.deliveredDelayMs}`;
  const select = byId('status-delay');
  select.value = [...select.options].some((o) => o.value === delay) ? delay : select.options[0].value;
  for (const box of document.querySelectorAll('[data-setting]')) box.checked = state.settings[box.dataset.setting];
  const codes = byId('fault-code');
  if (codes.options.length === 0) {
    codes.append(...state.errors.map((e) => h('option', { value: String(e.code), text: `${e.code} — ${e.title}` })));
    codes.value = '131026';
  }
  const list = state.faults.map((f) =>
    h('li', {}, icon('alert', 17), h('span', { text: faultText(f) }), h('b', { text: t('faultTimes', { n: f.times }) })),
  );
  byId('fault-list').replaceChildren(...(list.length > 0 ? list : [h('li', { class: 'faint', text: t('noFaults') })]));
};
