import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { texts } from '../../testing/texts';
import { ErrorText } from './error-text';

describe('ErrorText', () => {
  let errors: ErrorText;
  beforeEach(() => {
    TestBed.configureTestingModule({ imports: [texts('en')] });
    errors = TestBed.inject(ErrorText);
  });
  const server = (status: number) => new ServerError('x', { response: { status } as Response, bodyText: '' });

  it('has own words for a known code', () =>
    expect(errors.refusal({ code: 'contact_blocked', message: 'x', field: null })).toMatch(/^This contact is blocked/));
  it('takes the server’s for others', () => expect(errors.refusal({ code: 'odd', message: 'Because.', field: null })).toBe('Because.'));
  it('names the code when there are no words', () => expect(errors.refusal({ code: 'odd' })).toBe('That was not possible (odd).'));
  it('says how long to wait', () =>
    expect(errors.auth({ code: 'too_many_attempts', afterSeconds: 30 })).toBe('Too many attempts. Try again in 30 s.'));
  it('takes the server’s sentence at signing in, for codes without own words', () => {
    expect(errors.auth({ code: 'password_wrong', detail: 'The current password is not right.' })).toBe(
      'The current password is not right.',
    );
    expect(errors.auth({ code: 'link_used', detail: 'x' })).toMatch(/link/);
    expect(errors.auth({ code: 'never_heard' })).toMatch(/went wrong/);
  });
  it.each([
    [new Error('Failed to fetch'), /does not answer/],
    [server(503), /does not answer/],
    [server(403), /not allowed/],
    [server(500), /went wrong/],
    [new HttpErrorResponse({ status: 415, error: { code: 'content_mismatch' } }), /not of the type that its name says/],
    [new HttpErrorResponse({ status: 415, error: null }), /kind of file/],
    [
      new HttpErrorResponse({ status: 411, error: { code: 'length_required', detail: 'The size must be stated.' } }),
      /^The size must be stated/,
    ],
    [new CombinedGraphQLErrors({ errors: [{ message: 'secret detail', extensions: { code: 'FORBIDDEN' } }] }), /not allowed/],
    [new CombinedGraphQLErrors({ errors: [{ message: 'secret detail' }] }), /went wrong/],
  ])('explains %s', (error, words) => expect(errors.of(error)).toMatch(words));
});
