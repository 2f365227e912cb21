import type { PhoneNumber } from '../records.ts';
import type { State } from '../state.ts';
import { badValue, listAt, missing, objectAt, oneOfAt, optionalTextAt, textAt, urlAt } from './checked.ts';
import type { Json } from './checked.ts';
import { refuseMessage } from './errors.ts';
import { checkMedia } from './validate-media.ts';

const noDoubles = (values: readonly string[], path: string): void => {
  if (new Set(values).size !== values.length) throw badValue(path, 'must be different from each other');
};

const checkButtons = (action: unknown): void => {
  const buttons = listAt(objectAt(action, 'interactive.action', ['buttons'])['buttons'], 'interactive.action.buttons', { min: 1, max: 3 });
  const replies = buttons.map((b, i): readonly [string, string] => {
    const path = `interactive.action.buttons[${i}]`;
    const o = objectAt(b, path, ['type', 'reply']);
    oneOfAt(o['type'], `${path}.type`, ['reply']);
    const reply = objectAt(o['reply'], `${path}.reply`, ['id', 'title']);
    return [textAt(reply['id'], `${path}.reply.id`, 256), textAt(reply['title'], `${path}.reply.title`, 20)];
  });
  noDoubles(
    replies.map((r) => r[0]),
    'interactive.action.buttons[].reply.id',
  );
  noDoubles(
    replies.map((r) => r[1]),
    'interactive.action.buttons[].reply.title',
  );
};

const checkList = (action: unknown): void => {
  const o = objectAt(action, 'interactive.action', ['button', 'sections']);
  textAt(o['button'], 'interactive.action.button', 20);
  const sections = listAt(o['sections'], 'interactive.action.sections', { min: 1, max: 10 });
  const ids: string[] = [];
  for (const [i, s] of sections.entries()) {
    const path = `interactive.action.sections[${i}]`;
    const section = objectAt(s, path, ['title', 'rows']);
    if (section['title'] === undefined && sections.length > 1) throw missing(`${path}.title`);
    optionalTextAt(section['title'], `${path}.title`, 24);
    for (const [j, r] of listAt(section['rows'], `${path}.rows`, { min: 1, max: 10 }).entries()) {
      const row = objectAt(r, `${path}.rows[${j}]`, ['id', 'title', 'description']);
      ids.push(textAt(row['id'], `${path}.rows[${j}].id`, 200));
      textAt(row['title'], `${path}.rows[${j}].title`, 24);
      optionalTextAt(row['description'], `${path}.rows[${j}].description`, 72);
    }
  }
  if (ids.length > 10) throw badValue('interactive.action.sections', 'at most 10 rows in all');
  noDoubles(ids, 'interactive.action.sections[].rows[].id');
};

const checkLink = (action: unknown): void => {
  const o = objectAt(action, 'interactive.action', ['name', 'parameters']);
  oneOfAt(o['name'], 'interactive.action.name', ['cta_url']);
  const parameters = objectAt(o['parameters'], 'interactive.action.parameters', ['display_text', 'url']);
  textAt(parameters['display_text'], 'interactive.action.parameters.display_text', 20);
  urlAt(parameters['url'], 'interactive.action.parameters.url');
};

const checkLocationRequest = (action: unknown): void => {
  oneOfAt(objectAt(action, 'interactive.action', ['name'])['name'], 'interactive.action.name', ['send_location']);
};

const actions: Readonly<Record<string, (action: unknown) => void>> = {
  button: checkButtons,
  list: checkList,
  cta_url: checkLink,
  location_request_message: checkLocationRequest,
};
/** Types of Meta's that need a catalogue, a payment set-up or a flow: the simulated account has none. */
const unsupported = [
  'product',
  'product_list',
  'catalog_message',
  'flow',
  'order_details',
  'order_status',
  'address_message',
  'call_permission_request',
];

const checkHeader = (header: Json, type: string, state: State, number: PhoneNumber): void => {
  const kind = oneOfAt(header['type'], 'interactive.header.type', type === 'list' ? ['text'] : ['text', 'image', 'video', 'document']);
  if (kind === 'text') textAt(header['text'], 'interactive.header.text', 60);
  else checkMedia(header[kind], `interactive.header.${kind}`, kind, state, number, kind === 'document' ? ['filename'] : []);
};

/** Checks an interactive message: reply buttons, lists, a link button, a request for the location. */
export const checkInteractive = (value: unknown, state: State, number: PhoneNumber): void => {
  const o = objectAt(value, 'interactive', ['type', 'header', 'body', 'footer', 'action']);
  const type = textAt(o['type'], 'interactive.type', 60);
  if (unsupported.includes(type))
    throw refuseMessage(
      131051,
      `interactive.type ${type} needs a catalogue, a payment configuration or a flow, which this account does not have`,
    );
  const checkAction = actions[type];
  if (!checkAction) throw badValue('interactive.type', `must be one of {${Object.keys(actions).join(', ')}}`);
  if (o['header'] !== undefined)
    checkHeader(objectAt(o['header'], 'interactive.header', ['type', 'text', 'image', 'video', 'document']), type, state, number);
  textAt(objectAt(o['body'], 'interactive.body', ['text'])['text'], 'interactive.body.text', 1024);
  if (o['footer'] !== undefined) textAt(objectAt(o['footer'], 'interactive.footer', ['text'])['text'], 'interactive.footer.text', 60);
  checkAction(o['action']);
};
