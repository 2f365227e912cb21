import express, { type RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

/** JSON bodies only, up to so many bytes: a form or a plain text, which another page could send, is refused before it is read. */
export const jsonBody = (maxBytes: number): readonly RequestHandler[] => [
  (req, _res, next) => {
    const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json') throw new HttpProblem(415, 'unsupported_type');
    // Nothing at all is no JSON either; the parser would take it for an empty object.
    if (req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0)
      throw new HttpProblem(400, 'invalid_json');
    next();
  },
  express.json({ limit: maxBytes, type: () => true, strict: true }),
];

type BodyError = { readonly type?: string; readonly status?: number };
/** What the body parser's errors mean to the caller. */
export const bodyProblem = (error: unknown): HttpProblem | null => {
  const { type, status } = error as BodyError;
  if (type === 'entity.too.large') return new HttpProblem(413, 'too_large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return new HttpProblem(415, 'unsupported_type');
  if (type === 'entity.parse.failed' || type === 'request.size.invalid' || type === 'request.aborted')
    return new HttpProblem(400, 'invalid_json');
  return error instanceof Error && status !== undefined && status >= 400 && status < 500 ? new HttpProblem(400, 'invalid') : null;
};
