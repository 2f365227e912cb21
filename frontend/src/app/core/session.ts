import { Injectable, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { AuthApi, type AuthAnswer } from './auth-api';
import { I18n, type Language } from './i18n';
import { newCommandId } from './ids';
import { MeDocument, SwitchCompanyDocument, UpdateAccountDocument, type MeQuery } from './me.gql';
import { Page } from './page';
import { SessionEnd } from './session-end';

export type Me = MeQuery['me'];
export type SessionState = 'unknown' | 'unreachable' | 'signed-out' | 'signed-in';

const RETRY_MS = 1_500;
/** Only paths of our own: a link from elsewhere must not send people away after they sign in. */
export const safePath = (next: string | null | undefined): string => (next && /^\/(?![/\\])/.test(next) ? next : '/inbox');

/** Who is signed in and what they may do. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(AuthApi);
  private readonly apollo = inject(Apollo);
  private readonly i18n = inject(I18n);
  private readonly page = inject(Page);
  private readonly router = inject(Router);
  private readonly at = signal<SessionState>('unknown');
  private readonly person = signal<Me | null>(null);
  private loading: Promise<boolean> | null = null;

  readonly state = this.at.asReadonly();
  readonly me = this.person.asReadonly();
  readonly company = computed(() => this.person()?.company ?? null);
  readonly user = computed(() => this.person()?.user ?? null);
  /** The companies to choose from: a hidden demo only while one is in it. */
  readonly companies = computed(() => (this.person()?.memberships ?? []).filter((m) => m.current || !m.company.hidden));
  private readonly granted = computed(() => new Set(this.person()?.permissions ?? []));

  constructor() {
    const server = inject(SessionEnd);
    server.rightsChanged.subscribe(() => this.at() === 'signed-in' && void this.refresh().catch(() => undefined));
    server.happened.subscribe(() => {
      if (this.at() !== 'signed-in') return;
      this.at.set('signed-out');
      this.page.restartAt(`/sign-in?next=${encodeURIComponent(this.router.url)}`);
    });
  }

  can(permission: Permission): boolean {
    return this.granted().has(permission);
  }

  /** Whether somebody is signed in. Waits for the server as long as it takes: the screen says so meanwhile. */
  load(): Promise<boolean> {
    if (this.at() === 'signed-in') return Promise.resolve(true);
    this.loading ??= this.find().finally(() => (this.loading = null));
    return this.loading;
  }

  signIn(email: string, password: string): Promise<AuthAnswer> {
    return this.begin(this.api.signIn(email, password));
  }
  enter(token: string): Promise<AuthAnswer> {
    return this.begin(this.api.enter(token));
  }
  recover(token: string, password: string): Promise<AuthAnswer> {
    return this.begin(this.api.recover(token, password));
  }
  acceptInvite(...[token, o]: Parameters<AuthApi['acceptInvite']>): Promise<AuthAnswer> {
    return this.begin(this.api.acceptInvite(token, o));
  }

  async signOut(): Promise<AuthAnswer> {
    const answer = await this.api.signOut();
    if (answer.ok) {
      this.at.set('signed-out');
      this.page.restartAt('/sign-in');
    }
    return answer;
  }

  /** Signs this session in to another of the person's companies and starts the console afresh. False when refused. */
  async switchTo(companyId: string): Promise<boolean> {
    const { data } = await firstValueFrom(this.apollo.mutate({ mutation: SwitchCompanyDocument, variables: { companyId } }));
    const done = data ? data.switchCompany.refusal === null : false;
    if (done) this.page.restartAt('/inbox');
    return done;
  }

  /** Switches the screen at once; the account follows, and keeps the old language when that fails. */
  async chooseLanguage(language: Language): Promise<void> {
    await this.i18n.choose(language);
    if (!this.user() || this.user()?.locale === language) return;
    const variables = { input: { commandId: newCommandId(), locale: language } };
    await firstValueFrom(this.apollo.mutate({ mutation: UpdateAccountDocument, variables }))
      .then(() => this.refresh())
      .catch(() => undefined);
  }

  /** Reads who is signed in again, after the account or the company changed. */
  async refresh(): Promise<void> {
    const { data } = await firstValueFrom(this.apollo.query({ query: MeDocument, fetchPolicy: 'network-only' }));
    if (data) this.person.set(data.me);
  }

  private async begin(asked: Promise<AuthAnswer>): Promise<AuthAnswer> {
    const answer = await asked;
    if (!answer.ok) return answer;
    this.at.set('unknown');
    return (await this.load()) ? answer : { ok: false, code: 'failed' };
  }

  private async find(): Promise<boolean> {
    for (;;) {
      const signedIn = await this.api.signedIn();
      if (signedIn === false) {
        this.at.set('signed-out');
        return false;
      }
      if (signedIn && (await this.identify())) return true;
      this.at.set('unreachable');
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  private async identify(): Promise<boolean> {
    try {
      await this.refresh();
    } catch {
      return false;
    }
    const me = this.person();
    if (!me) return false;
    await this.i18n.follow(me.user?.locale).catch(() => undefined);
    this.at.set('signed-in');
    return true;
  }
}
