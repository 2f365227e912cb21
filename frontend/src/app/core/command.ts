import { Injectable, inject } from '@angular/core';
import type { TypedDocumentNode } from '@apollo/client';
import { Apollo } from 'apollo-angular';
import { firstValueFrom } from 'rxjs';
import { ErrorText, type Refusal } from './error-text';
import { newCommandId } from './ids';

type Payload = { readonly refusal?: Refusal | null };
/** The one field of a mutation's answer. */
type PayloadOf<T> = Exclude<T[keyof Omit<T, '__typename'>], string | null | undefined>;

/** `done`, or why not in plain words; with the code and the payload when it was refused rather than failed. */
export type Outcome<P> =
  | { readonly done: P; readonly why: null }
  | { readonly done: null; readonly why: string; readonly code: string | null; readonly field: string | null; readonly payload: P | null };

/** Sends a mutation of one field with a command id, so that a cut connection repeats it safely. Never throws. */
@Injectable({ providedIn: 'root' })
export class Command {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);

  async run<T extends object, I extends object>(
    mutation: TypedDocumentNode<T, { input: I }>,
    input: Omit<I, 'commandId'>,
    commandId: string = newCommandId(),
  ): Promise<Outcome<PayloadOf<T>>> {
    try {
      const variables = { input: { ...input, commandId } as unknown as I };
      const { data } = await firstValueFrom(this.apollo.mutate({ mutation, variables }));
      const [payload] = Object.entries(data ?? {}).flatMap(([field, value]) => (field === '__typename' ? [] : [value as PayloadOf<T>]));
      if (payload === undefined) return { done: null, why: this.errors.of(null), code: null, field: null, payload: null };
      const { refusal } = payload as Payload;
      return refusal
        ? { done: null, why: this.errors.refusal(refusal), code: refusal.code, field: refusal.field, payload }
        : { done: payload, why: null };
    } catch (error) {
      return { done: null, why: this.errors.of(error), code: null, field: null, payload: null };
    }
  }
}
