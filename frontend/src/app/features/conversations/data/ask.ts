import { Injectable, inject } from '@angular/core';
import { Apollo } from 'apollo-angular';
import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { firstValueFrom } from 'rxjs';
import { ErrorText, type Refusal } from '../../../core/error-text';

export type Answer<T> = { readonly done: true; readonly data: T } | { readonly done: false; readonly text: string; readonly code: string };

/** Sends a mutation of one payload: what it answered, or in plain words why not. Never throws. */
@Injectable({ providedIn: 'root' })
export class Ask {
  private readonly apollo = inject(Apollo);
  private readonly errors = inject(ErrorText);

  async for<D, P extends { readonly refusal?: Refusal | null }, V extends OperationVariables>(
    mutation: TypedDocumentNode<D, V>,
    variables: V,
    payload: (data: D) => P,
  ): Promise<Answer<P>> {
    try {
      const options = { mutation, variables } as Parameters<Apollo['mutate']>[0];
      const { data } = await firstValueFrom(this.apollo.mutate(options));
      if (!data) return { done: false, text: this.errors.of(null), code: 'failed' };
      const answered = payload(data as D);
      if (answered.refusal) return { done: false, text: this.errors.refusal(answered.refusal), code: answered.refusal.code };
      return { done: true, data: answered };
    } catch (error) {
      return { done: false, text: this.errors.of(error), code: 'failed' };
    }
  }
}
