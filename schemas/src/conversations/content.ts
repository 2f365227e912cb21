import { z } from 'zod';

const mediaFields = {
  /** Id of the file at the provider; lives 7 days for what a customer sent. */
  providerMediaId: z.string().max(200).optional(),
  mime: z.string().max(200),
  /** Hex, over the clear bytes, when the provider or the upload told it. */
  sha256: z.string().max(64).optional(),
  caption: z.string().max(4096).optional(),
  filename: z.string().max(500).optional(),
};

/** What a message says, by kind. Personal as a whole: sealed under its contact. */
export const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(65_536) }),
  z.object({ kind: z.literal('image'), ...mediaFields }),
  z.object({ kind: z.literal('video'), ...mediaFields }),
  /** `voice`: a voice note. */
  z.object({ kind: z.literal('audio'), ...mediaFields, voice: z.boolean().default(false) }),
  z.object({ kind: z.literal('document'), ...mediaFields }),
  z.object({ kind: z.literal('sticker'), ...mediaFields, animated: z.boolean().default(false) }),
  z.object({
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().max(1000).optional(),
    address: z.string().max(1000).optional(),
  }),
  z.object({
    kind: z.literal('contacts'),
    contacts: z
      .array(
        z.object({ name: z.string().max(500), phones: z.array(z.string().max(50)).max(20), emails: z.array(z.string().max(320)).max(20) }),
      )
      .max(257),
  }),
  /** Tap on a template's quick reply. */
  z.object({ kind: z.literal('button'), text: z.string().max(1000), payload: z.string().max(1000).optional() }),
  /** Answer to buttons or a list, or a filled form (`form`: JSON text). */
  z.object({
    kind: z.literal('interactive'),
    type: z.string().max(100),
    id: z.string().max(1000).optional(),
    title: z.string().max(1000).optional(),
    description: z.string().max(2000).optional(),
    form: z.string().max(65_536).optional(),
  }),
  z.object({
    kind: z.literal('template'),
    name: z.string().max(512),
    language: z.string().max(20),
    /** As sent: body parameters in order, or by name. */
    parameters: z.array(z.object({ name: z.string().max(100).optional(), text: z.string().max(1024) })).max(50),
    header: z
      .array(z.object({ name: z.string().max(100).optional(), text: z.string().max(1024) }))
      .max(1)
      .default([]),
    buttons: z
      .array(z.object({ index: z.number().int(), type: z.enum(['url', 'quick_reply']), text: z.string().max(1024) }))
      .max(10)
      .default([]),
    /** The text as the customer reads it, with the parameters put in. */
    rendered: z.string().max(4096),
  }),
  /** Put on another message; shown there. `emoji: null` takes it away. */
  z.object({ kind: z.literal('reaction'), targetMessageId: z.string(), emoji: z.string().max(64).nullable() }),
  /** Not understood (yet): kept raw, shown with its kind, repaired by a reparse. */
  z.object({ kind: z.literal('unsupported'), providerKind: z.string().max(200) }),
]);
export type Content = z.output<typeof content>;
export type ContentKind = Content['kind'];
export const contentKinds = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'button',
  'interactive',
  'template',
  'reaction',
  'unsupported',
] as const satisfies readonly ContentKind[];
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';
export const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export const isMedia = (kind: string): kind is MediaKind => (mediaKinds as readonly string[]).includes(kind);

/** One line for lists, search and quotes. Empty for kinds that have no words of their own. */
export const contentText = (c: Content): string => {
  switch (c.kind) {
    case 'text':
      return c.text;
    case 'template':
      return c.rendered;
    case 'button':
      return c.text;
    case 'interactive':
      return [c.title, c.description].filter(Boolean).join(' — ');
    case 'location':
      return [c.name, c.address].filter(Boolean).join(', ');
    case 'contacts':
      return c.contacts.map((x) => x.name).join(', ');
    case 'reaction':
      return c.emoji ?? '';
    case 'unsupported':
      return '';
    default:
      return c.caption ?? c.filename ?? '';
  }
};
