import type { z } from 'zod';
import { bareType, outboundKindOf, outboundRules } from '@master-ia/schemas/channels/media-rules.ts';
import type { Content } from '@master-ia/schemas/conversations/content.ts';
import type { outgoing } from '@master-ia/schemas/conversations/conversation.ts';
import type { TemplateForm } from '@master-ia/schemas/templates/template.ts';
import { refuse, type MediaInfo, type Refused } from '@master-ia/platform/kernel/decider.ts';

export type Outgoing = z.output<typeof outgoing>;
export type OutgoingCode =
  | 'text_too_long'
  | 'empty'
  | 'media_unknown'
  | 'media_not_supported'
  | 'media_too_large'
  | 'template_unknown'
  | 'template_not_approved'
  | 'template_parameters'
  | 'template_not_supported'
  | 'reply_unknown'
  | 'reaction_target_unknown';
export type Composed = {
  readonly content: Content;
  readonly mediaId: string | null;
  /** Needs an open window. */ readonly windowed: boolean;
};

const TEXT_MAX = 4096;
const CAPTION_MAX = 1024;

type Template = NonNullable<Outgoing['template']>;
/** Puts the parameters into a text: {{1}} in order, or {{name}}. */
const filled = (text: string, parameters: readonly { readonly name?: string | undefined; readonly text: string }[]): string =>
  text.replace(
    /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g,
    (all, name: string) => parameters.find((p) => p.name === name)?.text ?? parameters[Number(name) - 1]?.text ?? all,
  );

const composeTemplate = (t: Template, form: TemplateForm | undefined): Composed | Refused<OutgoingCode> => {
  if (!form) return refuse('template_unknown', 'template.name');
  if (form.status !== 'APPROVED') return refuse('template_not_approved', 'template.name');
  // A header that is a file needs one uploaded with the message; the composer offers templates with texts only.
  if (form.headerFormat !== null && form.headerFormat !== 'TEXT') return refuse('template_not_supported', 'template.name');
  const of = (part: 'header' | 'body' | 'button') => form.variables.filter((v) => v.part === part);
  const body = of('body');
  if (t.parameters.length !== body.length) return refuse('template_parameters', 'template.parameters');
  if (form.named && !body.every((v) => t.parameters.some((p) => p.name === v.name)))
    return refuse('template_parameters', 'template.parameters');
  if (of('header').length !== (t.header ? 1 : 0)) return refuse('template_parameters', 'template.header');
  if (of('button').some((v) => !t.buttons.some((b) => b.index === v.index)) || t.buttons.length !== of('button').length)
    return refuse('template_parameters', 'template.buttons');
  const plain = (p: { readonly name?: string | undefined; readonly text: string }) => ({
    ...(form.named && p.name !== undefined && { name: p.name }),
    text: p.text,
  });
  const rendered = [form.header && filled(form.header, t.header ? [t.header] : []), filled(form.body, t.parameters), form.footer]
    .filter(Boolean)
    .join('\n\n');
  return {
    content: {
      kind: 'template',
      name: t.name,
      language: t.language,
      parameters: t.parameters.map(plain),
      header: t.header ? [plain(t.header)] : [],
      buttons: t.buttons.map((b) => ({
        index: b.index,
        type: form.buttons[b.index]?.type === 'QUICK_REPLY' ? 'quick_reply' : 'url',
        text: b.text,
      })),
      rendered: rendered.slice(0, 4096),
    },
    mediaId: null,
    windowed: false,
  };
};

const composeMedia = (m: NonNullable<Outgoing['media']>, info: MediaInfo | null, contactId: string): Composed | Refused<OutgoingCode> => {
  if (!info || info.subject.kind !== 'contact' || info.subject.id !== contactId) return refuse('media_unknown', 'media.mediaId');
  const kind = outboundKindOf(info.mime);
  if (kind === null) return refuse('media_not_supported', 'media.mediaId');
  if (info.size > outboundRules[kind].maxBytes) return refuse('media_too_large', 'media.mediaId');
  if ((m.caption?.length ?? 0) > CAPTION_MAX) return refuse('text_too_long', 'media.caption');
  const file = {
    mime: info.mime,
    sha256: info.sha256,
    ...(m.caption && { caption: m.caption }),
    ...(m.filename && { filename: m.filename }),
  };
  const content: Content =
    kind === 'audio'
      ? { kind, ...file, voice: bareType(info.mime) === 'audio/ogg' }
      : kind === 'sticker'
        ? { kind, ...file, animated: false }
        : { kind, ...file };
  return { content, mediaId: m.mediaId, windowed: true };
};

/** What will be sent, or why it cannot be. */
export const compose = (
  o: Outgoing,
  known: {
    readonly contactId: string;
    readonly media: MediaInfo | null;
    readonly form: TemplateForm | undefined;
    readonly target: boolean;
  },
): Composed | Refused<OutgoingCode> => {
  if (o.template) return composeTemplate(o.template, known.form);
  if (o.media) return composeMedia(o.media, known.media, known.contactId);
  if (o.reaction)
    return known.target
      ? { content: { kind: 'reaction', targetMessageId: o.reaction.messageId, emoji: o.reaction.emoji }, mediaId: null, windowed: true }
      : refuse('reaction_target_unknown', 'reaction.messageId');
  const text = o.text?.trim() ?? '';
  if (text === '') return refuse('empty', 'text');
  if (text.length > TEXT_MAX) return refuse('text_too_long', 'text');
  return { content: { kind: 'text', text }, mediaId: null, windowed: true };
};
