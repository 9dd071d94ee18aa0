// Presses that arrive. On a machine that draws two browsers with two processors, a press now and then falls between two
// layouts of a page that is still moving, and no click comes of it. A person presses again, and so does a test: but only
// where the element has not heard a click, so that what the console does with one is still what is tested.

import assert from "node:assert/strict";

const presses_max = 3;
let isSure = false;

const listenOnce = (element) => {
  element.heardClick = false;
  element.addEventListener("click", () => (element.heardClick = true), { once: true, capture: true });
};
/** One that has left the page has done so because of the press, or there is nothing more to press. */
const hasHeard = (element) => element.heardClick || !element.isConnected;

/** Of all pages of this process, from now on. */
export function makeSure(page) {
  if (isSure) {
    return;
  }
  isSure = true;
  const locator = Object.getPrototypeOf(page.locator("html"));
  for (const way of ["click", "tap", "check", "uncheck"]) {
    // These look by themselves whether anything came of it, and press nothing where it is so already.
    const looks = way.endsWith("check");
    const press = locator[way];
    locator[way] = async function (...args) {
      const element = await this.elementHandle(...args);
      await element.evaluate(listenOnce);
      for (let presses = 1; ; presses += 1) {
        const failed = await press.apply(this, args).then(() => undefined, (error) => error);
        const heard = await element.evaluate(hasHeard).catch(() => true); // the page has gone elsewhere
        if (failed && (heard || !/did not change its state/.test(failed.message))) {
          throw failed;
        }
        if (!failed && (looks || heard)) {
          return;
        }
        assert.ok(presses < presses_max, `${presses_max} presses (${way}) on ${this}, and no click came of any`);
        console.log(`no click came of a ${way} on ${this}: pressed again`);
      }
    };
  }
}
