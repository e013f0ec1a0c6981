import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planPage } from "../../../cli/plan/html/page";
import type { Setting } from "../../../cli/project/config";
import { targetNames } from "../../../components/targets/target";
import type { PlannedResource } from "../../../recorder/graph";
import { planOf } from "../../plan/plan-of-program";
import { graphOf, planned } from "../../plan/report/planned";
import { programOf } from "../../unit/targets/sample";
import { Browser, noBrowser, type Screen } from "./chromium";
import { EVERYTHING, LARGEST } from "./largest-program";

const DESKTOP: Screen = { width: 1440, height: 900, theme: "light" };
const DARK: Screen = { ...DESKTOP, theme: "dark" };
const PHONE: Screen = { width: 390, height: 844, theme: "dark" };

const STACK = planned("pulumi:pulumi:Stack", "p-dev", {}, { custom: false });

describe("the page of a plan in Debian's Chromium", () => {
  let browser: Browser;
  let folder: string;
  before(async function () {
    if (noBrowser !== undefined) {
      process.stderr.write(`skipped: ${noBrowser}\n`);
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "plan-page-"));
    browser = await Browser.start();
  });
  after(async () => {
    if (noBrowser !== undefined) return;
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it("says what a page writes to the console, and what its policy refuses", async () => {
    const file = join(folder, "wrong.html");
    const policy = `<meta http-equiv="Content-Security-Policy" content="style-src 'none'">`;
    const script = `<script>console.error("wrong"); document.body.dataset.ready = "1";</script>`;
    writeFileSync(file, `${policy}<body><style>p {}</style>${script}`);
    await browser.open(file, DESKTOP);
    assert.match(JSON.stringify(browser.console), /Applying inline style violates.*"value":"wrong"/);
  });

  const written = async (program: string, settings: Setting[] = []): Promise<string> => {
    const file = join(folder, `${program}.html`);
    writeFileSync(file, planPage(await planOf(program, ...settings)));
    return file;
  };

  for (const program of targetNames().map(programOf)) {
    it(`opens the program ${program} without a word on the console, and fetches nothing else`, async () => {
      const file = await written(program);
      for (const screen of [DESKTOP, DARK, PHONE]) {
        await browser.open(file, screen);
        assert.deepEqual(browser.console, []);
        assert.deepEqual(browser.requests, [`file://${file}`]);
        assert.equal(await browser.evaluate("picture.nodes('.resource').length > 5"), true);
        assert.equal(await browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
      }
    });
  }

  const odd: readonly [what: string, resources: PlannedResource[]][] = [
    ["nothing", []],
    ["resources without a component", [planned("x:y:Z", "z", {}, { parent: STACK.urn })]],
    ["a component without resources", [planned("x:y:Z", "z", {}, { parent: STACK.urn, custom: false })]],
    ["a name that would end a script", [planned("x:y:Z", "</script><!--", { a: "</script>" }, { parent: STACK.urn })]],
  ];
  for (const [what, resources] of odd) {
    it(`opens a plan with ${what}`, async () => {
      const file = join(folder, "odd.html");
      const graph = graphOf(STACK, ...resources);
      const outputs = { values: {}, secrets: [], unknowns: [] };
      const secrets = { revealInputs: () => ({}), secretTexts: new Set<string>() };
      writeFileSync(
        file,
        planPage({ project: "p", stack: "dev", entry: "i.ts", graph, outputs, warnings: [], ...secrets }),
      );
      await browser.open(file, DESKTOP);
      assert.deepEqual(browser.console, []);
      assert.equal(await browser.evaluate("data.resources.length"), resources.length);
      assert.equal(await browser.evaluate("Number.isFinite(picture.zoom())"), true);
    });
  }

  describe("of the largest program", () => {
    let file: string;
    before(async () => (file = await written(LARGEST, EVERYTHING)));
    beforeEach(() => browser.open(file, DESKTOP));
    const text = (id: string) => browser.evaluate(`part("${id}").textContent`);

    it("is seen as a whole at first", async () => {
      const inside = `picture.nodes().toArray().every((node) => {
        const { x1, x2, y1, y2 } = node.renderedBoundingBox();
        return x1 >= 0 && y1 >= 0 && x2 <= picture.width() && y2 <= picture.height();
      })`;
      assert.equal(await browser.evaluate(inside), true);
    });

    it("finds a resource by keys alone, opens it with its inputs, and goes back", async () => {
      await browser.press("/");
      for (const letter of "pach chart") await browser.press(letter);
      await browser.press("Enter");
      assert.equal(await text("panel-name"), "pachyderm/pachyderm");
      assert.match(String(await text("panel-inputs")), /\n {2}deployTarget: AMAZON\n/);
      assert.match(String(await text("panel-needs")), /^Needs.*s3 BucketPolicy pachyderm-bucket/);
      assert.equal(await browser.evaluate("document.activeElement.id"), "panel");
      await browser.press("Escape");
      assert.equal(await browser.evaluate("panel.hidden"), true);
    });

    it("goes from resource to resource with arrow keys, and opens one with Enter", async () => {
      await browser.evaluate("place.focus()");
      await browser.press("ArrowDown");
      const first = await text("said");
      await browser.press("ArrowDown");
      const second = await text("said");
      assert.notEqual(first, "");
      assert.notEqual(second, first);
      await browser.press("Enter");
      assert.equal(await browser.evaluate("panel.hidden"), false);
    });

    it("shows one view at a time, and opens a resource from a table", async () => {
      await browser.evaluate("tabs[2].click()");
      assert.deepEqual(
        await browser.evaluate(
          "[...document.querySelectorAll('.view')].filter((v) => v.offsetHeight > 0).map((v) => v.id)",
        ),
        ["view-access"],
      );
      await browser.evaluate("document.querySelector('#view-access button.resource').click()");
      assert.equal(await text("panel-name"), "ml");
    });

    it("is light or dark as the system is, and as the switch says", async () => {
      const ground = () => browser.evaluate("getComputedStyle(document.body).backgroundColor");
      const light = await ground();
      await browser.evaluate("part('theme').click()");
      const dark = await ground();
      assert.notEqual(light, dark);
      await browser.open(file, DARK);
      assert.equal(await ground(), dark);
    });

    it("has its panel as a sheet at the bottom of a phone", async () => {
      await browser.open(file, PHONE);
      await browser.evaluate("openNode('n0')");
      const { left, width, bottom } = JSON.parse(
        String(await browser.evaluate("JSON.stringify(panel.getBoundingClientRect())")),
      ) as Record<"left" | "width" | "bottom", number>;
      assert.deepEqual([left, width, bottom], [0, PHONE.width, PHONE.height]);
    });
  });
});
