import assert from "node:assert/strict";
import type { LiveObject } from "../../../../cli/cluster/objects";
import { releaseSentences, statusSentences } from "../../../../cli/up/explain-failure";

describe("a status in words", () => {
  const statuses: [what: string, status: Record<string, unknown>, words: string[]][] = [
    ["an empty status", {}, []],
    ["a state with its description", { state: "Failed", description: "no such model" }, ["is Failed: no such model"]],
    ["a phase with its message", { phase: "Pending", message: "waits" }, ["is Pending: waits"]],
    [
      "conditions that are not met",
      {
        conditions: [
          { type: "Ready", status: "False", reason: "NoPods", message: "no pod runs" },
          { type: "Known", status: "True", message: "fine" },
          { type: "Served", status: "False" },
        ],
      },
      ["is not Ready (NoPods: no pod runs)", "is not Served"],
    ],
  ];
  for (const [what, status, words] of statuses) {
    it(`contains ${what}`, () => {
      assert.deepEqual(statusSentences(status), words);
    });
  }
});

describe("an object of a chart that is not ready", () => {
  const of = (kind: string, spec: LiveObject["spec"], status: LiveObject["status"]): LiveObject => ({
    kind,
    metadata: { name: "gateway", namespace: "mesh", uid: "1", creationTimestamp: "2026-01-01T12:00:00Z" },
    spec,
    status,
  });
  const balanced = { type: "LoadBalancer" };

  it("is a Service that waits for a load balancer", () => {
    const [sentence = "", ...more] = releaseSentences(of("Service", balanced, { loadBalancer: {} }));
    assert.match(
      sentence,
      /^has no address: .* write metallb, or choose NodePort or ClusterIP as the type of the service$/,
    );
    assert.deepEqual(more, []);
  });

  it("is no Service that has an address or wants none", () => {
    const address = { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } };
    assert.deepEqual(releaseSentences(of("Service", balanced, address)), []);
    assert.deepEqual(releaseSentences(of("Service", { type: "ClusterIP" }, { loadBalancer: {} })), []);
  });

  it("is a Job that failed, and not one that is done", () => {
    const job = (type: string) => of("Job", {}, { conditions: [{ type, status: "True", reason: "R", message: "m" }] });
    assert.deepEqual(releaseSentences(job("Failed")), [
      "failed (R: m). Read why with kubectl logs job/gateway --namespace mesh",
    ]);
    assert.deepEqual(releaseSentences(job("Complete")), []);
  });

  it("is a Deployment with a condition that is not met", () => {
    const conditions = [{ type: "Available", status: "False", reason: "MinimumReplicasUnavailable" }];
    assert.deepEqual(releaseSentences(of("Deployment", {}, { conditions })), [
      "is not Available (MinimumReplicasUnavailable)",
    ]);
  });

  it("is a StatefulSet or a DaemonSet with too few pods, which have no conditions", () => {
    assert.deepEqual(releaseSentences(of("StatefulSet", { replicas: 3 }, { readyReplicas: 1 })), [
      "has 1 of 3 pods ready",
    ]);
    assert.deepEqual(releaseSentences(of("StatefulSet", {}, {})), ["has 0 of 1 pods ready"]);
    assert.deepEqual(releaseSentences(of("DaemonSet", {}, { numberReady: 0, desiredNumberScheduled: 2 })), [
      "has 0 of 2 pods ready",
    ]);
    assert.deepEqual(releaseSentences(of("DaemonSet", {}, { numberReady: 2, desiredNumberScheduled: 2 })), []);
    assert.deepEqual(releaseSentences(of("StatefulSet", { replicas: 3 }, { readyReplicas: 3 })), []);
  });
});
