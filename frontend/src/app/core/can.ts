import { Directive, TemplateRef, ViewContainerRef, effect, inject, input } from '@angular/core';
import type { Permission } from '@master-ia/schemas/permissions.ts';
import { Session } from './session';

/** Shows its template only to who has the permission: `<button *miaCan="'contacts.write'">`. */
@Directive({ selector: '[miaCan]' })
export class Can {
  readonly miaCan = input.required<Permission>();
  private readonly session = inject(Session);
  private readonly template = inject(TemplateRef);
  private readonly place = inject(ViewContainerRef);

  constructor() {
    effect(() => {
      const shown = this.session.can(this.miaCan());
      if (shown === this.place.length > 0) return;
      if (shown) this.place.createEmbeddedView(this.template);
      else this.place.clear();
    });
  }
}
