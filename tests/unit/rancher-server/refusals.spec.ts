import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MlCluster, RancherServer } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { cluster, clusterFacts } from "../platform";
import { refusal } from "../refusal";
import { CERTIFICATE, HOST, HTTPS, KEY, RELEASE } from "./rancher";
import { create, refuses, type Row } from "./refused";

const OTHERS: Row[] = [
  [
    "a clean-up without a kubeconfig",
    { kubeconfig: undefined },
    "kubeconfig",
    /^is missing: after Rancher was uninstalled/,
  ],
  [
    "a file as the kubeconfig",
    { kubeconfig: "/home/ada/.kube/config" },
    "kubeconfig",
    /^is not the text of a kubeconfig/,
  ],
  [
    "a kubeconfig without a clean-up",
    { cleanUp: { enabled: false } },
    "kubeconfig",
    /^has no effect, because cleanUp\.enabled is false/,
  ],
  [
    "a time for no clean-up",
    { cleanUp: { enabled: false, timeoutSeconds: 60 }, kubeconfig: undefined },
    "cleanUp.timeoutSeconds",
    /^has no effect, because cleanUp\.enabled is false/,
  ],
  ["a clean-up in no time", { cleanUp: { timeoutSeconds: 9 } }, "cleanUp.timeoutSeconds", /at least 10/],
  ["a clean-up that takes hours", { cleanUp: { timeoutSeconds: 3601 } }, "cleanUp.timeoutSeconds", /at most 3600/],
  ["an installation in no time", { timeoutSeconds: 59 }, "timeoutSeconds", /at least 60/],
  ["an installation that takes hours", { timeoutSeconds: 7201 }, "timeoutSeconds", /at most 7200/],
  ["a short password", { bootstrapPassword: "elevenchars" }, "bootstrapPassword", /^is too short: .*at least 12/],
  ...["a-long-password\n", " a-long-password", "a-long\npassword", "              "].map((bootstrapPassword): Row => [
    `the password ${JSON.stringify(bootstrapPassword)}`,
    { bootstrapPassword },
    "bootstrapPassword",
    /^has a line break, or a space at an end/,
  ]),
  [
    "an authority with its key",
    { privateCa: `${CERTIFICATE}${KEY}` },
    "privateCa",
    /^has a private key too, which everybody could read/,
  ],
  [
    "a folder above the root",
    { auditLog: { hostPath: "/var/../.." } },
    "auditLog.hostPath",
    /is not an absolute folder/,
  ],
  ["another namespace", { namespace: { name: "rancher" } }, "namespace.name", /^is not cattle-system, the only/],
  ["no replica", { replicas: 0 }, "replicas", /^0 is not a whole number of at least 1/],
  ["too many replicas", { replicas: 100 }, "replicas", /at most 99/],
  [
    "more reserved than allowed",
    { resources: { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } } },
    "resources.requests.memory",
    /^2Gi exceeds the limit of 1Gi/,
  ],
  ["a level of the audit log that is not there", { auditLog: { level: 4 } }, "auditLog.level", /at most 3/],
  ["a level below all", { auditLog: { level: -1 } }, "auditLog.level", /at least 0/],
  ["a relative folder", { auditLog: { hostPath: "audit" } }, "auditLog.hostPath", /is not an absolute folder/],
  ["files of no day", { auditLog: { maxAgeDays: 0 } }, "auditLog.maxAgeDays", /at least 1/],
  ["a negative number of files", { auditLog: { maxBackups: -1 } }, "auditLog.maxBackups", /at least 0/],
  ["files without a size", { auditLog: { maxSizeMb: 0 } }, "auditLog.maxSizeMb", /at least 1/],
  ["a bad label", { labels: { "a b": "c" } }, "labels.a b", /"a b"/],
  ["a chart that is not there", { charts: { fleet: {} } }, "charts.fleet", /rancher/],
];

/** Values of the chart that an input decides, or that would break what relies on them. */
const VALUES: [values: object, key: string, reason: RegExp][] = [
  [{ hostname: "a.example.org" }, "hostname", /host/],
  [{ replicas: 1 }, "replicas", /replicas/],
  [{ bootstrapPassword: "admin" }, "bootstrapPassword", /bootstrapPassword/],
  [{ tls: "ingress" }, "tls", /ingress/],
  [{ networkExposure: { type: "gateway" } }, "networkExposure.type", /ingress/],
  [{ auditLog: { enabled: true } }, "auditLog.enabled", /auditLog/],
  [{ nameOverride: "r" }, "nameOverride", /changes the names of objects/],
  [{ service: { disableHTTP: true } }, "service.disableHTTP", /the route leads to this port/],
  [{ service: { type: "LoadBalancer" } }, "service.type", /would be a way in without HTTPS/],
  [{ gateway: { enabled: true } }, "gateway", /is a way in that ingress and kubernetesIngress do not know/],
  [{ postDelete: { ignoreTimeoutError: false } }, "postDelete.ignoreTimeoutError", /lets destroy come to the clean-up/],
];
const DECIDED = VALUES.map(([values, key, reason]): Row => [
  `the value ${key} of the chart`,
  { charts: { rancher: { values } } },
  `charts.rancher.values.${key}`,
  reason,
]);

describe("RancherServer refuses", () => {
  refuses(OTHERS);
  refuses(DECIDED);

  it("no cluster", async () => {
    const [problem, ...others] = await refusal(() => create({ cluster: undefined }));
    assert.deepEqual(others, []);
    assert.equal(problem?.path, "cluster");
    assert.match(problem.reason, /^is missing/);
  });

  it("a cluster without its provider", async () => {
    const args = { cluster: { ...clusterFacts, kubernetesVersion: "1.35" }, host: HOST, ingress: HTTPS };
    const problems = await refusal(() => new RancherServer("rancher", { ...args, kubeconfig: "a: kubeconfig\n" }));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
    assert.match(problems[0]?.reason ?? "", /there is no Kubernetes provider/);
  });

  it("a second Rancher in a cluster", async () => {
    const problems = await refusal(() => {
      const ml = cluster();
      const args = { cluster: ml, host: HOST, kubernetesIngress: {} };
      new RancherServer("first", args, { provider: ml.provider });
      new RancherServer("rancher", { ...args, host: "r.example.org" }, { provider: ml.provider });
    });
    assert.deepEqual(problems, [
      {
        path: "cluster",
        reason:
          'the cluster already has Rancher of RancherServer "first", and can have only one. Leave this component out.',
      },
    ]);
  });

  it("no second Rancher in another cluster", async () => {
    const graph = await deploy(() => {
      for (const context of ["dev", "prod"]) {
        const existing = { kubeconfig, context, clusterIdentifier: context };
        const ml = new MlCluster(context, { existing, kubernetesVersion: "1.35" });
        const args = { cluster: ml, host: HOST, kubernetesIngress: {}, tls: { secret: { name: "a" } } };
        new RancherServer(`rancher-${context}`, args, { provider: ml.provider });
      }
    });
    assert.deepEqual(
      graph
        .ofType(RELEASE)
        .map(({ name }) => name)
        .sort(),
      ["rancher-dev", "rancher-prod"],
    );
  });

  it("every wrong input in one error", async () => {
    const problems = await refusal(() => create({ host: "a", replicas: 0, bootstrapPassword: "short" }));
    assert.deepEqual(problems.map(({ path }) => path).sort(), ["bootstrapPassword", "host", "replicas"]);
  });

  it("a short password that is known only later, without showing it", async () => {
    const withLater = (password: string): Promise<unknown> =>
      deploy(() => void create({ bootstrapPassword: pulumi.secret(Promise.resolve(password)) }));
    await assert.rejects(withLater("elevenchars"), ({ message }: Error) => {
      assert.match(message, /RancherServer "rancher" has invalid arguments:\n {2}- bootstrapPassword: is too short/);
      return !message.includes("elevenchars");
    });
    await assert.doesNotReject(withLater("twelve chars"));
  });

  it("secrets without showing them", async () => {
    const wrong = {
      bootstrapPassword: "hunter2",
      kubeconfig: "the-token",
      privateCa: "the-authority",
      kubernetesIngress: {},
      tls: { secret: { certificate: CERTIFICATE, key: KEY.replace("PRIVATE KEY", "SECRET") } },
    };
    const problems = await refusal(() => create(wrong));
    assert.deepEqual(problems.map(({ path }) => path).sort(), [
      "bootstrapPassword",
      "kubeconfig",
      "privateCa",
      "tls.secret.key",
    ]);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2|the-token|the-authority|MIIE/);
  });
});
