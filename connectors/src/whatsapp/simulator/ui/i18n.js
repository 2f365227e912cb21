/** Portuguese first, English too; the choice is kept in the browser. */
const languages = ['pt-BR', 'en'];
const kept = localStorage.getItem('sim-language');
export let language = languages.includes(kept) ? kept : 'pt-BR';
let texts = {};

export const loadTexts = async () => {
  texts = await (await fetch(`i18n/${language}.json`)).json();
  document.documentElement.lang = language;
  for (const e of document.querySelectorAll('[data-t]')) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll('[data-t-label]')) {
    e.setAttribute('aria-label', t(e.dataset.tLabel));
    e.title = t(e.dataset.tLabel);
  }
  for (const e of document.querySelectorAll('[data-t-placeholder]')) e.placeholder = t(e.dataset.tPlaceholder);
};

export const t = (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

export const switchLanguage = async () => {
  language = language === 'pt-BR' ? 'en' : 'pt-BR';
  localStorage.setItem('sim-language', language);
  await loadTexts();
};

export const time = (ms) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
export const timeWithSeconds = (ms) =>
  new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(ms);
export const day = (ms) => {
  const start = (d) => new Date(d).setHours(0, 0, 0, 0);
  const days = Math.round((start(Date.now()) - start(ms)) / 86_400_000);
  return days === 0
    ? t('today')
    : days === 1
      ? t('yesterday')
      : new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' }).format(ms);
};
