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
  #offset: number | undefined;
  #tookAt = { steady: 0, wall: 0 };

  constructor(private readonly device: DeviceClock) {}

  /** A frame made at `serverMs` has come. */
  take(serverMs: number): void {
    const steady = this.device.steady();
    const offset = serverMs - steady;
    // A frame that was long under way says an earlier time: the latest known holds. Two seconds the other way is
    // another clock: a restart, or a device that slept.
    const known = this.#offset;
    this.#offset = known === undefined || offset > known || offset < known - 2_000 ? offset : known;
    this.#tookAt = { steady, wall: this.device.wall() };
  }

  /** Milliseconds since the epoch; undefined before the first frame. */
  now(): number | undefined {
    if (this.#offset === undefined) {
      return undefined;
    }
    return this.device.steady() + this.#offset + this.#slept();
  }

  /** How long ago the last frame came, sleep included. */
  age(): number {
    return this.device.steady() - this.#tookAt.steady + this.#slept();
  }

  /** What the wall clock has gone beyond the steady one: the device slept. Small differences are adjustments. */
  #slept(): number {
    const steady = this.device.steady() - this.#tookAt.steady;
    const wall = this.device.wall() - this.#tookAt.wall;
    return wall - steady > 1_000 ? wall - steady : 0;
  }
}
