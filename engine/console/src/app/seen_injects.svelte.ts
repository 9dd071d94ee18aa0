// Which injects whoever is at this device has taken in. It is for them, and for nobody else: nothing is sent.
const key = "larm.injects";
/** Far more than an evening's; the oldest are forgotten. */
const kept_max = 300;

function read(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
  } catch {
    return []; // storage is closed or holds rubbish
  }
}

class SeenInjects {
  #keys = $state.raw<readonly string[]>(read());

  has(inject: string): boolean {
    return this.#keys.includes(inject);
  }

  add(inject: string): void {
    this.#keys = [...read().filter((each) => each !== inject), inject].slice(-kept_max);
    try {
      localStorage.setItem(key, JSON.stringify(this.#keys));
    } catch {
      // It holds until the page is closed.
    }
  }
}

export const seenInjects = new SeenInjects();
