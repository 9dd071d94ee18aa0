// One round of the alarm's sound as samples, to be looped by the browser's audio thread: that goes on while a page lies in
// the background, where timers are slowed down to one a minute.

export const round_s = 2.5;
const pitches = [880, 660, 880, 660];
const every_s = 0.28;
const lasts_s = 0.24;
const fade_s = 0.02;

/** Samples between -1 and 1. */
export function alarmRound(rate: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(round_s * rate));
  for (const [i, pitch] of pitches.entries()) {
    const from = Math.round(i * every_s * rate);
    const count = Math.round(lasts_s * rate);
    for (let n = 0; n < count; n += 1) {
      const at_s = n / rate;
      const fade = Math.min(1, at_s / fade_s, (lasts_s - at_s) / fade_s);
      // The first partials of a square wave: it cuts through a room and through bad loudspeakers.
      const phase = 2 * Math.PI * pitch * at_s;
      const wave = Math.sin(phase) + Math.sin(3 * phase) / 3 + Math.sin(5 * phase) / 5;
      samples[from + n] = fade * wave * 0.9;
    }
  }
  return samples;
}
