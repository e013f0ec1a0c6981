import assert from "node:assert/strict";
import { SECRET, UNKNOWN, type PlainValue } from "../../../cli/plan/graph";
import { exposureOfChart } from "../../../cli/plan/text/exposure";

const type = "LoadBalancer";
const OLD_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";

describe("who may reach a chart's load balancer", () => {
  const table: readonly [values: PlainValue | undefined, texts: readonly string[]][] = [
    [undefined, []],
    [UNKNOWN, []],
    [{ service: UNKNOWN }, []],
    [{ service: { type: "ClusterIP" } }, []],
    [{ service: { type, loadBalancerSourceRanges: ["203.0.113.0/24"] } }, ["from 203.0.113.0/24"]],
    [
      { service: { type, loadBalancerSourceRanges: ["10.0.0.0/8", UNKNOWN] } },
      ["from 10.0.0.0/8, addresses known later"],
    ],
    [{ service: { type, loadBalancerSourceRanges: SECRET } }, ["from addresses known later"]],
    [{ service: { type, annotations: { [OLD_RANGES]: "10.0.0.0/8, 10.1.0.0/16" } } }, ["from 10.0.0.0/8, 10.1.0.0/16"]],
    [{ service: { type, annotations: { [OLD_RANGES]: UNKNOWN } } }, ["from addresses known later"]],
    [{ service: { type } }, ["open to everyone"]],
    [{ service: { type, loadBalancerSourceRanges: [] } }, ["open to everyone"]],
    [{ service: { type, loadBalancerSourceRanges: ["10.0.0.0/8", "0.0.0.0/0"] } }, ["open to everyone"]],
    [{ service: { type, loadBalancerSourceRanges: ["::/0"] } }, ["open to everyone"]],
    [{ service: { type, annotations: { "x/azure-load-balancer-internal": "true" } } }, ["internal"]],
    [{ service: { type, annotations: { "x/azure-load-balancer-internal": "false" } } }, ["open to everyone"]],
    [{ service: { type, annotations: { "x/aws-load-balancer-scheme": "internal" } } }, ["internal"]],
    [{ service: { type, annotations: UNKNOWN } }, ["its annotations are known later"]],
    [{ proxy: { service: { type } }, service: { type: "NodePort" } }, ["open to everyone"]],
  ];
  for (const [values, texts] of table) {
    it(`${JSON.stringify(values)}: ${texts.join() || "nothing to say"}`, () => {
      assert.deepEqual(
        exposureOfChart(values),
        texts.map((text) => ({ text: `LoadBalancer, ${text}`, open: text === "open to everyone" })),
      );
    });
  }
});
