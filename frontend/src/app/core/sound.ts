import { DOCUMENT, Injectable, inject, signal } from '@angular/core';
import { store, stored } from './storage';

const GAP_MS = 3_000;

/** A short chime for a message that arrives, off until chosen, at most every three seconds. Drawn by Web Audio: no file to load. */
@Injectable({ providedIn: 'root' })
export class Sound {
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly on = signal(stored('sound') === 'on');
  readonly enabled = this.on.asReadonly();
  private audio: AudioContext | null = null;
  private last = -GAP_MS;

  /** Turning it on plays it once: the person hears what they chose, and the browser unlocks audio by that gesture. */
  toggle(): void {
    this.on.update((x) => !x);
    store('sound', this.on() ? 'on' : null);
    if (this.on()) this.chime();
  }

  /** Returns whether it sounded. */
  chime(): boolean {
    const at = performance.now();
    const Context = this.window?.AudioContext;
    if (!this.on() || !Context || at - this.last < GAP_MS) return false;
    this.last = at;
    this.audio ??= new Context();
    const audio = this.audio;
    void audio.resume().then(() => {
      tone(audio, 880, 0);
      tone(audio, 1174.7, 0.09);
    });
    return true;
  }
}

const tone = (audio: AudioContext, hertz: number, after: number): void => {
  const start = audio.currentTime + after;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.08, start + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.3);
};
