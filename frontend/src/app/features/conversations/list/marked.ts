import { searchWords, folded } from '@master-ia/schemas/search-words.ts';

/** A text in pieces, those found by the search marked: a word's beginning, whatever its accents and case. */
export const marked = (text: string, query: string): readonly { readonly text: string; readonly hit: boolean }[] => {
  const words = searchWords(query);
  const plain = folded(text);
  // Folding may change the length of rare letters: then nothing is marked rather than the wrong thing.
  if (words.length === 0 || plain.length !== text.length) return [{ text, hit: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(escaped).join('|')})`, 'gu');
  const pieces: { text: string; hit: boolean }[] = [];
  let from = 0;
  for (const found of plain.matchAll(pattern)) {
    const to = found.index + found[0].length;
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), hit: false });
    pieces.push({ text: text.slice(found.index, to), hit: true });
    from = to;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), hit: false });
  return pieces;
};

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
