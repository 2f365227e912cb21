import { reading as aggregate } from '@master-ia/schemas/conversations/conversation.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { decider, refuse } from '@master-ia/platform/kernel/decider.ts';
import { viewerOf } from './sight.ts';

export const reading = decider<typeof aggregate, 'not_found', { MarkConversationRead: { readonly seen: boolean } }>()<{
  readonly upTo: string;
}>({
  aggregate,
  initial: { upTo: '' },
  target: { MarkConversationRead: (d) => ({ id: d.conversationId, key: d.conversationId }) },
  prepare: {
    MarkConversationRead: async (d, io) => {
      const c = await io.facts.one<FactShapes['conversation']>('conversation', d.conversationId);
      return { seen: c !== undefined && (await viewerOf(io)).sees({ assigneeId: c.assigneeId }) };
    },
  },
  decide: {
    MarkConversationRead: (s, d, { prepared }) =>
      !prepared.seen ? refuse('not_found') : d.upTo <= s.upTo ? [] : [{ type: 'ConversationRead', data: d }],
  },
  evolve: { ConversationRead: (s, e) => ({ upTo: e.data.upTo > s.upTo ? e.data.upTo : s.upTo }) },
  result: { MarkConversationRead: (_, d) => ({ conversationId: d.conversationId }) },
});
