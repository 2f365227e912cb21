import { z } from 'zod';

/** Lower-case uuid. */
export const uuid = z.uuid().transform((s) => s.toLowerCase());
/** Text that a person typed: trimmed, without U+0000, not empty. */
export const typed = (max: number) =>
  z
    .string()
    .transform((s) => s.replaceAll('\u0000', '').trim())
    .pipe(z.string().min(1).max(max));
/** Text without U+0000. */
export const clean = (max: number) =>
  z
    .string()
    .transform((s) => s.replaceAll('\u0000', ''))
    .pipe(z.string().max(max));
/** ISO 8601 UTC. */
export const instant = z.iso.datetime();
export const position = z.string().regex(/^\d{20,41}$/);
export const locale = z.enum(['pt-BR', 'en']);
