// Where in the console one is: #/SCREEN/PART/PART. The address can be sent to a colleague and survives a reload.

export interface Route {
  readonly screen: string;
  readonly parts: readonly string[];
}

export function routeOf(hash: string): Route {
  const [screen = "", ...parts] = hash.replace(/^#\/?/, "").split("/").map(decoded);
  return { screen, parts: parts.filter((part) => part !== "") };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

export function hashOf(screen: string, ...parts: string[]): string {
  return `#/${[screen, ...parts].map(encodeURIComponent).join("/")}`;
}

class Router {
  now = $state.raw<Route>(routeOf(location.hash));

  constructor() {
    window.addEventListener("hashchange", () => {
      this.now = routeOf(location.hash);
    });
  }

  /** As `go`, without a way back to where one was. */
  replace(screen: string, ...parts: string[]): void {
    history.replaceState(null, "", hashOf(screen, ...parts));
    this.now = routeOf(location.hash);
  }

  go(screen: string, ...parts: string[]): void {
    location.hash = hashOf(screen, ...parts);
  }
}

export const router = new Router();
