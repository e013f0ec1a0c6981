import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { linesOf } from "../../../cli/plan/html/layout";
import { planPage } from "../../../cli/plan/html/page";
import { pageData, type PageData } from "../../../cli/plan/html/page-data";
import { packed } from "../../../cli/plan/html/packing";
import { pictureOf } from "../../../cli/plan/html/picture";
import type { Plan } from "../../../cli/plan/plan-program";
import { targetNames } from "../../../components/targets/target";
import { isStack } from "../../../recorder/graph";
import { recordProgram } from "../../../recorder/record-program";
import { programOf } from "../../unit/targets/sample";
import { planOf } from "../plan-of-program";
import { graphOf, planned } from "../report/planned";

const scriptsOf = (page: string) =>
  [...page.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)].map(([, attributes = "", text = ""]) => ({
    attributes,
    text,
  }));
const dataOf = (page: string): PageData => JSON.parse(scriptsOf(page)[0]?.text ?? "") as PageData;
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("the page of a plan", () => {
  for (const program of targetNames().map(programOf)) {
    describe(`of the program ${program}`, () => {
      let plan: Plan;
      let page: string;
      before(async () => {
        plan = await planOf(program);
        page = planPage(plan);
      });

      it("has every resource, with what it needs and what needs it", () => {
        const { resources } = dataOf(page);
        const expected = plan.graph.resources.filter((resource) => !isStack(resource));
        assert.deepEqual(
          resources.map(({ urn }) => urn),
          expected.map(({ urn }) => urn),
        );
        for (const [index, { needs }] of resources.entries()) {
          for (const needed of needs) assert.ok(resources[needed]?.neededBy.includes(index));
        }
      });

      it("draws every resource once, inside the box of its component, and beside all others", () => {
        const { boxes, nodes } = dataOf(page).picture;
        const drawn = [...nodes.flatMap(({ urns }) => urns), ...boxes.map(({ urn }) => urn)];
        const expected = plan.graph.resources.filter((resource) => !isStack(resource)).map(({ urn }) => urn);
        assert.deepEqual(drawn.filter((urn) => !urn.includes("pulumi:pulumi:Stack")).sort(), expected.sort());
        for (const screen of ["wide", "tall"] as const) {
          const areas = (parts: readonly PageData["picture"]["nodes"][number][] | PageData["picture"]["boxes"]) =>
            parts.map(({ id, width, height, ...part }) => {
              const { x, y } = part[screen];
              return { id, left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
            });
          const [boxAreas, nodeAreas] = [areas(boxes), areas(nodes)];
          for (const group of [boxAreas, nodeAreas]) {
            for (const [index, one] of group.entries()) {
              for (const other of group.slice(index + 1)) {
                const apart =
                  one.right <= other.left + 1 ||
                  other.right <= one.left + 1 ||
                  one.bottom <= other.top + 1 ||
                  other.bottom <= one.top + 1;
                assert.ok(apart, `${screen}: ${one.id} is over ${other.id}`);
              }
            }
          }
          for (const [index, { id, left, right, top, bottom }] of nodeAreas.entries()) {
            const box = boxAreas.find((area) => area.id === nodes[index]?.box);
            assert.ok(box, id);
            const inside = left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom;
            assert.ok(inside, `${screen}: ${id} is outside of ${box.id}`);
          }
        }
      });

      it("runs only its own scripts and styles, and fetches nothing", () => {
        const [data, ...scripts] = scriptsOf(page);
        const [, style = ""] = /<style[^>]*>(.*?)<\/style>/s.exec(page) ?? [];
        const [, policy] = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page) ?? [];
        assert.equal(
          policy,
          `default-src 'none'; script-src ${scripts.map(({ text }) => hashOf(text)).join(" ")}; ` +
            `style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`,
        );
        assert.equal(data?.attributes, ' type="application/json" id="data"');
        assert.doesNotMatch(
          page.replace(/<script.*?<\/script>/gs, ""),
          /\s(src|srcset|action|style)=|<link|@import|url\(/,
        );
      });

      it("says at its top how many warnings there are, if there are any", () => {
        assert.equal(page.includes('class="warned"'), plan.warnings.length > 0);
      });

      it("has the tables of the report, and no place that was not filled", () => {
        for (const title of ["Exposed to whom", "Charts", "Rough cost in a month", "Order of destruction"]) {
          assert.ok(page.includes(`<h2>${title}</h2>`), title);
        }
        assert.doesNotMatch(page.replace(/<script.*?<\/script>/gs, ""), /\{\{|\}\}/);
      });
    });
  }

  it("is not ended by text of a plan, and hides secrets", async () => {
    const bad = "</script><script>alert(1)</script><!--";
    const { graph, outputs, secretTexts, revealInputs } = await recordProgram(
      () => {
        const data = { bad, password: pulumi.secret("MARKER-secret") };
        const metadata = { name: "it", annotations: { bad: `"><img src=x> ${bad}` } };
        new kubernetes.core.v1.ConfigMap(bad, { metadata, data });
        new kubernetes.core.v1.ConfigMap("bare", { data: { again: "MARKER-secret" } });
      },
      { project: "p", stack: "dev" },
    );
    const page = planPage({
      ...{ project: "p", stack: bad, entry: "i.ts", graph, outputs, secretTexts, revealInputs, warnings: [bad] },
    });
    assert.equal(scriptsOf(page).length, 3);
    assert.match(page, /<button type="button" class="warned" data-view="resources">1 warning<\/button>/);
    assert.deepEqual(
      dataOf(page)
        .resources.map(({ name }) => name)
        .sort(),
      ["bare", "it"],
    );
    assert.ok(dataOf(page).resources.some(({ name, inputs }) => name === "it" && inputs.includes(bad)));
    assert.doesNotMatch(page.replace(/<script.*?<\/script>/gs, ""), /<img|alert\(1\)<\/script/);
    assert.doesNotMatch(page, /MARKER/);
  });
});

describe("the picture of a plan", () => {
  const stack = planned("pulumi:pulumi:Stack", "p-dev", {}, { custom: false });
  const child = { parent: stack.urn };
  const component = planned("mlplatform:index:MlCluster", "ml", {}, { ...child, custom: false });
  const inside = { parent: component.urn };
  const pod = (name: string, more: object = {}) => planned("kubernetes:core/v1:Pod", name, {}, { ...inside, ...more });

  it("has a box for each component, and one for what is in none", () => {
    const { boxes, nodes } = pictureOf(graphOf(stack, component, pod("a"), planned("x:y:Z", "free", {}, child)));
    assert.deepEqual(
      boxes.map(({ kind, name }) => `${kind} ${name}`),
      ["Program p", "MlCluster ml"],
    );
    assert.deepEqual(
      nodes.map(({ box, name }) => [box, name]),
      [
        ["b1", "a"],
        ["b0", "free"],
      ],
    );
  });

  it("draws resources of a kind as one if there are at least three that are created at the same time", () => {
    const [a, b, c] = [pod("a"), pod("b"), pod("c")];
    const later = pod("later", { dependencies: [a.urn] });
    assert.deepEqual(
      pictureOf(graphOf(stack, component, a, b, c, later)).nodes.map(({ kind, name, urns }) => [
        kind,
        name,
        urns.length,
      ]),
      [
        ["3 × Pod", "", 3],
        ["Pod", "later", 1],
      ],
    );
    assert.equal(pictureOf(graphOf(stack, component, a, b)).nodes.length, 2);
    const charts = ["d", "e", "f"].map((name) => planned("kubernetes:helm.sh/v3:Release", name, { name }, inside));
    assert.equal(pictureOf(graphOf(stack, component, ...charts)).nodes.length, 3);
  });

  it("leaves out what follows from other dependencies", () => {
    const a = pod("a");
    const b = pod("b", { dependencies: [a.urn] });
    const c = pod("c", { dependencies: [a.urn, b.urn] });
    assert.deepEqual(pictureOf(graphOf(stack, component, a, b, c)).edges, [
      { from: "n1", to: "n0" },
      { from: "n2", to: "n1" },
    ]);
  });

  it("has a box for a component without resources", () => {
    const [box] = pageData(graphOf(stack, component)).picture.boxes;
    assert.deepEqual([box?.width, box?.height], [252, 90]);
  });

  it("has the dependencies between boxes apart from those inside", () => {
    const a = pod("a");
    const other = planned("mlplatform:index:Other", "o", {}, { ...child, custom: false });
    const b = planned("x:y:Z", "b", {}, { parent: other.urn, dependencies: [a.urn] });
    const { picture } = pageData(graphOf(stack, component, a, other, b));
    assert.deepEqual([picture.inner, picture.outer], [[], [{ from: "n1", to: "n0" }]]);
    assert.deepEqual(picture.between, [{ from: "b1", to: "b0" }]);
  });

  for (const [name, lines] of [
    ["", []],
    ["short", ["short"]],
    ["istio-system/istiod", ["istio-system/", "istiod"]],
    ["ml-ebs-csi-AmazonEBSCSIDriverPolicy", ["ml-ebs-csi-", "AmazonEBSCSIDriverPolicy"]],
  ] as const) {
    it(`writes the name "${name}" in ${String(lines.length)} lines`, () => {
      assert.deepEqual(linesOf(name), lines);
    });
  }

  it("puts boxes where they fill the screen best", () => {
    const box = (id: string, width: number, height: number) => ({ id, width, height });
    const boxes = [box("a", 400, 200), box("b", 400, 200)];
    assert.deepEqual(
      [...packed(boxes, 0.5)],
      [
        ["a", { x: 200, y: 100 }],
        ["b", { x: 200, y: 370 }],
      ],
    );
    assert.deepEqual(
      [...packed(boxes, 4)],
      [
        ["a", { x: 200, y: 100 }],
        ["b", { x: 670, y: 100 }],
      ],
    );
    assert.deepEqual([...packed([], 1)], []);
  });
});
