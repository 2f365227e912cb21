/** The browser's storage; refuses silently where the browser forbids it. */
export const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(`mia.${key}`);
  } catch {
    return null;
  }
};

/** Keeps a value, or forgets it with null. */
export const store = (key: string, value: string | null): void => {
  try {
    if (value === null) localStorage.removeItem(`mia.${key}`);
    else localStorage.setItem(`mia.${key}`, value);
  } catch {
    // Private windows may refuse: the choice then lives as long as the page.
  }
};
