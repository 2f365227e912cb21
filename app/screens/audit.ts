import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

export type Finding = { readonly rule: string; readonly impact: string; readonly help: string; readonly where: readonly string[] };

/** All that axe finds on the page under WCAG 2.2 AA and its best practices. */
export const findings = async (page: Page): Promise<readonly Finding[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map((v) => ({
    rule: v.id,
    impact: v.impact ?? 'unknown',
    help: v.help,
    where: v.nodes.map((n) => n.target.join(' ')),
  }));
};
export const serious = (f: Finding): boolean => f.impact === 'serious' || f.impact === 'critical';
/** The serious ones, one line each. */
export const audit = async (page: Page): Promise<readonly string[]> =>
  (await findings(page)).filter(serious).map((f) => `${f.rule} (${f.help}): ${f.where.join('; ')}`);
