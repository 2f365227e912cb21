const accents = new Map<string, string>();
for (let i = 0xc0; i < 0x250; i++) {
  const letter = String.fromCharCode(i);
  const base = letter.normalize('NFD').replace(/\p{M}/gu, '');
  if (base !== letter) accents.set(letter, base.toLowerCase());
}
/** Lower case, without accents. */
export const folded = (text: string): string => text.toLowerCase().replace(/[^\x00-\x7f]/g, (c) => accents.get(c) ?? c);
/** Words of letters and digits of any script, at most 64 characters each, each once, at most 500. */
export const searchWords = (text: string): readonly string[] => {
  const words = new Set<string>();
  for (const w of folded(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    words.add(w.slice(0, 64));
    if (words.size === 500) break;
  }
  return [...words];
};
/** The lexeme that every document of a tenant carries, so that an index search stays inside it. */
export const tenantLexeme = (tenant: string): string => `#t${tenant.replaceAll('-', '')}`;
