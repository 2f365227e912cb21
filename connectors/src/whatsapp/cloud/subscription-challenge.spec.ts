import { answerChallenge } from './subscription-challenge.ts';

const asked = { 'hub.mode': 'subscribe', 'hub.verify_token': 'ours', 'hub.challenge': '1158201444' };

it('gives the challenge back to who knows the token', () => {
  expect(answerChallenge(asked, 'ours')).toEqual({ status: 200, text: '1158201444' });
});

it.each([
  ['a wrong token', { ...asked, 'hub.verify_token': 'Ours' }, 'ours', 403],
  ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, 'ours', 403],
  ['no token on either side', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, undefined, 403],
  ['an empty token on both sides', { ...asked, 'hub.verify_token': '' }, '', 403],
  ['a token given twice', { ...asked, 'hub.verify_token': ['ours', 'ours'] }, 'ours', 403],
  ['another mode', { ...asked, 'hub.mode': 'unsubscribe' }, 'ours', 403],
  ['a challenge that is markup', { ...asked, 'hub.challenge': '<script>1</script>' }, 'ours', 400],
  ['no challenge', { ...asked, 'hub.challenge': undefined }, 'ours', 400],
])('refuses %s', (_, query, token, status) => {
  expect(answerChallenge(query, token)).toEqual({ status });
});
