/** A piece of a message's text: plain, marked up as WhatsApp does, or a link. */
export interface Piece {
  readonly text: string;
  readonly mark: 'plain' | 'bold' | 'italic' | 'strike' | 'code' | 'link';
  /** Of a link. Only http and https, never anything that could run. */
  readonly href?: string;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
// One pass, no nesting, no backtracking over lines: a marker opens before a non-space and closes after one, on the same line.
const PATTERN =
  /```([\s\S]{1,4000}?)```|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n*_~]{1,1000}?)(?<=\S)\2(?![\p{L}\p{N}])|(https?:\/\/[^\s<>"]{3,2000})/gu;

/** What a link's end keeps off: the punctuation of the sentence around it, and a bracket that it did not open. */
const trimLink = (url: string): string => {
  const bare = url.replace(/[.,;:!?'»”]+$/u, '');
  return bare.endsWith(')') && !bare.includes('(') ? trimLink(bare.slice(0, -1)) : bare;
};

export const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  const plainTo = (end: number) => {
    if (end > from) pieces.push({ text: text.slice(from, end), mark: 'plain' });
  };
  for (const m of text.matchAll(PATTERN)) {
    const [all, code, marker, marked, url] = m;
    plainTo(m.index);
    if (url !== undefined) {
      const link = trimLink(url);
      pieces.push(URL.canParse(link) ? { text: link, mark: 'link', href: link } : { text: link, mark: 'plain' });
      from = m.index + link.length;
      continue;
    }
    if (code !== undefined) pieces.push({ text: code, mark: 'code' });
    else if (marked !== undefined && (marker === '*' || marker === '_' || marker === '~'))
      pieces.push({ text: marked, mark: MARKS[marker] });
    from = m.index + all.length;
  }
  plainTo(text.length);
  return pieces;
};

// Not a literal: the compiler's target is ES2022, browsers have known the flag v since 2023.
const EMOJI = new RegExp('^(?:\\p{RGI_Emoji}\\s*){1,3}$', 'v');

/** One to three emoji and nothing else: shown large. */
export const isJumbo = (text: string): boolean => EMOJI.test(text.trim());
