import assert from "node:assert/strict";
import { pathInMirror } from "../../components/shared/image-reference";
import { charts, type ChartName } from "../../components/shared/pinned-charts";
import { deploy } from "../helpers/deploy";
import { contractOf } from "./contract-of";
import { readContract } from "./contract";
import { describeWithContracts } from "./contracts-dir";
import { isRecord } from "./value-path";
import { withRegistry } from "./variants/image-registry";

type Values = Record<string, unknown>;

const REGISTRY = "registry.example.org:5000/mirror";

/** Charts whose images do not come from a registry, each with the reason. */
const WITHOUT: Readonly<Partial<Record<ChartName, string>>> = {
  "istio-base": "it has no image",
  "istio-gateway": "istiod fills in the image of its pods",
  ambassador: "its chart has no key for one image, so the input is refused",
};

/** Values that are no name of an image, or that the chart has from a chart inside it, which values.yaml does not show. */
const OTHER: Readonly<Partial<Record<ChartName, Readonly<Record<string, string>>>>> = {
  // The folder of all images.
  istiod: { "global.hub": `${REGISTRY}/istio` },
  metallb: {
    "frr-k8s.frrk8s.image.repository": `${REGISTRY}/metallb/frr-k8s`,
    "frr-k8s.frrk8s.frr.image.repository": `${REGISTRY}/frrouting/frr`,
  },
  pachyderm: {
    "postgresql.image.registry": REGISTRY,
    "loki-stack.loki.image.repository": `${REGISTRY}/grafana/loki`,
    "loki-stack.promtail.image.registry": REGISTRY,
  },
};

/** The texts in values, by their dotted keys. */
const texts = (values: Values, parent = ""): [key: string, text: string][] =>
  Object.entries(values).flatMap(([key, value]) => {
    const path = parent === "" ? key : `${parent}.${key}`;
    if (isRecord(value)) return texts(value, path);
    return typeof value === "string" ? [[path, value] as [string, string]] : [];
  });

/** The values of each chart that the variants install. */
async function valuesOfCharts(registry: string | undefined): Promise<Map<ChartName, Map<string, string>>> {
  const found = new Map<ChartName, Map<string, string>>();
  for (const { program, outputs, answers } of withRegistry(registry)) {
    const graph = await deploy(program, { outputs, answers });
    for (const release of graph.ofType("kubernetes:helm.sh/v3:Release")) {
      const inputs = graph.revealInputs(release);
      found.set(contractOf(inputs), new Map(texts(inputs.values as Values)));
    }
  }
  return found;
}

/** What the registry makes of a default: it takes the place of a registry, or of the registry in a name. */
function inRegistry(usual: string, registry: string): string {
  const end = usual.endsWith("/") ? "/" : "";
  if (!usual.replace(/\/$/, "").includes("/")) return `${registry}${end}`;
  return `${registry}/${pathInMirror(usual)}${/(:[^/:]*)?$/.exec(usual)?.[0] ?? ""}`;
}

describeWithContracts("imageRegistry", (dir) => {
  let plain: Map<ChartName, Map<string, string>>;
  let mirrored: Map<ChartName, Map<string, string>>;
  before(async () => {
    plain = await valuesOfCharts(undefined);
    mirrored = await valuesOfCharts(REGISTRY);
  });

  for (const name of Object.keys(charts) as ChartName[]) {
    const reason = WITHOUT[name];
    it(reason === undefined ? `decides images of ${name}` : `decides nothing of ${name}: ${reason}`, () => {
      const own = mirrored.get(name);
      const changed = [...(own ?? [])].filter(([key, text]) => plain.get(name)?.get(key) !== text);
      if (reason !== undefined) {
        assert.deepEqual(changed, []);
        return;
      }
      assert.notDeepEqual(changed, []);
      const { values } = readContract(name, dir);
      const wrapped = values["_internal_defaults_do_not_set"];
      const defaults = new Map(texts(isRecord(wrapped) ? wrapped : values));
      const expected = changed.map(([key]) => {
        const usual = plain.get(name)?.get(key) ?? defaults.get(key);
        const other = OTHER[name]?.[key];
        if (other !== undefined) return [key, other];
        return [key, usual === undefined ? "the chart has no such key" : inRegistry(usual, REGISTRY)];
      });
      assert.deepEqual(Object.fromEntries(changed), Object.fromEntries(expected));
    });
  }
});
