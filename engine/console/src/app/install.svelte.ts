// Putting the app on the home screen: by the browser's own prompt where it gives one, else by a guide.
import { isApple } from "./push_state";

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

export type InstallWay = "installed" | "prompt" | "apple" | "menu";

export function installWay(facts: { isInstalled: boolean; hasPrompt: boolean; isApple: boolean }): InstallWay {
  return facts.isInstalled ? "installed" : facts.hasPrompt ? "prompt" : facts.isApple ? "apple" : "menu";
}

class Install {
  #prompt = $state.raw<InstallPrompt | undefined>(undefined);
  #isInstalled = $state(false);

  /** Early: the browser offers it once, soon after the page has loaded. */
  listen(): void {
    this.#isInstalled =
      matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true;
    window.addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
    });
    window.addEventListener("appinstalled", () => {
      this.#isInstalled = true;
      this.#prompt = undefined;
    });
  }

  get isInstalled(): boolean {
    return this.#isInstalled;
  }

  get way(): InstallWay {
    return installWay({
      isInstalled: this.#isInstalled,
      hasPrompt: this.#prompt !== undefined,
      isApple: isApple(navigator.userAgent, navigator.maxTouchPoints),
    });
  }

  async ask(): Promise<void> {
    const prompt = this.#prompt;
    this.#prompt = undefined; // it works once
    await prompt?.prompt();
  }
}

export const install = new Install();
