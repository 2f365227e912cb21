import { Component, ElementRef, computed, inject, input, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { AudioStage } from './audio-stage';
import { clockOf } from './clock-of';
import { Icon } from './icon';

const SPEEDS = [1, 1.5, 2] as const;

/** Plays a voice note or a sound file. The browser asks for ranges, so seeking needs no full download; one player sounds at a time. */
@Component({
  selector: 'mia-audio-player',
  imports: [Icon, TranslocoDirective],
  template: `<ng-container *transloco="let t">
    <audio
      #audio
      preload="metadata"
      [src]="src()"
      (loadedmetadata)="measure()"
      (durationchange)="measure()"
      (timeupdate)="at.set(audio.currentTime)"
      (play)="started()"
      (pause)="playing.set(false)"
      (ended)="finished()"
      (error)="broken.set(true)"
    ></audio>
    @if (broken()) {
      <span class="broken"
        ><mia-icon name="warning" [size]="17" />{{ t('ui.audio.broken') }} <a [href]="src()" download>{{ t('ui.audio.download') }}</a></span
      >
    } @else {
      <button type="button" class="play" [attr.aria-label]="playing() ? t('ui.audio.pause') : t('ui.audio.play')" (click)="toggle()">
        <mia-icon [name]="playing() ? 'pause' : 'play'" [size]="20" />
      </button>
      <input
        type="range"
        min="0"
        step="0.1"
        [max]="length() || 1"
        [value]="at()"
        [style.--done.%]="done()"
        [attr.aria-label]="t('ui.audio.seek')"
        [attr.aria-valuetext]="clock(at())"
        (input)="seek($event)"
      />
      <span class="time num muted">{{ clock(playing() || at() > 0 ? at() : length()) }}</span>
      <button type="button" class="speed num" [attr.aria-label]="t('ui.audio.speed', { speed: speed() })" (click)="faster()">
        {{ speed() }}×
      </button>
    }
  </ng-container>`,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 9px;
      width: min(300px, 100%);
      min-height: 40px;
    }
    audio {
      display: none;
    }
    .play {
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      flex: none;
      border: 0;
      border-radius: 50%;
      background: var(--mia-accent);
      color: var(--mia-on-accent);
      cursor: pointer;
    }
    input {
      flex: 1;
      min-width: 60px;
      height: 24px;
      margin: 0;
      appearance: none;
      background: none;
      cursor: pointer;
    }
    input::-webkit-slider-runnable-track {
      height: 4px;
      border-radius: 2px;
      background: linear-gradient(90deg, var(--mia-accent) var(--done), color-mix(in srgb, var(--mia-muted) 45%, transparent) var(--done));
    }
    input::-moz-range-track {
      height: 4px;
      border-radius: 2px;
      background: linear-gradient(90deg, var(--mia-accent) var(--done), color-mix(in srgb, var(--mia-muted) 45%, transparent) var(--done));
    }
    input::-webkit-slider-thumb {
      appearance: none;
      width: 12px;
      height: 12px;
      margin-top: -4px;
      border-radius: 50%;
      background: var(--mia-accent);
    }
    input::-moz-range-thumb {
      width: 12px;
      height: 12px;
      border: 0;
      border-radius: 50%;
      background: var(--mia-accent);
    }
    .time {
      min-width: 32px;
      font-size: 12px;
    }
    .speed {
      min-width: 36px;
      height: 26px;
      padding: 0 6px;
      border: 1px solid var(--mia-line);
      border-radius: 8px;
      background: var(--mia-panel);
      color: inherit;
      font:
        600 11.5px 'Inter Variable',
        system-ui,
        sans-serif;
      cursor: pointer;
    }
    .broken {
      display: flex;
      align-items: center;
      gap: 6px;
      font-size: 13px;
    }
  `,
})
export class AudioPlayer {
  private readonly stage = inject(AudioStage);
  private readonly audio = viewChild.required<ElementRef<HTMLAudioElement>>('audio');
  readonly src = input.required<string>();
  protected readonly playing = signal(false);
  protected readonly broken = signal(false);
  protected readonly at = signal(0);
  /** Seconds; 0 while unknown (a stream without a length). */
  protected readonly length = signal(0);
  protected readonly speed = signal<(typeof SPEEDS)[number]>(1);
  protected readonly done = computed(() => (this.length() > 0 ? Math.min(100, (this.at() / this.length()) * 100) : 0));
  protected readonly clock = clockOf;

  protected toggle(): void {
    const audio = this.audio().nativeElement;
    if (!audio.paused) audio.pause();
    // A play that another player's start interrupts is no error.
    else audio.play().catch(() => this.playing.set(false));
  }
  protected started(): void {
    this.stage.take(this.audio().nativeElement);
    this.playing.set(true);
  }
  protected finished(): void {
    this.playing.set(false);
    this.audio().nativeElement.currentTime = 0;
    this.at.set(0);
  }
  protected measure(): void {
    const seconds = this.audio().nativeElement.duration;
    this.length.set(Number.isFinite(seconds) ? seconds : 0);
  }
  protected seek(e: Event): void {
    this.audio().nativeElement.currentTime = Number((e.target as HTMLInputElement).value);
  }
  protected faster(): void {
    this.speed.update((s) => SPEEDS[(SPEEDS.indexOf(s) + 1) % SPEEDS.length] ?? 1);
    this.audio().nativeElement.playbackRate = this.speed();
  }
}
