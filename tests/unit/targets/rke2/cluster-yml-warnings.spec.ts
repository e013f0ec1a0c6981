import assert from "node:assert/strict";
import { stringify } from "yaml";
import {
  FILE,
  NODE,
  TRANSLATED,
  type Section,
  type Untranslated,
} from "../../../../components/targets/rke2/cluster-yml/known-fields";
import { KEY } from "./cluster";
import { accepted, below, fileWith, nodeWith, warningsOf } from "./cluster-yml";

/** The fields without effect, each with its reason. */
const untranslated = (section: Section, prefix = ""): [path: string, fate: Untranslated][] =>
  Object.entries(section.fields).flatMap(([name, fate]): [string, Untranslated][] => {
    if (fate === TRANSLATED) return [];
    const path = `${prefix}${name}`;
    if (typeof fate === "string") return [[path, { reason: fate, harmless: /^$/ }]];
    return typeof fate === "object" && "fields" in fate ? untranslated(fate, `${path}.`) : [[path, fate]];
  });

const lineOf = (text: string, key: string): number =>
  text.split("\n").findIndex((line) => line.includes(`${key}: `)) + 1;

const CUSTOM_CA = "services.etcd.backup_config.s3backupconfig.custom_ca";
/** A bucket without its name and keys is warned about too. */
const bucketWith = (custom_ca: unknown) =>
  below("services.etcd.backup_config.s3backupconfig", {
    bucket_name: "b",
    access_key: "id",
    secret_key: "hidden",
    custom_ca,
  });

describe("a cluster.yml of RKE is warned about", () => {
  const ofFile = untranslated(FILE);
  const ofNode = untranslated(NODE);

  it("all fields without an equivalent, which are many", () => {
    assert.equal(ofFile.length, 126);
    assert.deepEqual(
      ofNode.map(([name]) => name),
      ["ssh_cert", "ssh_cert_path", "ssh_agent_auth", "nodeName", "docker_socket"],
    );
  });

  for (const [path, { reason }] of ofFile) {
    it(`${path}, with its line, if it says something`, () => {
      const written = (value: unknown) => fileWith(path === CUSTOM_CA ? bucketWith(value) : below(path, value));
      const text = written("marker");
      const line = lineOf(text, path.split(".").at(-1) ?? "");
      assert.deepEqual(warningsOf(text), [`${String(line)}: ${path}: ${reason}`]);
      for (const nothing of ["", {}, [], null, false, 0, [""], { inner: { none: null } }])
        assert.deepEqual(warningsOf(written(nothing)), [], JSON.stringify(nothing));
    });
  }

  for (const [name, { reason }] of ofNode) {
    it(`${name} of a node, with its line`, () => {
      const text = nodeWith({ [name]: "marker" });
      assert.deepEqual(warningsOf(text), [`${String(lineOf(text, name))}: nodes[0].${name}: ${reason}`]);
      assert.deepEqual(warningsOf(nodeWith({ [name]: "" })), []);
    });
  }

  it("nothing that RKE2 does the same way", () => {
    const harmless = {
      authorization: { mode: "rbac" },
      authentication: { strategy: "x509" },
      ingress: { provider: "none" },
      cloud_provider: { name: "none" },
      dns: { provider: "coredns" },
      monitoring: { provider: "metrics-server" },
      cluster_name: "local",
      addon_job_timeout: 30,
      services: { "kube-api": { pod_security_configuration: "privileged" } },
    };
    assert.deepEqual(accepted(fileWith(harmless)), accepted(fileWith({})));
    assert.deepEqual(accepted(fileWith({ addon_job_timeout: 45 })), accepted(fileWith({})));
  });

  it("a bucket of which only the authority is known", () => {
    const fields = warningsOf(fileWith(below(CUSTOM_CA, "marker"))).map((text) => text.slice(0, 88));
    assert.deepEqual(fields, [
      "11: services.etcd.backup_config.s3backupconfig: has no bucket_name, no access_key, no se",
      "12: services.etcd.backup_config.s3backupconfig.custom_ca: is not translated. Write its f",
    ]);
  });

  it("fields with one reason once, with their lines", () => {
    const node = (number: number) => ({
      address: `10.0.0.${String(number)}`,
      user: "ubuntu",
      role: number === 1 ? ["controlplane", "etcd"] : ["worker"],
      docker_socket: "/var/run/docker.sock",
    });
    const text = stringify({ nodes: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(node), ignore_docker_version: true });
    const [warning, ...others] = warningsOf(text);
    assert.deepEqual(others, []);
    assert.match(
      warning ?? "",
      /^7: nodes\[\].docker_socket, ignore_docker_version \(also line 12, 17, 22, 27, 32, 37 and 3 more lines\): is about Docker/,
    );
  });

  it("all system images once", () => {
    const images = Object.fromEntries(["etcd", "alpine", "kubernetes"].map((name) => [name, `rancher/${name}:1`]));
    const warnings = warningsOf(fileWith({ system_images: images }));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^8: system_images: names images of RKE/);
  });

  const unknown: [title: string, text: string, warning: string][] = [
    [
      "a misspelt key",
      fileWith({ netwrok: { plugin: "canal" } }),
      '8: netwrok: is no field of RKE, so "netwrok" has no effect. Did you mean network?',
    ],
    [
      "a key that is like no other",
      fileWith({ services: { telemetry: 1 } }),
      '9: services.telemetry: is no field of RKE, so "telemetry" has no effect. Remove it.',
    ],
    [
      "a misspelt key of a node",
      nodeWith({ adress: "10.0.0.9" }),
      '8: nodes[0].adress: is no field of RKE, so "adress" has no effect. Did you mean address?',
    ],
    [
      "a name that every object has",
      fileWith({ constructor: 1 }),
      '8: constructor: is no field of RKE, so "constructor" has no effect. Remove it.',
    ],
  ];
  for (const [title, text, warning] of unknown) {
    it(title, () => {
      assert.deepEqual(warningsOf(text), [warning]);
    });
  }

  it("mounts with options that only Docker has, and what a kubelet on the machine does not need", () => {
    const services = {
      scheduler: { extra_binds: ["/a:/b:z", "/c:/d"] },
      kubelet: { extra_binds: ["/a:/a"], extra_env: ["A=1"] },
    };
    const { settings, warnings } = accepted(fileWith({ services }));
    assert.deepEqual(settings.serverConfig, { "kube-scheduler-extra-mount": ["/c:/d"] });
    assert.deepEqual(
      warnings.map(({ line, text }) => [line, text.slice(0, 60)]),
      [
        [11, "services.scheduler.extra_binds[0]: has options of Docker beh"],
        [14, "services.kubelet.extra_binds, services.kubelet.extra_env (al"],
      ],
    );
  });

  it("without a word of what can be secret", () => {
    const secret = "hunter2-marker";
    const text =
      nodeWith({ ssh_cert: secret, ssh_key: KEY }) +
      stringify({
        private_registries: [{ url: "registry.example.org", user: "me", password: secret }],
        services: { etcd: { key: secret, backup_config: { s3backupconfig: { secret_key: secret } } } },
        cloud_provider: { vsphereCloudProvider: { global: { password: secret } } },
      });
    assert.equal(accepted(text).warnings.length, 5);
    const told = JSON.stringify(accepted(text).warnings);
    assert.ok(!told.includes(secret) && !told.includes(KEY.split("\n")[1] ?? "-"), told);
  });
});
