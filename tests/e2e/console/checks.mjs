// What every screen must hold, whatever it shows: axe's rules, and beside them what axe does not see.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a theme can break. */
const of_colours = ["color-contrast", "link-in-text-block"];

async function violations(page, rules) {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(axe); // half a megabyte: once a page
  }
  return page.evaluate(
    async (runOnly) =>
      (await globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] })).violations.map(
        ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary ?? ""}`,
      ),
    rules,
  );
}

/** In the page: what is wrong with its measures and its states. */
function faultsIn() {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1);
    found.push(`wider than the screen by ${root.scrollWidth - root.clientWidth} px: ${wide.at(-1)?.outerHTML.slice(0, 120)}`);
  }

  const isSeen = (each) => each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  for (const each of document.querySelectorAll("button, a[href], input, select, textarea, summary")) {
    const { width, height, bottom } = (each.closest("label") ?? each).getBoundingClientRect();
    const isInSentence = each.tagName === "A" && getComputedStyle(each).display === "inline";
    const isOffScreen = bottom <= 0; // "skip to content", until it has the focus
    if (isSeen(each) && !isInSentence && !isOffScreen && (width < 23.5 || height < 23.5)) {
      found.push(`a target of ${Math.round(width)} x ${Math.round(height)} px: ${each.outerHTML.slice(0, 120)}`);
    }
  }

  // Two tones must differ by more than their colour: by the sign, or by the words.
  const seen = new Map();
  for (const each of document.querySelectorAll(".state, .cell")) {
    const tone = [...each.classList].find((name) => ["none", "progress", "ok", "late", "bad"].includes(name));
    const sign = each.querySelector("svg.sign")?.innerHTML.replace(/ class="[^"]*"/g, "") ?? "";
    const words = (each.querySelector(".word")?.textContent ?? each.textContent).trim();
    if (!isSeen(each) || !tone) {
      continue;
    }
    if (words === "") {
      found.push(`a state without a word: ${each.outerHTML.slice(0, 120)}`);
    }
    const key = each.classList.contains("cell") ? sign : `${sign} ${words}`;
    const other = seen.get(key);
    if (other !== undefined && other !== tone) {
      found.push(`told apart by colour alone, ${other} and ${tone}: ${each.outerHTML.slice(0, 160)}`);
    }
    seen.set(key, tone);
  }
  return found;
}

export async function check(page, name, { hasAxe = true, coloursOnly = false } = {}) {
  assert.deepEqual(await page.evaluate(faultsIn), [], name);
  if (hasAxe) {
    assert.deepEqual(await violations(page, coloursOnly ? of_colours : standards), [], `axe: ${name}`);
  }
}
