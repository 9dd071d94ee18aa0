// The server's time, which is the only one shown. Kept between frames by the device's steady clock.

/** The device's own two clocks: `steady` may stand still while a laptop sleeps, `wall` may jump. */
export interface DeviceClock {
  steady(): number;
  wall(): number;
}

export const deviceClock: DeviceClock = {
  steady: () => performance.now(),
  wall: () => Date.now(),
};

export function microsToMs(micros: bigint): number {
  return Number(micros / 1000n);
}

export class ServerClock {
  /** The latest time known, and when it was so. */
  #known: { readonly server: number; readonly steady: number } | undefined;
  #tookAt = { steady: 0, wall: 0 };
  #rate = 1;

  constructor(private readonly device: DeviceClock) {}

  /** A frame made at `serverMs` has come. */
  take(serverMs: number): void {
    const steady = this.device.steady();
    // A frame that was long under way says an earlier time: the latest known holds. Two seconds the other way is
    // another clock: a restart, or a device that slept.
    const expected = this.#at(steady);
    if (expected === undefined || serverMs > expected || serverMs < expected - 2_000 * Math.max(1, this.#rate)) {
      this.#known = { server: serverMs, steady };
    }
    this.#tookAt = { steady, wall: this.device.wall() };
  }

  /** How many times as fast as the device's clocks it goes from now on: an exercise's time can stand, and hurry. */
  setRate(rate: number): void {
    const steady = this.device.steady();
    const server = this.#at(steady);
    if (rate !== this.#rate && server !== undefined) {
      this.#known = { server, steady };
    }
    this.#rate = rate;
  }

  /** Milliseconds since the epoch; undefined before the first frame. */
  now(): number | undefined {
    const server = this.#at(this.device.steady());
    return server === undefined ? undefined : server + this.#slept() * this.#rate;
  }

  /** How long ago the last frame came, sleep included. */
  age(): number {
    return this.device.steady() - this.#tookAt.steady + this.#slept();
  }

  #at(steady: number): number | undefined {
    return this.#known && this.#known.server + (steady - this.#known.steady) * this.#rate;
  }

  /** What the wall clock has gone beyond the steady one: the device slept. Small differences are adjustments. */
  #slept(): number {
    const steady = this.device.steady() - this.#tookAt.steady;
    const wall = this.device.wall() - this.#tookAt.wall;
    return wall - steady > 1_000 ? wall - steady : 0;
  }
}
