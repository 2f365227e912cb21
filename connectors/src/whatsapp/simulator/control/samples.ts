import { readFile } from 'node:fs/promises';

const asset = (name: string) => () => readFile(new URL(`../assets/${name}`, import.meta.url));

/** Small real files that a customer can send. */
export const samples = {
  photo: { type: 'image', mime: 'image/jpeg', filename: 'foto.jpg', bytes: asset('photo.jpg') },
  voice: { type: 'audio', mime: 'audio/ogg; codecs=opus', filename: 'voz.ogg', bytes: asset('voice-note.ogg') },
  document: { type: 'document', mime: 'application/pdf', filename: 'comprovante.pdf', bytes: asset('receipt.pdf') },
  sticker: { type: 'sticker', mime: 'image/webp', filename: 'figurinha.webp', bytes: asset('sticker.webp') },
} as const;
