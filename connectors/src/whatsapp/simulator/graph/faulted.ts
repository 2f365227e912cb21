import type { Request, Response } from 'express';
import { setTimeout as pause } from 'node:timers/promises';
import { faultPlace } from '../faults.ts';
import type { Fault, FaultPlace } from '../faults.ts';
import { phoneDigits, withNinthDigit } from '../phones.ts';
import type { RecordBody } from '../records.ts';
import type { State } from '../state.ts';
import type { World } from '../world.ts';
import { refuse, refuseMessage } from './errors.ts';

/** The oldest fault that this request meets. */
export const faultFor = (state: State, place: FaultPlace, phoneNumberId: string | null, to: string | null = null): Fault | null => {
  const digits = to === null ? null : phoneDigits(to);
  return (
    state.faults.find(
      (f) =>
        faultPlace(f) === place &&
        (f.phoneNumberId === undefined || f.phoneNumberId === phoneNumberId) &&
        (f.to === undefined || (digits !== null && withNinthDigit(f.to) === withNinthDigit(digits))),
    ) ?? null
  );
};

export const faultUsed = (f: Fault | null): readonly RecordBody[] => (f ? [{ kind: 'fault_used', id: f.id }] : []);

/** Ends the connection without an answer. */
export const cutConnection = (res: Response): void => {
  res.socket?.destroy();
};

/** Waits, but not longer than the client does. */
export const wait = async (res: Response, ms: number): Promise<void> => {
  const given = new AbortController();
  const stop = (): void => given.abort();
  res.once('close', stop);
  await pause(ms, undefined, { ref: false, signal: given.signal }).catch(() => undefined);
  res.off('close', stop);
};

/** What an infrastructure in front of Graph answers: no Graph error. */
export const answerLikeAProxy = (res: Response, status: number): void => {
  res.status(status).type('html').send(`<!doctype html><title>Error</title><p>Sorry, something went wrong. (${status})</p>`);
};

/** The error that a fault injects into an answer. */
export const injected = (f: Fault & { kind: 'error' }, messages: boolean) => {
  const { code, subcode, httpStatus } = f;
  const e = refuseMessage(code, undefined, {
    ...(httpStatus === undefined ? {} : { http: httpStatus }),
    ...(subcode === undefined ? {} : { subcode }),
  });
  return messages ? e : refuse(e.http, code, e.message, subcode === undefined ? {} : { subcode });
};

/**
 * Lets a request that is not a send meet its faults. True: it is answered (or cut) already. A cut "after" is made by running `work` first
 * and losing its answer.
 */
export const meetsFault = async (
  world: World,
  place: FaultPlace,
  phoneNumberId: string | null,
  _req: Request,
  res: Response,
  work: () => Promise<unknown>,
): Promise<boolean> => {
  const fault = faultFor(world.state, place, phoneNumberId);
  if (!fault) return false;
  await world.commit(...faultUsed(fault));
  if (fault.kind === 'error') throw injected(fault, place === 'upload');
  if (fault.kind === 'http') {
    answerLikeAProxy(res, fault.httpStatus);
    return true;
  }
  if (fault.kind === 'delay') {
    await wait(res, fault.ms);
    return false;
  }
  if (fault.kind === 'cut') {
    if (fault.when === 'after') await work();
    cutConnection(res);
    return true;
  }
  return false;
};
