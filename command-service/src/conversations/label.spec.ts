import { refuse } from '@master-ia/platform/kernel/decider.ts';
import { COMMAND, given, newIds } from '@master-ia/platform/testing/given.ts';
import { label } from './label.ts';

const { newId } = newIds(COMMAND);
const labelId = newId(0);
const saved = (name: string, color = '#0f9f94') => ({ type: 'LabelSaved' as const, data: { labelId, name, color } });
const deleted = { type: 'LabelDeleted' as const, data: { labelId } };

it('is made under an id of its command, and changed', () => {
  given(label)
    .when('SaveLabel', { name: 'VIP', color: '#0F9F94' })
    .then([saved('VIP')]);
  given(label)
    .events(saved('VIP'))
    .when('SaveLabel', { labelId, name: 'VIP+', color: '#0f9f94' })
    .then([saved('VIP+')]);
  given(label).events(saved('VIP')).when('SaveLabel', { labelId, name: 'VIP', color: '#0F9F94' }).then([]);
  expect(given(label).when('SaveLabel', { name: 'VIP', color: '#0f9f94' }).result).toEqual({ labelId });
});
it('is deleted once, for good', () => {
  given(label).events(saved('VIP')).when('DeleteLabel', { labelId }).then([deleted]);
  given(label).events(saved('VIP'), deleted).when('DeleteLabel', { labelId }).then([]);
  given(label).events(saved('VIP'), deleted).when('SaveLabel', { labelId, name: 'VIP', color: '#0f9f94' }).then(refuse('not_found'));
});
it('that was never made is not there', () => {
  given(label).when('DeleteLabel', { labelId }).then(refuse('not_found'));
  given(label).when('SaveLabel', { labelId, name: 'VIP', color: '#0f9f94' }).then(refuse('not_found'));
});
