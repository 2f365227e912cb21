import type { TemplateForm } from '../templates/template.ts';

/** Shapes of the facts that more than one part of the product reads. Nothing personal. Name, then key. */
export type FactShapes = {
  /** channel id */
  readonly channel: {
    readonly state: 'active' | 'suspended' | 'disconnected';
    readonly tenant: string;
    readonly name: string;
    readonly phoneNumberId: string;
    readonly businessAccountId: string;
    readonly appId: string | null;
    readonly simulated: boolean;
    readonly readReceipts: boolean;
    readonly proved: boolean;
    /** Our address that the provider delivers to, as the last check found it; null: none. Missing: not checked since this is kept. */
    readonly subscribedUrl?: string | null;
    readonly secrets: { readonly accessToken: number; readonly appSecret: number };
  };
  /** phone number id → channel of this company */
  readonly number: { readonly channelId: string };
  /** identity id */
  readonly identity: { readonly contactId: string };
  /** contact id */
  readonly contact: {
    readonly blocked: boolean;
    readonly profileHash: string | null;
    readonly identities: readonly string[];
    readonly linked: readonly string[];
  };
  /** conversation id */
  readonly conversation: {
    readonly contactId: string;
    readonly channelId: string;
    readonly state: 'open' | 'snoozed' | 'closed';
    readonly assigneeId: string | null;
    readonly windowEndsAt: string | null;
    /** Newest inbound message, by the provider's time. */
    readonly lastInbound: { readonly messageId: string; readonly at: string } | null;
  };
  /** `channel id|keyed hash of the provider's message id` → our outbound message */
  readonly sent: { readonly messageId: string; readonly attempt: number };
  /** id of a file that a message names */
  readonly media: true;
  /** label id */
  readonly label: true;
  /** `channel id|name|language` */
  readonly template: { readonly templateId: string; readonly form: TemplateForm };
};
