import type { Request, Response } from 'express';
import { refusalText } from '@master-ia/schemas/refusals.ts';
import type { Refusal } from '@master-ia/platform/ports/commands.ts';
import type { Locale } from '../graphql/context.ts';

/** A request that is answered with an error the caller is told about; everything else thrown is a bug or the machine. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly field: string | undefined;
  readonly detail: string | undefined;
  readonly existing: string | undefined;
  constructor(
    status: number,
    code: string,
    o: {
      readonly retryAfterMs?: number;
      readonly field?: string | undefined;
      readonly detail?: string | undefined;
      readonly existing?: string | undefined;
    } = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.retryAfterMs = o.retryAfterMs;
    this.field = o.field;
    this.detail = o.detail;
    this.existing = o.existing;
  }
}

/** The first of our languages that the caller prefers; null when it names none of them. */
export const askedLocale = (header: string | undefined): Locale | null => {
  for (const part of (header ?? '').slice(0, 200).split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? '';
    if (tag === 'pt' || tag.startsWith('pt-')) return 'pt-BR';
    if (tag === 'en' || tag.startsWith('en-')) return 'en';
  }
  return null;
};

/** Whole seconds, at least one. */
export const retryAfter = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));

/** Answers with `application/problem+json` (RFC 9457) and a stable `code`. */
export const answerProblem = (req: Request, res: Response, p: HttpProblem): void => {
  const detail = refusalText(p.code, askedLocale(req.headers['accept-language']) ?? 'pt-BR', p.detail);
  if (p.retryAfterMs !== undefined) res.set('retry-after', retryAfter(p.retryAfterMs));
  res
    .status(p.status)
    .set('cache-control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        status: p.status,
        code: p.code,
        detail,
        ...(p.field !== undefined && p.field !== '' && { field: p.field }),
        ...(p.existing !== undefined && { existing: p.existing }),
      }),
    );
};

const STATUS: Readonly<Record<string, number>> = {
  invalid: 422,
  forbidden: 403,
  not_found: 404,
  unknown_command: 404,
  conflict: 409,
  id_reused: 409,
  contact_exists: 409,
  company_exists: 409,
  already_member: 409,
  already_connected: 409,
  erased: 410,
  link_unknown: 404,
  link_used: 410,
  link_expired: 410,
  too_large: 413,
  facts_behind: 503,
};
/** A command's refusal as HTTP: what the caller can do about it tells the status. */
export const refusalProblem = (r: Refusal): HttpProblem =>
  new HttpProblem(STATUS[r.code] ?? 422, r.code, {
    detail: r.message,
    field: r.field,
    existing: r.existing,
    ...(r.code === 'facts_behind' && { retryAfterMs: 1000 }),
  });
