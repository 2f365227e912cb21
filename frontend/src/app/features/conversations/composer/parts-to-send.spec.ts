import { typeOf, type Attachment } from '../data/attachments';
import { CAPTION_MAX, partsToSend } from './parts-to-send';

const file = (kind: Attachment['kind'], name: string): Attachment => ({
  id: name,
  file: { name } as File,
  kind,
  mediaId: `media-${name}`,
  mime: '',
  voice: false,
  url: '',
  state: 'ready',
});
const sends = (...args: Parameters<typeof partsToSend>) => partsToSend(...args).map((p) => p.send);

describe('what an answer becomes', () => {
  it('puts the text under the first file that can carry it', () => {
    expect(sends(' Veja ', [file('audio', 'a.ogg'), file('image', 'b.png')], null)).toEqual([
      { media: { mediaId: 'media-a.ogg' } },
      { media: { mediaId: 'media-b.png', caption: 'Veja' } },
    ]);
  });

  it('sends the text on its own when no file can carry it, or it is too long for a caption', () => {
    expect(sends('Veja', [file('audio', 'a.ogg')], null)).toEqual([{ text: 'Veja' }, { media: { mediaId: 'media-a.ogg' } }]);
    const long = 'x'.repeat(CAPTION_MAX + 1);
    expect(sends(long, [file('image', 'b.png')], null)[0]).toEqual({ text: long });
  });

  it('names documents only, and quotes with the first message', () => {
    expect(sends('', [file('document', 'c.pdf'), file('image', 'b.png')], { id: 'q', words: 'Oi' })).toEqual([
      { media: { mediaId: 'media-c.pdf', filename: 'c.pdf' }, replyTo: 'q' },
      { media: { mediaId: 'media-b.png' } },
    ]);
  });
});

describe('the type of a file', () => {
  it('takes an .ogg as sound, whatever the browser says', () => {
    expect(['video/ogg', 'application/ogg', ''].map((type) => typeOf({ name: 'voz.OGG', type }))).toEqual([
      'audio/ogg',
      'audio/ogg',
      'audio/ogg',
    ]);
  });
  it('believes the browser otherwise', () => expect(typeOf({ name: 'a.jpg', type: 'image/jpg' })).toBe('image/jpeg'));
});
