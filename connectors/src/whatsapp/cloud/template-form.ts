import { templateForm, type TemplateForm, type TemplateVariable } from '@master-ia/schemas/templates/template.ts';
import { asId, asList, asObject, asText, asWords, field, present, type Json } from './lenient.ts';

/** `{{1}}`, `{{name}}` in a text, each once, in order. */
const placeholders = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\{\{\s*([A-Za-z0-9_]{1,100})\s*\}\}/g)].map((m) => m[1]!)),
];

const componentOf = (components: readonly Json[], type: string): Json | undefined =>
  components.find((c) => asWords(field(c, 'type'), 40)?.toUpperCase() === type);

/** Meta tells examples in order (`header_text`, one row of `body_text`) or by name (`…_named_params`). */
const examplesOf = (component: Json | undefined, part: 'header' | 'body'): ReadonlyMap<string, string> => {
  const example = asObject(field(component, 'example'));
  const named = asList(field(example, `${part}_text_named_params`)).map(asObject);
  const rows = asList(field(example, `${part}_text`));
  const row = part === 'body' && Array.isArray(rows[0]) ? (rows[0] as unknown[]) : rows;
  const found: [string | undefined, string | undefined][] = [
    ...row.map((v, i): [string, string | undefined] => [String(i + 1), asText(v, 1024)]),
    ...named.map((p): [string | undefined, string | undefined] => [
      asWords(field(p, 'param_name'), 100),
      asText(field(p, 'example'), 1024),
    ]),
  ];
  return new Map(found.filter((e): e is [string, string] => e[0] !== undefined && e[1] !== undefined));
};

const textVariables = (component: Json | undefined, part: 'header' | 'body'): readonly TemplateVariable[] => {
  const examples = examplesOf(component, part);
  return placeholders(asText(field(component, 'text'), 4096) ?? '').map((name) => ({
    part,
    name,
    ...present({ example: examples.get(name) }),
  }));
};

const buttonVariables = (buttons: readonly Json[]): readonly TemplateVariable[] =>
  buttons.flatMap((b, index) =>
    placeholders(asText(field(b, 'url'), 2000) ?? '').map((name) => ({
      part: 'button' as const,
      name,
      index,
      ...present({ example: asText(asList(field(b, 'example'))[0], 1024) }),
    })),
  );

/** One of `message_templates` as the product keeps it; `null` when it has no id, name or language. */
export const readTemplate = (raw: unknown): TemplateForm | null => {
  const told = asObject(raw);
  const components = asList(field(told, 'components'))
    .map(asObject)
    .filter((c) => c !== undefined);
  const header = componentOf(components, 'HEADER');
  const body = componentOf(components, 'BODY');
  const buttons = asList(field(componentOf(components, 'BUTTONS'), 'buttons'))
    .map(asObject)
    .filter((b) => b !== undefined)
    .slice(0, 10);
  const variables = [...textVariables(header, 'header'), ...textVariables(body, 'body'), ...buttonVariables(buttons)];
  const form = templateForm.safeParse({
    providerId: asId(field(told, 'id'), 100),
    name: asId(field(told, 'name'), 512),
    language: asId(field(told, 'language'), 20),
    category: asWords(field(told, 'category'), 40) ?? 'UNKNOWN',
    status: asWords(field(told, 'status'), 40) ?? 'UNKNOWN',
    named:
      asWords(field(told, 'parameter_format'), 40)?.toUpperCase() === 'NAMED' ||
      variables.some((v) => v.part !== 'button' && !/^\d+$/.test(v.name)),
    header: asWords(field(header, 'text'), 1024) ?? null,
    headerFormat: asWords(field(header, 'format'), 40) ?? null,
    body: asText(field(body, 'text'), 4096) ?? '',
    footer: asWords(field(componentOf(components, 'FOOTER'), 'text'), 1024) ?? null,
    buttons: buttons.map((b) => ({
      type: asWords(field(b, 'type'), 40) ?? 'UNKNOWN',
      text: asWords(field(b, 'text'), 200) ?? '',
      url: asWords(field(b, 'url'), 2000) ?? null,
    })),
    variables: variables.slice(0, 100),
  });
  return form.success ? form.data : null;
};
