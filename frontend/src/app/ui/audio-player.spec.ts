import { TestBed } from '@angular/core/testing';
import { texts } from '../../testing/texts';
import { AudioPlayer } from './audio-player';

/** jsdom has no player: the element's half is played by the test. */
const open = async () => {
  const f = TestBed.createComponent(AudioPlayer);
  f.componentRef.setInput('src', '/media/1');
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  const audio = root.querySelector('audio') as HTMLAudioElement;
  let paused = true;
  Object.defineProperties(audio, { duration: { value: 65 }, paused: { get: () => paused } });
  audio.play = () => ((paused = false), audio.dispatchEvent(new Event('play')), Promise.resolve());
  audio.pause = () => ((paused = true), void audio.dispatchEvent(new Event('pause')));
  audio.dispatchEvent(new Event('loadedmetadata'));
  await f.whenStable();
  const [play, speed] = [...root.querySelectorAll('button')] as [HTMLButtonElement, HTMLButtonElement];
  return { f, root, audio, play, speed };
};

describe('AudioPlayer', () => {
  beforeEach(() => TestBed.configureTestingModule({ imports: [AudioPlayer, texts()] }));

  it('loads only what it needs to know the length', async () => {
    const { audio, root } = await open();
    expect(audio.preload).toBe('metadata');
    expect(root.textContent).toContain('1:05');
  });

  it('plays, pauses, and one at a time', async () => {
    const [a, b] = [await open(), await open()];
    a.play.click();
    await a.f.whenStable();
    expect(a.play.getAttribute('aria-label')).toBe('Pausar');
    b.play.click();
    await a.f.whenStable();
    expect([a.audio.paused, b.audio.paused]).toEqual([true, false]);
    b.play.click();
    expect(b.audio.paused).toBe(true);
  });

  it('goes faster in steps and back', async () => {
    const { f, audio, speed } = await open();
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      speed.click();
      await f.whenStable();
      seen.push(audio.playbackRate);
    }
    expect(seen).toEqual([1.5, 2, 1]);
  });

  it('moves to where the slider is put', async () => {
    const { root, audio } = await open();
    const slider = root.querySelector('input') as HTMLInputElement;
    slider.value = '30';
    slider.dispatchEvent(new Event('input'));
    expect(audio.currentTime).toBe(30);
  });

  it('offers the file when it cannot be played', async () => {
    const { f, root, audio } = await open();
    audio.dispatchEvent(new Event('error'));
    await f.whenStable();
    expect(root.querySelector('a[download]')?.getAttribute('href')).toBe('/media/1');
  });
});
