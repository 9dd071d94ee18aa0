// A walk through the screens of each role, with a picture of each that is held to what every screen must hold.
import { goTo } from "./stage.mjs";

export const ofRole = {
  tib: [
    "board",
    "answer",
    "confirm",
    "decide",
    "cooperation",
    "calls",
    "timeline",
    "playback",
    "ready",
    "duty",
    "admin/status",
    "admin/reach",
    "admin/roll-call",
    "admin/rules",
    "admin/contacts",
    "settings",
  ],
  blood: ["blood", "board", "ready"],
  admin: ["admin/access", "admin/contacts", "duty"],
  observer: ["board", "cooperation"],
  hospital: ["answer"],
};
/** Once in each theme and language is enough for what is the same for everybody. */
export const some = { tib: ["board", "answer", "confirm", "decide", "timeline", "playback", "ready", "duty", "admin/rules", "settings"], blood: ["blood"] };

/** Variants that find most are walked through each time, the others with EVERY_VARIANT=1, as `make soak` does. */
export const walked = (often, seldom) => (process.env.EVERY_VARIANT ? [...often, ...seldom] : often);

/** `incidentId`: which incident's, on screens that are about one. */
export async function show(page, screen, incidentId) {
  const isOfIncident = /^(board|answer|decide|playback|timeline|blood|cooperation)$/.test(screen);
  await goTo(page, isOfIncident ? `${screen}/${incidentId}` : screen);
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.waitForLoadState("networkidle");
  const waits = page.getByText(/^(Hämtar|Undersöker|Loading|Fetching|Looking)\b.*\.\.\.$/);
  await waits.first().waitFor({ state: "detached" });
}

/** `tour`: { installation, tokens, incidentId }, the tokens by role as in the lists above. */
export async function showAll(stage, name, { installation, tokens, incidentId }, { screens, options, settings, check }) {
  for (const [role, all] of Object.entries(screens)) {
    const page = await stage.person(installation, tokens[role], { options, settings });
    for (const screen of all) {
      await show(page, screen, incidentId);
      await stage.picture(page, `screen-${name}-${role}-${screen.replace("/", "-")}`, check);
    }
    await page.context().close();
  }
}
