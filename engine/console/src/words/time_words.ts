// Units of time.
export const time = {
  now: ["just nu", "just now"],
  seconds: ["{n} s", "{n} s"],
  minutes: ["{n} min", "{n} min"],
  hours: ["{n} h", "{n} h"],
  days: ["{n} d", "{n} d"],
} as const;
