// npm run screens: every screen of the demo in Chromium, desktop and phone width, light and dark, Portuguese and English, as PNG files in screens/,
// with what axe finds on each in screens/axe.json. The last line says how much is serious; then the exit code is 1.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildConsoleIfStale } from '../../scripts/build-console.ts';
import { newPerson, openBrowser, type Person } from '../e2e/browser.ts';
import { consoleOn } from '../e2e/console.ts';
import { openPlace } from '../e2e/place.ts';
import { startProduct } from '../e2e/product.ts';
import { ROOT } from '../e2e/program.ts';
import { findings, serious, type Finding } from './audit.ts';
import { gates, tourOf, type Screen } from './tour.ts';

const DIR = join(ROOT, 'screens');
const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const;
const themes = ['light', 'dark'] as const;
const languages = ['pt-BR', 'en'] as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Report = { readonly screen: string; readonly look: string; readonly findings: readonly Finding[] };
const report: Report[] = [];
const problems: string[] = [];

const photograph = async (person: Person, look: string, screens: readonly Screen[]): Promise<void> => {
  await mkdir(join(DIR, look), { recursive: true });
  for (const screen of screens) {
    try {
      await screen.show();
      await person.page.screenshot({ path: join(DIR, look, `${screen.name.replaceAll(' ', '-')}.png`), animations: 'disabled' });
      report.push({ screen: screen.name, look, findings: await findings(person.page) });
      await screen.leave();
    } catch (error) {
      problems.push(`${look}, ${screen.name}: ${String(error).split('\n')[0] ?? ''}`);
    }
  }
  problems.push(...person.errors().map((e) => `${look}: ${e}`));
};

const built = await buildConsoleIfStale({ log: say });
if (!built.ok) {
  say(built.why);
  process.exit(1);
}
await rm(DIR, { recursive: true, force: true });
const place = await openPlace('embedded', { empty: true });
const product = await startProduct(place.env);
const browser = await openBrowser();
try {
  const owner = await newPerson(browser, 'owner');
  await consoleOn(owner.page, product.url).enter(product.link ?? '');
  const { cookies } = await owner.context.storageState();
  await owner.context.close();
  for (const [size, device] of Object.entries(sizes)) {
    for (const colorScheme of themes) {
      for (const locale of languages) {
        const look = `${size}-${colorScheme}-${locale}`;
        const person = await newPerson(browser, look, { ...device, colorScheme, locale, storageState: { cookies, origins: [] } });
        // The account's own language must not win over the one asked for here.
        await person.context.addInitScript(
          `try { localStorage.setItem('mia.lang', '${locale}'); localStorage.setItem('sim-language', '${locale}'); } catch {}`,
        );
        await photograph(person, look, await tourOf(person.page, product.url));
        await person.context.close();
        const stranger = await newPerson(browser, look, { ...device, colorScheme, locale });
        await photograph(stranger, look, gates(stranger.page, product.url));
        await stranger.context.close();
        say(`${look}: ${String(report.filter((r) => r.look === look).length)} screens`);
      }
    }
  }
} finally {
  await browser.close().catch(() => undefined);
  await product.stop().catch((error: unknown) => void problems.push(String(error)));
  await place.remove();
}

await writeFile(join(DIR, 'axe.json'), JSON.stringify(report, null, 2));
const bad = report.flatMap((r) => r.findings.filter(serious).map((f) => ({ ...f, at: `${r.look}/${r.screen}` })));
for (const rule of new Set(bad.map((f) => f.rule))) {
  const of = bad.filter((f) => f.rule === rule);
  say(
    `\n${rule} (${of[0]?.impact ?? ''}): ${of[0]?.help ?? ''}\n  ${of.map((f) => `${f.at}: ${f.where.slice(0, 3).join(' · ')}`).join('\n  ')}`,
  );
}
for (const p of problems) say(`! ${p}`);
say(
  `\n${String(report.length)} screens in ${DIR}; axe: ${String(bad.length)} serious findings, ${String(report.reduce((n, r) => n + r.findings.length, 0) - bad.length)} lesser ones; ${String(problems.length)} problems`,
);
process.exit(bad.length + problems.length > 0 ? 1 : 0);
