import { Location } from '@angular/common';
import { inject } from '@angular/core';
import { ActivatedRoute } from '@angular/router';

/** The one-use token after `#`, taken out of the address bar and the history at once. In an injection context. */
export const takeLinkToken = (): string | null => {
  const token = inject(ActivatedRoute).snapshot.fragment;
  const location = inject(Location);
  if (token) location.replaceState(location.path(false));
  return token;
};
