import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { firstValueFrom } from 'rxjs';

/** What `/auth/…` answers: done, or a problem's stable code (RFC 9457 with `code`) and its sentence. */
export type AuthAnswer =
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly detail?: string; readonly afterSeconds?: number };

/** Who a one-use link is for, told without using it up. */
export interface LinkInfo {
  readonly purpose: 'enter' | 'invite' | 'recover';
  readonly email: string | null;
  readonly company: string | null;
}

const asAnswer = (error: unknown): AuthAnswer => {
  if (!(error instanceof HttpErrorResponse)) return { ok: false, code: 'unreachable' };
  const body: unknown = error.error;
  const code = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string' ? body.code : null;
  const after = Number(error.headers.get('retry-after'));
  const wait = Number.isFinite(after) && after > 0 ? { afterSeconds: Math.ceil(after) } : {};
  const detail = typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string' ? body.detail : '';
  if (code) return { ok: false, code, ...(detail && { detail }), ...wait };
  if (error.status === 429) return { ok: false, code: 'too_many_attempts', ...wait };
  return { ok: false, code: error.status === 0 || error.status >= 502 ? 'unreachable' : 'failed' };
};

/** The HTTP side of signing in: session cookies and one-use links. Never throws. */
@Injectable({ providedIn: 'root' })
export class AuthApi {
  private readonly http = inject(HttpClient);

  /** null: no answer (yet). */
  async signedIn(): Promise<boolean | null> {
    try {
      const body = await firstValueFrom(this.http.get<{ signedIn?: boolean } | null>('/auth/session'));
      return body?.signedIn === true;
    } catch (error) {
      return error instanceof HttpErrorResponse && (error.status === 401 || error.status === 403) ? false : null;
    }
  }

  signIn(email: string, password: string): Promise<AuthAnswer> {
    return this.post('/auth/sign-in', { email, password });
  }

  signOut(): Promise<AuthAnswer> {
    return this.post('/auth/sign-out', {});
  }

  enter(token: string): Promise<AuthAnswer> {
    return this.post('/auth/enter', { token });
  }

  recover(token: string, password: string): Promise<AuthAnswer> {
    return this.post('/auth/recover', { token, password });
  }

  /** `o`: name and new password of a new person; the password of somebody who has one; nothing when it is who is signed in. */
  acceptInvite(token: string, o: { readonly name?: string; readonly password?: string }): Promise<AuthAnswer> {
    return this.post('/auth/invite', { token, ...o });
  }

  /** null when the link is used, expired or unknown. */
  async link(token: string): Promise<LinkInfo | null> {
    try {
      return await firstValueFrom(this.http.post<LinkInfo>('/auth/link', { token }));
    } catch {
      return null;
    }
  }

  private async post(path: string, body: object): Promise<AuthAnswer> {
    try {
      await firstValueFrom(this.http.post(path, body));
      return { ok: true };
    } catch (error) {
      return asAnswer(error);
    }
  }
}
