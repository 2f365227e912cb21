import type { PhoneNumber, Template, TemplateComponent } from '../records.ts';
import type { State } from '../state.ts';
import { badParameter, badValue, listAt, objectAt, oneOfAt, textAt, textOf } from './checked.ts';
import type { Json } from './checked.ts';
import { refuseMessage } from './errors.ts';
import { checkMedia } from './validate-media.ts';

const VARIABLE = /\{\{\s*([a-z0-9_]+)\s*\}\}/g;
/** The variables of a text of a template, each once, in the order in which they come: `1`, `2`… or names. */
export const variablesOf = (text: string | undefined): readonly string[] => [
  ...new Set([...(text ?? '').matchAll(VARIABLE)].map((m) => m[1] ?? '')),
];

const componentKinds = ['header', 'body', 'button'] as const;
type Component = { readonly type: (typeof componentKinds)[number]; readonly raw: Json; readonly parameters: readonly Json[] };

const readComponents = (value: unknown): readonly Component[] =>
  (value === undefined ? [] : listAt(value, 'template.components', { min: 0, max: 20 })).map((c, i) => {
    const path = `template.components[${i}]`;
    const raw = objectAt(c, path, ['type', 'sub_type', 'index', 'parameters']);
    const type = oneOfAt(textOf(raw['type']).toLowerCase() || undefined, `${path}.type`, componentKinds);
    const list = raw['parameters'] === undefined ? [] : listAt(raw['parameters'], `${path}.parameters`, { min: 0, max: 50 });
    const keys = [
      'type',
      'text',
      'parameter_name',
      'currency',
      'date_time',
      'image',
      'video',
      'document',
      'location',
      'payload',
      'action',
      'coupon_code',
    ];
    return { type, raw, parameters: list.map((p, j) => objectAt(p, `${path}.parameters[${j}]`, keys)) };
  });

/** The text that a parameter puts into the template. */
const parameterText = (p: Json, path: string): string => {
  const type = oneOfAt(p['type'], `${path}.type`, ['text', 'currency', 'date_time']);
  if (type !== 'text')
    return textAt(
      objectAt(p[type], `${path}.${type}`, Object.keys((p[type] as Json | undefined) ?? {}))['fallback_value'],
      `${path}.${type}.fallback_value`,
      1024,
    );
  const text = textAt(p['text'], `${path}.text`, 1024);
  if (/[\n\t]| {5}/.test(text))
    throw badParameter('Invalid parameter: Param text cannot have new-line/tab characters or more than 4 consecutive spaces');
  return text;
};

/** The parameters of one text by its variables' names. Refuses a wrong number (132000) or missing names (132012). */
const fill = (text: string | undefined, parameters: readonly Json[], named: boolean, where: string): ReadonlyMap<string, string> => {
  const wanted = variablesOf(text);
  if (parameters.length !== wanted.length) {
    throw refuseMessage(
      132000,
      `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${wanted.length})`,
    );
  }
  return new Map(
    parameters.map((p, i): [string, string] => {
      const path = `template.components.${where}.parameters[${i}]`;
      if (!named) return [wanted[i] ?? '', parameterText(p, path)];
      const name = p['parameter_name'];
      if (typeof name !== 'string' || !wanted.includes(name))
        throw refuseMessage(132012, `${where}: Parameter name is missing or empty, expected one of ${wanted.join(', ')}`);
      return [name, parameterText(p, path)];
    }),
  );
};

const put = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(VARIABLE, (all, name: string) => values.get(name) ?? all);

export type RenderedTemplate = {
  readonly header: { readonly text: string } | { readonly media: 'image' | 'video' | 'document'; readonly source: Json } | null;
  readonly body: string;
  readonly footer: string | null;
  readonly buttons: readonly { readonly type: string; readonly text: string; readonly payload: string; readonly url?: string }[];
};

const part = (t: Template, type: TemplateComponent['type']): TemplateComponent | undefined => t.components.find((c) => c.type === type);

const renderHeader = (t: Template, given: Component | undefined): RenderedTemplate['header'] => {
  const header = part(t, 'HEADER');
  if (!header) {
    if (given && given.parameters.length > 0) throw refuseMessage(132000, 'header: the template has no header');
    return null;
  }
  const format = header.format ?? 'TEXT';
  if (format === 'TEXT')
    return { text: put(header.text ?? '', fill(header.text, given?.parameters ?? [], t.parameterFormat === 'NAMED', 'header')) };
  const kind = format.toLowerCase() as 'image' | 'video' | 'document';
  const p = given?.parameters[0];
  if (given?.parameters.length !== 1 || p?.['type'] !== kind)
    throw refuseMessage(132012, `header: Format mismatch, expected ${format}, received ${textOf(p?.['type']) || 'UNKNOWN'}`);
  return { media: kind, source: p[kind] as Json };
};

const renderButtons = (t: Template, given: readonly Component[]): RenderedTemplate['buttons'] => {
  const buttons = part(t, 'BUTTONS')?.buttons ?? [];
  const byIndex = new Map(
    given.map((c): [number, Component] => {
      const index = Number(c.raw['index']);
      const button = buttons[index];
      if (c.raw['index'] === undefined || !button)
        throw refuseMessage(132000, `button: the template has no button at index ${String(c.raw['index'])}`);
      const subType = oneOfAt(textOf(c.raw['sub_type']).toLowerCase() || undefined, 'template.components.button.sub_type', [
        'url',
        'quick_reply',
        'copy_code',
        'flow',
        'catalog',
      ]);
      if (subType !== button.type.toLowerCase()) throw refuseMessage(132012, `button: button at index ${index} is of type ${button.type}`);
      return [index, c];
    }),
  );
  return buttons.map((b, i) => {
    const p = byIndex.get(i)?.parameters[0];
    if (b.type === 'URL' && variablesOf(b.url).length > 0) {
      if (!p) throw refuseMessage(131008, `buttons: Button at index ${i} of type Url requires a parameter`);
      return { type: b.type, text: b.text, payload: '', url: put(b.url ?? '', fill(b.url, [p], false, 'button')) };
    }
    if (b.type === 'QUICK_REPLY' && p) {
      if (p['type'] !== 'payload') throw badValue(`template.components.button[${i}].parameters[0].type`, 'must be payload');
      return { type: b.type, text: b.text, payload: textAt(p['payload'], 'payload', 256) };
    }
    return { type: b.type, text: b.text, payload: b.text, ...(b.url === undefined ? {} : { url: b.url }) };
  });
};

/** The message that a template with these components makes. Throws Graph's refusal when they do not fit. */
export const renderTemplate = (t: Template, components: unknown): RenderedTemplate => {
  const given = readComponents(components);
  const body = part(t, 'BODY')?.text ?? '';
  const bodyParameters = given.find((c) => c.type === 'body')?.parameters ?? [];
  return {
    header: renderHeader(
      t,
      given.find((c) => c.type === 'header'),
    ),
    body: put(body, fill(body, bodyParameters, t.parameterFormat === 'NAMED', 'body')),
    footer: part(t, 'FOOTER')?.text ?? null,
    buttons: renderButtons(
      t,
      given.filter((c) => c.type === 'button'),
    ),
  };
};

/** Finds the template of a send, by name and language in the number's account, whatever its state. */
export const findTemplate = (state: State, wabaId: string, name: string, language: string): Template | undefined =>
  [...state.templates.values()].find((t) => t.wabaId === wabaId && t.name === name && t.language === language);

/** Checks a template message: it exists and is approved, and its parameters fit. */
export const checkTemplate = (value: unknown, state: State, number: PhoneNumber): Template => {
  const o = objectAt(value, 'template', ['name', 'language', 'components', 'namespace']);
  const name = textAt(o['name'], 'template.name', 512);
  const language = objectAt(o['language'], 'template.language', ['code', 'policy']);
  const code = textAt(language['code'], 'template.language.code', 40);
  const template = findTemplate(state, number.wabaId, name, code);
  if (!template || template.status === 'PENDING' || template.status === 'REJECTED')
    throw refuseMessage(132001, `template name (${name}) does not exist in ${code}`);
  if (template.status === 'PAUSED') throw refuseMessage(132015);
  if (template.status === 'DISABLED') throw refuseMessage(132016);
  const rendered = renderTemplate(template, o['components']);
  if (rendered.body.length > 1024) throw refuseMessage(132005, `translated text is longer than 1024 characters`);
  if (rendered.header && 'media' in rendered.header)
    checkMedia(rendered.header.source, `template.header.${rendered.header.media}`, rendered.header.media, state, number, ['filename']);
  return template;
};
