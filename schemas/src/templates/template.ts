import { z } from 'zod';
import { aggregate, command, event, type Write } from '../contract.ts';
import { clean, uuid } from '../ids.ts';

export const templateVariable = z.object({
  part: z.enum(['header', 'body', 'button']),
  name: z.string().max(100),
  index: z.number().int().optional(),
  example: z.string().max(1024).optional(),
});
export type TemplateVariable = z.output<typeof templateVariable>;
export const templateForm = z.object({
  providerId: clean(100),
  name: clean(512),
  language: clean(20),
  category: clean(40),
  /** As the provider tells it: APPROVED, PAUSED, … */
  status: clean(40),
  /** NAMED or POSITIONAL. */
  named: z.boolean(),
  header: clean(1024).nullable(),
  /** TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION or null. */
  headerFormat: clean(40).nullable(),
  body: clean(4096),
  footer: clean(1024).nullable(),
  buttons: z.array(z.object({ type: clean(40), text: clean(200), url: clean(2000).nullable() })).max(10),
  variables: z.array(templateVariable).max(100),
});
export type TemplateForm = Write<z.output<typeof templateForm>>;

/** A message form as the provider has it. Stream id = uuidv5(tenant, channel, name, language). */
export const template = aggregate({
  category: 'template',
  events: {
    TemplateSynced: event(1, z.object({ templateId: z.string(), channelId: z.string(), form: templateForm }), { exposure: 'public' }),
    TemplateRemoved: event(1, z.object({ templateId: z.string(), channelId: z.string(), name: z.string(), language: z.string() }), {
      exposure: 'public',
    }),
  },
  commands: {
    RecordTemplate: command<{ templateId: string }>('system')(z.object({ templateId: uuid, channelId: uuid, form: templateForm })),
    /** A webhook told a new status. */
    RecordTemplateStatus: command<{ templateId: string }>('system')(z.object({ templateId: uuid, channelId: uuid, status: clean(40) })),
    RemoveTemplate: command<{ templateId: string }>('system')(z.object({ templateId: uuid, channelId: uuid })),
  },
});
