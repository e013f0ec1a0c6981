import assert from "node:assert/strict";
import type { Setting } from "../../cli/project/config";
import { knownPlan } from "./known-plan";
import { planOf, refusalOf } from "./plan-of-program";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** The key `rke2` of the example stack, changed. */
const rke2 = (changes: object): Setting => [
  "rke2",
  JSON.stringify({
    rkeClusterYml: "stacks/cluster.example.yml",
    sshKeyPath: "stacks/ssh-key.example",
    loadBalancerNetwork: "192.168.86.240/28",
    ...changes,
  }),
];

const refusal = (...settings: Setting[]): Promise<string> => refusalOf("onprem", ...settings);

describe("the program onprem, by its config", () => {
  it("has the machines of the cluster.yml, and a gateway with an address of MetalLB and the certificates of both hosts", async () => {
    const graph = await knownPlan("onprem");
    const created = graph.byName("command:remote:Command", "ml-worker").inputs.values["create"];
    assert.match(created as string, /^# start the RKE2 agent worker \(192\.168\.86\.35\)/);
    const { values: pool } = graph.byName("kubernetes:metallb.io/v1beta1:IPAddressPool", "ingress-pool-default").inputs;
    assert.deepEqual((pool["spec"] as { addresses: unknown }).addresses, ["192.168.86.251-192.168.86.254"]);
    const certificates = graph.resources
      .filter(
        ({ type, inputs }) => type.endsWith(":Certificate") && JSON.stringify(inputs.values).includes("domain.test"),
      )
      .flatMap(({ inputs }) => (inputs.values["spec"] as { dnsNames: string[] }).dnsNames);
    assert.deepEqual(certificates.sort(), ["models.domain.test", "rancher-demo.domain.test"]);
  });

  it("installs Rancher behind the gateway, with the authority of its certificates", async () => {
    const { values } = (await knownPlan("onprem")).byName(RELEASE, "rancher").inputs;
    const { hostname, tls, privateCA, networkExposure } = values["values"] as Record<string, unknown>;
    assert.deepEqual(
      { hostname, tls, privateCA, networkExposure },
      {
        hostname: "rancher-demo.domain.test",
        tls: "external",
        privateCA: true,
        networkExposure: { type: "none" },
      },
    );
  });

  it("lets its pods run in all of its namespaces with the CIS profile, and writes no such label without it", async () => {
    const labelOf = ({ inputs }: { readonly inputs: { readonly values: object } }): unknown =>
      (inputs.values as { metadata: { labels?: Record<string, string> } }).metadata.labels?.[
        "pod-security.kubernetes.io/enforce"
      ];
    const labelled = async (...settings: Setting[]): Promise<Record<string, unknown>> => {
      const namespaces = (await knownPlan("onprem", settings)).ofType("kubernetes:core/v1:Namespace");
      return Object.fromEntries(namespaces.map((one) => [one.name, labelOf(one)]));
    };
    const pachyderm: Setting = ["pachyderm", '{"seaweedFs":{},"service":{"type":"ClusterIP"}}'];
    const hub: Setting = [
      "jupyterHub",
      '{"login":{"sharedPassword":{},"allowAll":true},"service":{"type":"ClusterIP"}}',
    ];
    const names = ["ingress-cert-manager-namespace", "ingress-metallb-namespace", "ingress-namespace"];
    names.push(
      "jupyterhub-namespace",
      "pachyderm-namespace",
      "rancher-namespace",
      "seldon-models-models",
      "seldon-namespace",
    );
    assert.deepEqual(
      await labelled(rke2({ cisProfile: true }), pachyderm, hub),
      Object.fromEntries(names.map((name) => [name, "privileged"])),
    );
    const without = await labelled(pachyderm, hub);
    assert.deepEqual(
      Object.keys(without).filter((name) => without[name] !== undefined),
      // Its pods change the network of their node.
      ["ingress-metallb-namespace"],
    );
  });

  it("names the hosts below its domain", async () => {
    const { outputs } = await planOf("onprem", ["domain", "lab.example.org"]);
    assert.equal(outputs.values["rancherUrl"], "https://rancher-demo.lab.example.org");
  });

  it("merges the key rancher over what it says itself", async () => {
    const rancher = JSON.stringify({ replicas: 1, host: "rancher.lab.example.org" });
    const hosts: Setting = ["hosts", '["rancher.lab.example.org"]'];
    const { values } = (await knownPlan("onprem", [["rancher", rancher], hosts])).byName(RELEASE, "rancher").inputs;
    const { hostname, replicas } = values["values"] as Record<string, unknown>;
    assert.deepEqual({ hostname, replicas }, { hostname: "rancher.lab.example.org", replicas: 1 });
  });

  it("has no authority of its own with certificates of Let's Encrypt", async () => {
    const settings: Setting[] = [
      ["tls", "letsEncrypt"],
      ["tlsEmail", "ml@example.org"],
      ["allowPublic", "true"],
    ];
    const { values } = (await knownPlan("onprem", settings)).byName(RELEASE, "rancher").inputs;
    assert.equal((values["values"] as Record<string, unknown>)["privateCA"], false);
  });

  it("says where addresses for the gateway come from", async () => {
    assert.match(
      await refusal(rke2({ loadBalancerNetwork: undefined })),
      / {2}- rke2\.loadBalancerNetwork: is missing, so nothing gives the gateway an address\. Write a block/,
    );
    assert.match(
      await refusal(rke2({ loadBalancerNetwork: "192.168.86.240/30" })),
      / {2}- rke2\.loadBalancerNetwork: cannot take addresses from "192\.168\.86\.240\/30": .* Write a larger block, such as/,
    );
  });

  it("has the secret of the key for snapshots from a config key of its own", async () => {
    const etcdSnapshots = { s3: { bucket: "b", accessKey: "AN-ID" } };
    const plan = await knownPlan("onprem", [rke2({ etcdSnapshots }), ["rke2SnapshotSecretKey", "key-of-snapshots"]]);
    assert.doesNotMatch(JSON.stringify(plan.resources), /key-of-snapshots/);
    const holders = plan.resources.filter((one) => JSON.stringify(plan.revealInputs(one)).includes("key-of-snapshots"));
    assert.deepEqual(
      holders.map(({ name }) => name),
      ["ml-master"],
    );
  });

  it("names config keys in errors, and never shows a password", async () => {
    assert.match(await refusal(rke2({ clusterCidr: "10.43.0.0/16" })), / {2}- rke2\.\w+: .*10\.43\.0\.0\/16/);
    const refused = await refusal(["rancherPassword", "short-one"]);
    assert.match(refused, / {2}- rancherPassword: /);
    assert.doesNotMatch(refused, /short-one/);
    const snapshots = (s3: object) => rke2({ etcdSnapshots: { s3: { bucket: "b", accessKey: "AN-ID", ...s3 } } });
    assert.match(
      await refusal(snapshots({ secretKey: "a-secret-key" })),
      /rke2\.etcdSnapshots\.s3\.secretKey: would be stored as plain text; run pulumi config set --secret rke2SnapshotSecretKey/,
    );
    assert.match(await refusal(snapshots({})), /rke2SnapshotSecretKey: is missing/);
    assert.match(await refusal(["rancher", '{"cluster":{}}']), /rancher\.cluster: is decided by the program/);
  });
});
