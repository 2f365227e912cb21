import { label as aggregate } from '@master-ia/schemas/conversations/conversation.ts';
import { decider, none, refuse } from '@master-ia/platform/kernel/decider.ts';

type State = { readonly state: 'none' | 'kept' | 'deleted'; readonly name: string; readonly color: string };

export const label = decider<typeof aggregate, 'not_found'>()<State>({
  aggregate,
  initial: { state: 'none', name: '', color: '' },
  target: { SaveLabel: (d, c) => ({ id: d.labelId ?? c.newId(0) }), DeleteLabel: (d) => ({ id: d.labelId }) },
  prepare: { SaveLabel: none, DeleteLabel: none },
  decide: {
    SaveLabel: (s, d, { newId }) =>
      s.state === 'deleted' || (s.state === 'none' && d.labelId !== undefined)
        ? refuse('not_found')
        : s.name === d.name && s.color === d.color.toLowerCase()
          ? []
          : [{ type: 'LabelSaved', data: { labelId: d.labelId ?? newId(0), name: d.name, color: d.color.toLowerCase() } }],
    DeleteLabel: (s, d) => (s.state === 'none' ? refuse('not_found') : s.state === 'deleted' ? [] : [{ type: 'LabelDeleted', data: d }]),
  },
  evolve: {
    LabelSaved: (_, e) => ({ state: 'kept', name: e.data.name, color: e.data.color }),
    LabelDeleted: (s) => ({ ...s, state: 'deleted' }),
  },
  result: { SaveLabel: (_, d, c) => ({ labelId: d.labelId ?? c.newId(0) }), DeleteLabel: (_, d) => ({ labelId: d.labelId }) },
});
