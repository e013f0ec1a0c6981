import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { planFirst } from "../../cli/plan/plan-first";
import { IngressLayer, InvalidArgs } from "../../components";
import { cluster, clusterFacts } from "../unit/platform";

/** A stack of the Automation API, as far as `planFirst` asks it. */
const stackOf = (program: PulumiFn | undefined): Stack =>
  ({
    name: "dev",
    workspace: { program, projectSettings: () => Promise.resolve({ name: "proj", runtime: "nodejs" }) },
    getAllConfig: () => Promise.resolve({ "proj:size": { value: "small" } }),
  }) as unknown as Stack;

const planned = (program: () => unknown): Promise<void> =>
  planFirst(stackOf(() => Promise.resolve(program() as Record<string, unknown>)));

describe("planFirst of the Automation API", () => {
  it("accepts a program, which gets the stack's config", async () => {
    let size: string | undefined;
    await planned(() => {
      size = new pulumi.Config("proj").get("size");
    });
    assert.equal(size, "small");
  });

  it("throws what a component throws", async () => {
    const program = () => {
      const args = { cluster: clusterFacts, istio: {}, allowPublic: true, replicas: 0 };
      new IngressLayer("ingress", args, { provider: cluster().provider });
    };
    await assert.rejects(planned(program), InvalidArgs);
  });

  it("refuses a program that logs an error, as up does after it has created resources", async () => {
    const program = () => {
      void pulumi.log.error("the quota is used up");
    };
    await assert.rejects(planned(program), /^UserError: the quota is used up$/);
  });

  it("refuses two resources for one object, and names both with the lines that create them", async () => {
    const program = () => {
      const { provider } = cluster();
      for (const name of ["one", "other"])
        new kubernetes.core.v1.ConfigMap(name, { metadata: { name: "settings", namespace: "models" } }, { provider });
    };
    await assert.rejects(
      planned(program),
      /ConfigMap models\/settings is described twice, by "one"[^"]*plan-first\.spec\.ts:\d+[^"]* and "other"[^"]*plan-first\.spec\.ts:\d+/,
    );
  });

  it("names every error that a program logs", async () => {
    const program = () => {
      for (const text of ["first", "second"]) void pulumi.log.error(text);
    };
    await assert.rejects(planned(program), /^UserError: first\nsecond$/);
  });

  it("needs a program", async () => {
    await assert.rejects(planFirst(stackOf(undefined)), /this stack has no inline program/);
  });
});
