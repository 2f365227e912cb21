import { reading as aggregate } from '@master-ia/schemas/conversations/conversation.ts';
import type { FactShapes } from '@master-ia/schemas/facts/index.ts';
import { decider, refuse } from '@master-ia/platform/kernel/decider.ts';
import { viewerOf } from './sight.ts';

/** `head`: the store's end. Nothing beyond it can have been read, and the maximum that wins would never come down again. */
type Prepared = { readonly seen: boolean; readonly head: string };

export const reading = decider<typeof aggregate, 'not_found', { MarkConversationRead: Prepared }>()<{ readonly upTo: string }>({
  aggregate,
  initial: { upTo: '' },
  target: { MarkConversationRead: (d) => ({ id: d.conversationId, key: d.conversationId }) },
  prepare: {
    MarkConversationRead: async (d, io) => {
      const c = await io.facts.one<FactShapes['conversation']>('conversation', d.conversationId);
      return { seen: c !== undefined && (await viewerOf(io)).sees({ assigneeId: c.assigneeId }), head: await io.head() };
    },
  },
  decide: {
    MarkConversationRead: (s, d, { prepared }) => {
      if (!prepared.seen) return refuse('not_found');
      const upTo = d.upTo < prepared.head ? d.upTo : prepared.head;
      return upTo <= s.upTo ? [] : [{ type: 'ConversationRead', data: { ...d, upTo } }];
    },
  },
  evolve: { ConversationRead: (s, e) => ({ upTo: e.data.upTo > s.upTo ? e.data.upTo : s.upTo }) },
  result: { MarkConversationRead: (_, d) => ({ conversationId: d.conversationId }) },
});
