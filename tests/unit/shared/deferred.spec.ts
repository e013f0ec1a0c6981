import assert from "node:assert/strict";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../../components/shared/invalid-args";
import { checked, checkedEach, checkedLabels, cidr } from "../../../components/shared/checks";
import { IngressLayer } from "../../../components";
import { validated } from "../../../components/shared/shape";
import { deploy } from "../../helpers/deploy";
import { cluster as platform, clusterFacts, seldonFacts } from "../platform";

const model = (predictor: object): object => ({
  seldon: seldonFacts,
  namespace: "models",
  predictors: [{ name: "main", ...predictor }],
});

/** Why a program fails that waits for its outputs. */
async function failure(program: () => unknown): Promise<string> {
  try {
    await deploy(program);
  } catch (error) {
    assert.ok(error instanceof InvalidArgs, String(error));
    return error.problems.map(({ path, reason }) => `${path}: ${reason}`).join("\n");
  }
  return assert.fail("nothing was refused");
}

describe("an output that is an input", () => {
  const NOTHING = "resolved to nothing. Check the name of the output that it comes from.";
  const wrong: [title: string, component: string, args: object, message: string][] = [
    ["undefined", "ModelDeployment", model({ image: pulumi.output(undefined) }), `predictors[0].image: ${NOTHING}`],
    ["null", "ModelDeployment", model({ modelUri: Promise.resolve(null) }), `predictors[0].modelUri: ${NOTHING}`],
    [
      "undefined in overrides",
      "ModelDeployment",
      { ...model({}), overrides: { spec: { predictors: [{ replicas: pulumi.output(undefined) }] } } },
      `overrides.spec.predictors[0].replicas: ${NOTHING}`,
    ],
    [
      "undefined in values of a chart",
      "IngressLayer",
      { cluster: clusterFacts, charts: { istiod: { values: { a: { b: Promise.resolve(undefined) } } } } },
      `charts.istiod.values.a.b: ${NOTHING}`,
    ],
    [
      "a number where text belongs",
      "ModelDeployment",
      model({ image: pulumi.output(5) }),
      "predictors[0].image: the value is a number, not text.",
    ],
    [
      "a secret object where text belongs",
      "ModelDeployment",
      model({ image: pulumi.secret({ password: "s3cret" }) }),
      "predictors[0].image: is an object, not text.",
    ],
    [
      "a map with a number",
      "MlCluster",
      { existing: { loadBalancerAnnotations: pulumi.output({ a: 1 }) } },
      "existing.loadBalancerAnnotations.a: the value is a number, not text.",
    ],
    [
      "a list without an item",
      "MlCluster",
      { existing: { privateSubnetIds: pulumi.output(["a", undefined]) } },
      "existing.privateSubnetIds[1]: the value is not text.",
    ],
    [
      "an unknown field",
      "MlCluster",
      { existing: { identity: pulumi.output({ oidcIsuer: "x" }) } },
      'existing.identity.oidcIsuer: unknown input "oidcIsuer"; did you mean "oidcIssuer"?',
    ],
    [
      "a fact of the wrong type",
      "IngressLayer",
      { cluster: { ...clusterFacts, kubernetesVersion: pulumi.output(1.35) } },
      "cluster.kubernetesVersion: the value is a number, not text.",
    ],
  ];
  for (const [title, component, args, message] of wrong) {
    it(`is refused when it resolves to ${title}`, async () => {
      assert.equal(await failure(() => void validated(component, "x", args)), message);
    });
  }

  it("is kept when it resolves to what it must be", async () => {
    const identity = { oidcIssuer: "https://oidc.example.org" };
    const { outputs } = await deploy(() => {
      const { args } = validated("MlCluster", "x", { existing: { identity: pulumi.secret(identity) } });
      return { identity: args.existing.identity };
    });
    assert.deepEqual([outputs.values["identity"], outputs.secrets], ["[secret]", ["identity"]]);
  });

  it("may resolve to nothing if it is an optional fact", async () => {
    const facts = { ...clusterFacts, kubernetesVersion: pulumi.output(undefined) };
    await deploy(() => void validated("IngressLayer", "x", { cluster: facts }));
  });

  it("is not checked in a preview that does not know it", async () => {
    await deploy(
      () => {
        const unknown = new kubernetes.Provider("k");
        validated("ModelDeployment", "x", model({ image: unknown.id }));
      },
      { preview: true },
    );
  });

  const annotations = (value: unknown) =>
    validated("MlCluster", "x", { existing: { loadBalancerAnnotations: value } }).args.existing;
  const ranges = (...values: unknown[]) =>
    validated("IngressLayer", "x", { cluster: clusterFacts, sourceRanges: values }).args.sourceRanges;

  it("gets the same checks as a known value", async () => {
    const text = (value: unknown) => ranges(value)[0] as pulumi.Input<string>;
    const rule = "is not a CIDR block; write an address and a prefix length, such as 203.0.113.0/24.";
    assert.equal(await failure(() => checked("r", text(pulumi.output("x")), cidr)), `r: "x" ${rule}`);
    assert.equal(
      await failure(() => checked("r", text(pulumi.secret("x")), cidr)),
      "r: the secret value is not a CIDR block.",
    );
    const list = () => ranges("10.0.0.0/8", pulumi.output("x")) as pulumi.Input<string>[];
    assert.equal(await failure(() => checkedEach("r", list(), cidr)), `r[1]: "x" ${rule}`);
    const map = (value: unknown) => annotations(value).loadBalancerAnnotations as pulumi.Output<Record<string, string>>;
    const labels = { "a/b/c": "ok", team: "-" };
    assert.match(
      await failure(() => checkedLabels("l", map(pulumi.output(labels)))),
      /^l\.a\/b\/c: "a\/b\/c" is not a label key.*\nl\.team: "-" is not a label value/,
    );
    assert.match(await failure(() => checkedLabels("l", map(pulumi.secret({ team: "-" })))), /the secret value is not/);
  });
});

describe("an error about a secret value", () => {
  const layer = (args: object) => {
    const cluster = { ...clusterFacts, providesLoadBalancers: false };
    const common = { cluster, istio: {}, allowPublic: true, metallb: { pools: { a: { addresses: ["10.0.0.2/31"] } } } };
    new IngressLayer("in", { ...common, ...args }, { provider: platform().provider });
  };
  const pool = (addresses: string) => () =>
    layer({ metallb: { pools: { a: { addresses: [pulumi.secret(addresses)] } } } });
  const zone = (id: string) => () =>
    layer({
      hosts: ["a.example.org"],
      dns: { route53: { zones: { "example.org": pulumi.secret(id) }, roleArn: "arn:aws:iam::111122223333:role/dns" } },
    });

  const refused: [title: string, program: () => unknown, secret: string, message: string][] = [
    [
      "a block with bits beyond its prefix",
      () => layer({ allowPublic: undefined, sourceRanges: [pulumi.secret("198.51.100.77/24")] }),
      "198.51",
      "sourceRanges[0]: the secret value has bits set beyond its prefix.",
    ],
    [
      "a block with leading zeros",
      () => layer({ allowPublic: undefined, sourceRanges: [pulumi.secret("198.051.100.77/32")] }),
      "51.100",
      "sourceRanges[0]: the secret value is not a CIDR block.",
    ],
    [
      "a prefix length with a leading zero",
      () => layer({ allowPublic: undefined, sourceRanges: [pulumi.secret("198.51.100.0/024")] }),
      "198.51",
      "sourceRanges[0]: the secret value has a prefix length with a leading zero.",
    ],
    [
      "a single address in a pool",
      pool("10.0.0.7"),
      "10.0.0",
      "metallb.pools.a.addresses[0]: the secret value is a single address.",
    ],
    [
      "a reversed range",
      pool("10.0.0.7-10.0.0.4"),
      "10.0.0",
      "metallb.pools.a.addresses[0]: the secret value ends before it starts.",
    ],
    [
      "a network whose ends are in a pool",
      () =>
        layer({
          metallb: { network: pulumi.secret("10.9.0.0/24"), pools: { a: { addresses: ["10.9.0.0-10.9.0.3"] } } },
        }),
      "10.9.0",
      "metallb.pools.a.addresses[0]: the secret value contains the first address of the network, which the network itself uses. Leave it out.",
    ],
    [
      "a path of a hosted zone",
      zone("/hostedzone/ZSECRET0123"),
      "ZSECRET",
      "dns.route53.zones.example.org: the secret value has more than the id of the hosted zone.",
    ],
    [
      "the ARN of a session",
      () =>
        layer({
          hosts: ["a.example.org"],
          dns: {
            route53: {
              zones: { "example.org": "Z0123456789" },
              roleArn: pulumi.secret("arn:aws:sts::111122223333:assumed-role/s3cret/me"),
            },
          },
        }),
      "s3cret",
      "dns.route53.roleArn: the secret value is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/dns.",
    ],
  ];
  for (const [title, program, secret, message] of refused) {
    it(`has no text that is derived from ${title}`, async () => {
      const text = await failure(program);
      assert.ok(!text.includes(secret), text);
      assert.ok(text.split("\n").includes(message), text);
    });
  }
});
