// What this device remembers: language, theme, shortcuts. Nothing of the alarm is kept here.
import { type Language, language } from "../words/say.svelte";

export type Theme = "dark" | "light";
/** Compact: smaller type, for a wall screen that is read from a chair in front of it. */
export type Density = "normal" | "compact";

const key = "larm.settings";

interface Kept {
  language: Language;
  theme: Theme;
  hasShortcuts: boolean;
  density: Density;
}

const first: Kept = { language: "sv", theme: "dark", hasShortcuts: true, density: "normal" };

function read(): Kept {
  const kept: Kept = { ...first };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof stored === "object" && stored !== null) {
      const { language, theme, hasShortcuts, density } = stored as Partial<Kept>;
      kept.language = language === "en" ? "en" : "sv";
      kept.theme = theme === "light" ? "light" : "dark";
      kept.hasShortcuts = hasShortcuts !== false;
      kept.density = density === "compact" ? "compact" : "normal";
    }
  } catch {
    // Storage is closed or holds rubbish: the defaults hold.
  }
  return kept;
}

class Settings {
  #kept = $state<Kept>(read());

  constructor() {
    this.#apply();
  }

  get language(): Language {
    return this.#kept.language;
  }
  get theme(): Theme {
    return this.#kept.theme;
  }
  get hasShortcuts(): boolean {
    return this.#kept.hasShortcuts;
  }

  switchLanguage(): void {
    this.#keep({ language: this.#kept.language === "sv" ? "en" : "sv" });
  }
  switchTheme(): void {
    this.#keep({ theme: this.#kept.theme === "dark" ? "light" : "dark" });
  }
  setShortcuts(on: boolean): void {
    this.#keep({ hasShortcuts: on });
  }

  get density(): Density {
    return this.#kept.density;
  }
  setDensity(density: Density): void {
    this.#keep({ density });
  }
  reset(): void {
    this.#keep({ ...first });
  }

  #keep(part: Partial<Kept>): void {
    Object.assign(this.#kept, part);
    this.#apply();
    try {
      localStorage.setItem(key, JSON.stringify(this.#kept));
    } catch {
      // It holds until the page is closed.
    }
  }

  #apply(): void {
    language.now = this.#kept.language;
    document.documentElement.lang = this.#kept.language;
    document.documentElement.dataset.theme = this.#kept.theme;
    document.documentElement.dataset.density = this.#kept.density;
  }
}

export const settings = new Settings();
