import { HttpErrorResponse } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { I18n } from './i18n';

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

/** Plain words for what was refused or went wrong. Our own words by code come first, then the server's message, then a general sentence. */
@Injectable({ providedIn: 'root' })
export class ErrorText {
  private readonly i18n = inject(I18n);

  refusal(r: Pick<Refusal, 'code'> & Partial<Refusal>): string {
    return this.byCode(r.code) ?? (r.message ? r.message : this.i18n.text('error.refused', { code: r.code }));
  }

  /** Answers of `/auth/…`. */
  auth(answer: { readonly code: string; readonly detail?: string; readonly afterSeconds?: number }): string {
    if (answer.code === 'too_many_attempts' && answer.afterSeconds)
      return this.i18n.text('refusal.too_many_attempts_wait', { seconds: answer.afterSeconds });
    return this.byCode(answer.code) ?? answer.detail ?? this.i18n.text('error.unknown');
  }

  /** Anything thrown by a query, a mutation or a request. */
  of(error: unknown): string {
    if (CombinedGraphQLErrors.is(error)) {
      const code = error.errors[0]?.extensions?.['code'];
      return (typeof code === 'string' ? this.byCode(code.toLowerCase()) : null) ?? this.i18n.text('error.unknown');
    }
    const status = ServerError.is(error) ? error.statusCode : error instanceof HttpErrorResponse ? error.status : 0;
    if (status === 0 || [502, 503, 504].includes(status)) return this.i18n.text('refusal.unreachable');
    // A problem document says more than its status.
    const told = error instanceof HttpErrorResponse ? (error.error as { readonly code?: unknown; readonly detail?: unknown } | null) : null;
    return (
      (typeof told?.code === 'string' ? this.byCode(told.code) : null) ??
      (typeof told?.detail === 'string' && told.detail ? told.detail : null) ??
      this.byCode(STATUS_CODES[status] ?? '') ??
      this.i18n.text('error.unknown')
    );
  }

  private byCode(code: string): string | null {
    const key = `refusal.${code}`;
    return code && this.i18n.has(key) ? this.i18n.text(key) : null;
  }
}

const STATUS_CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  415: 'unsupported_type',
  429: 'too_many_requests',
};
