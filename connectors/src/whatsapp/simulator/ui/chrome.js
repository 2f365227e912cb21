import { byId, h, icon } from './dom.js';
import { loadTexts, switchLanguage, t } from './i18n.js';

/** What both pages have: icons, language, theme, notices. */
export const startChrome = async (onLanguage) => {
  for (const e of document.querySelectorAll('[data-icon]')) e.prepend(icon(e.dataset.icon, Number(e.dataset.size ?? 22)));
  await loadTexts();
  byId('language').addEventListener('click', async () => {
    await switchLanguage();
    live(isLive);
    onLanguage();
  });
  byId('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    localStorage.setItem('sim-theme', root.dataset.theme);
  });
};

let timer;
/** A short notice at the bottom. */
export const notice = (text, bad = false) => {
  const e = byId('notice');
  e.textContent = text;
  e.classList.toggle('bad', bad);
  e.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (e.hidden = true), 4500);
};

/** Runs an action and tells when it fails. */
export const attempt = async (action) => {
  try {
    return await action();
  } catch (e) {
    notice(t('failedAction', { why: e.message }), true);
    return undefined;
  }
};

let isLive = false;
/** Says whether changes still come in. */
export const live = (on) => {
  isLive = on;
  const e = byId('live');
  e.classList.toggle('off', !on);
  e.replaceChildren(h('span', { class: 'dot' }), t(on ? 'connected' : 'reconnecting'));
};
