// How long to wait before the next try to connect. Jittered: after a restart all consoles come at once.

const first_ms = 250;
const longest_ms = 5_000;

/** `attempt` from 0; `random` in [0, 1). Between half and all of a wait that doubles. */
export function waitBeforeTry(attempt: number, random: number): number {
  const whole = Math.min(longest_ms, first_ms * 2 ** Math.min(attempt, 16));
  return Math.round(whole / 2 + (whole / 2) * random);
}
