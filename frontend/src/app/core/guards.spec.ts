import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { may, signedIn, signedOut } from './guards';
import { Session } from './session';

@Component({ selector: 'mia-blank', template: '' })
class Blank {}

const open = async (path: string, o: { signedIn: boolean; granted?: Permission[] }) => {
  TestBed.configureTestingModule({
    providers: [
      { provide: Session, useValue: { load: () => Promise.resolve(o.signedIn), can: (p: Permission) => o.granted?.includes(p) ?? false } },
      provideRouter([
        { path: 'sign-in', component: Blank, canActivate: [signedOut] },
        {
          path: '',
          canActivate: [signedIn],
          children: [
            { path: 'users', component: Blank, canActivate: [may('team.read')] },
            { path: '**', component: Blank },
          ],
        },
      ]),
    ],
  });
  const harness = await RouterTestingHarness.create();
  await harness.navigateByUrl(path);
  return TestBed.inject(Router).url;
};

describe('guards', () => {
  it('send strangers to sign in, and remember where they wanted to go', async () =>
    expect(await open('/inbox/c/7', { signedIn: false })).toBe('/sign-in?next=%2Finbox%2Fc%2F7'));
  it('let people in', async () => expect(await open('/inbox/c/7', { signedIn: true })).toBe('/inbox/c/7'));
  it('send who is signed in on from the sign-in page', async () =>
    expect(await open('/sign-in?next=%2Fcontacts', { signedIn: true })).toBe('/contacts'));
  it('send nobody to another site', async () => expect(await open('/sign-in?next=%2F%2Fevil.example', { signedIn: true })).toBe('/inbox'));
  it('say so when a permission is missing', async () => expect(await open('/users', { signedIn: true })).toBe('/not-allowed'));
  it('let in who has the permission', async () => expect(await open('/users', { signedIn: true, granted: ['team.read'] })).toBe('/users'));
});
