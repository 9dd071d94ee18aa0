// Times as they are written: clock times in Swedish time whatever the device thinks, elapsed times, ages.
import { language, say } from "./say.svelte";
import { time } from "./time_words";

const zone = "Europe/Stockholm";
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });

/** "02:28:06" */
export function clockTime(ms: number): string {
  return clock.format(ms);
}

/** "02:28" */
export function clockMinute(ms: number): string {
  return clock.format(ms).slice(0, 5);
}

/** "2026-11-25" */
export function dayOf(ms: number): string {
  return day.format(ms);
}

/** "02:28", or with the day in front where that is another one than `now`. */
export function moment(ms: number, now: number): string {
  return dayOf(ms) === dayOf(now) ? clockMinute(ms) : `${dayOf(ms)} ${clockMinute(ms)}`;
}

// What has passed and what is left have their units with them: with a colon they would read as a time of day.

/** "T+21 min", "T+1 h 05 min" */
export function elapsed(ms: number): string {
  return `T+${hoursAndMinutes(Math.max(0, Math.floor(ms / 60_000)))}`;
}

/** "20 s", "4 min 05 s", "1 h 03 min" until something. Rounded up: 0 s is when it is due. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 60) {
    return say(time.seconds, { n: seconds });
  }
  if (seconds < 3_600) {
    return `${say(time.minutes, { n: Math.floor(seconds / 60) })} ${say(time.seconds, { n: two(seconds % 60) })}`;
  }
  return hoursAndMinutes(Math.ceil(seconds / 60));
}

function hoursAndMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? say(time.minutes, { n: minutes }) : `${say(time.hours, { n: hours })} ${say(time.minutes, { n: two(minutes % 60) })}`;
}

/** "just nu", "40 s", "12 min", "3 h", "2 d" */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) {
    return seconds < 5 ? say(time.now) : say(time.seconds, { n: seconds - (seconds % 5) });
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) {
    return say(time.minutes, { n: minutes });
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say(time.hours, { n: hours }) : say(time.days, { n: Math.floor(hours / 24) });
}

const units = [
  [86_400, time.days],
  [3_600, time.hours],
  [60, time.minutes],
  [1, time.seconds],
] as const;

/** "1 h 30 min"; "0 s" for nothing. */
export function duration(seconds: number): string {
  let left = seconds;
  const words: string[] = [];
  for (const [size, word] of units) {
    const n = Math.floor(left / size);
    left -= n * size;
    if (n > 0) {
      words.push(say(word, { n }));
    }
  }
  return words.join(" ") || say(time.seconds, { n: 0 });
}

/** "0,5" in Swedish, "0.5" in English. */
export function decimal(n: number): string {
  return language.now === "sv" ? String(n).replace(".", ",") : String(n);
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
