import { Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import type { TemplateInput } from '../../../../gql/schema';
import { ChannelTemplatesDocument, type ChannelTemplatesQuery } from './templates.gql';

export type Template = ChannelTemplatesQuery['templates']['edges'][number]['node'];
export type Variable = Template['variables'][number];
/** A variable's value by `part.name`. */
export type Values = Readonly<Record<string, string>>;
export const keyOf = (v: Variable): string => `${v.part}.${v.name}`;

/** A header that is no text cannot be given to a send yet: the server refuses such a template. */
export const sendable = (t: Template): boolean => t.headerFormat === 'NONE' || t.headerFormat === 'TEXT';

/** A channel with more templates than this shows its first ones. */
const MOST = 1_000;

/** Approved templates of a channel, by name. */
@Injectable({ providedIn: 'root' })
export class Templates {
  private readonly apollo = inject(Apollo);

  async of(channelId: string): Promise<readonly Template[]> {
    const all: Template[] = [];
    let after: string | null = null;
    do {
      const page: ChannelTemplatesQuery['templates'] = await this.page(channelId, after);
      all.push(...page.edges.map((e) => e.node));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null && all.length < MOST);
    return all.filter((t) => t.status === 'APPROVED').sort((a, b) => a.name.localeCompare(b.name));
  }

  private async page(channelId: string, after: string | null): Promise<ChannelTemplatesQuery['templates']> {
    const variables = { channelId, ...(after === null ? {} : { after }) };
    const { data } = await firstValueFrom(this.apollo.query({ query: ChannelTemplatesDocument, variables, fetchPolicy: 'no-cache' }));
    if (!data) throw new Error('no data');
    return data.templates;
  }
}

const filled = (text: string, part: string, values: Values): string =>
  text.replace(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (all, name: string) => values[`${part}.${name}`]?.trim() || all);

/** The parts as the customer will read them; what is not filled in yet stays as its variable. */
export const renderedParts = (t: Template, values: Values) => ({
  header: t.header ? filled(t.header, 'header', values) : null,
  body: filled(t.body, 'body', values),
  footer: t.footer,
});
export const rendered = (t: Template, values: Values): string => {
  const { header, body, footer } = renderedParts(t, values);
  return [header, body, footer].filter(Boolean).join('\n\n');
};

/** As the server takes it: body and header texts, by name unless they are numbered; buttons by their place. */
export const inputOf = (t: Template, values: Values): TemplateInput => {
  const of = (part: string) => t.variables.filter((v) => v.part === part);
  const parameter = (v: Variable) => ({
    ...(/^\d+$/.test(v.name) ? {} : { name: v.name }),
    text: (values[keyOf(v)] ?? '').trim(),
  });
  const [header] = of('header');
  return {
    name: t.name,
    language: t.language,
    parameters: of('body').map(parameter),
    ...(header ? { header: parameter(header) } : {}),
    buttons: of('button').map((v) => ({ index: Number(v.name), text: (values[keyOf(v)] ?? '').trim() })),
  };
};

export const complete = (t: Template, values: Values): boolean => t.variables.every((v) => (values[keyOf(v)] ?? '').trim() !== '');
