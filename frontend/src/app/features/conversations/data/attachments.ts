import { HttpClient } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { bareType, outboundKindOf, outboundRules } from '@master-ia/schemas/channels/media-rules.ts';
import type { MediaKind } from '@master-ia/schemas/conversations/content.ts';
import { firstValueFrom } from 'rxjs';
import { ErrorText } from '../../../core/error-text';
import { Format } from '../../../core/format';
import { I18n } from '../../../core/i18n';
import { newCommandId } from '../../../core/ids';
import { Drafts } from './drafts';

/** A file on its way into a message. */
export interface Attachment {
  readonly id: string;
  readonly file: File;
  readonly mime: string;
  readonly kind: MediaKind;
  /** A voice note: played, not downloaded. */
  readonly voice: boolean;
  /** Address of the file in this browser. */
  readonly url: string;
  readonly state: 'uploading' | 'ready' | 'failed';
  /** At the server, once it is there. */
  readonly mediaId?: string;
  readonly why?: string;
}
/** Messages sent at once; one file each. */
export const MOST_FILES = 10;

const BY_EXTENSION: Readonly<Record<string, string>> = {
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  amr: 'audio/amr',
  m4a: 'audio/mp4',
  '3gp': 'video/3gpp',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** The file's type: browsers call an .ogg a video, and some office files nothing at all. */
export const typeOf = (file: { readonly name: string; readonly type: string }): string => {
  const extension = /\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  return BY_EXTENSION[extension] ?? bareType(file.type);
};

/** Checks, uploads and gives up files for a conversation's draft. */
@Injectable({ providedIn: 'root' })
export class Attachments {
  private readonly http = inject(HttpClient);
  private readonly drafts = inject(Drafts);
  private readonly errors = inject(ErrorText);
  private readonly format = inject(Format);
  private readonly i18n = inject(I18n);

  /** Adds files and uploads them; returns why some were left out. */
  add(conversationId: string, files: readonly File[]): string | null {
    const room = MOST_FILES - this.drafts.of(conversationId).attachments.length;
    let problem: string | null = files.length > room ? this.i18n.text('composer.tooMany', { most: MOST_FILES }) : null;
    for (const file of files.slice(0, room)) {
      const mime = typeOf(file);
      const kind = outboundKindOf(mime);
      if (kind === null) problem = this.i18n.text('composer.wrongType', { name: file.name });
      else if (file.size > outboundRules[kind].maxBytes)
        problem = this.i18n.text('composer.tooBig', { name: file.name, max: this.format.bytes(outboundRules[kind].maxBytes) });
      else if (file.size === 0) problem = this.i18n.text('composer.emptyFile', { name: file.name });
      else {
        const url = URL.createObjectURL(file);
        const attachment: Attachment = { id: newCommandId(), file, mime, kind, voice: mime === 'audio/ogg', url, state: 'uploading' };
        this.drafts.change(conversationId, { attachments: [...this.drafts.of(conversationId).attachments, attachment] });
        void this.upload(conversationId, attachment);
      }
    }
    return problem;
  }

  async upload(conversationId: string, a: Attachment): Promise<void> {
    this.update(conversationId, a.id, { state: 'uploading' });
    try {
      const { id } = await firstValueFrom(
        this.http.post<{ id: string }>('/media', a.file, { params: { conversationId }, headers: { 'Content-Type': a.mime } }),
      );
      this.update(conversationId, a.id, { state: 'ready', mediaId: id });
    } catch (error) {
      this.update(conversationId, a.id, { state: 'failed', why: this.errors.of(error) });
    }
  }

  remove(conversationId: string, a: Attachment): void {
    URL.revokeObjectURL(a.url);
    this.drafts.change(conversationId, { attachments: this.drafts.of(conversationId).attachments.filter((x) => x.id !== a.id) });
  }

  private update(conversationId: string, id: string, change: Partial<Attachment>): void {
    const attachments = this.drafts.of(conversationId).attachments;
    if (!attachments.some((a) => a.id === id)) return;
    this.drafts.change(conversationId, { attachments: attachments.map((a) => (a.id === id ? { ...a, ...change } : a)) });
  }
}
