import { Injectable } from '@angular/core';

/** One sound at a time: whoever starts stops the one before. */
@Injectable({ providedIn: 'root' })
export class AudioStage {
  private current: HTMLMediaElement | null = null;

  take(audio: HTMLMediaElement): void {
    if (this.current !== audio) this.current?.pause();
    this.current = audio;
  }
}
