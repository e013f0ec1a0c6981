import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Exposure, MlCluster } from "../../../components";
import { targetNames } from "../../../components/targets/target";
import { deploy } from "../../helpers/deploy";
import { kubeconfig } from "../kubeconfig";
import { refusal } from "../refusal";

const existing = { kubeconfig, context: "dev" };

describe("MlCluster on an existing cluster", () => {
  it("creates one provider and nothing else", async () => {
    const graph = await deploy(() => new MlCluster("ml", { existing }));
    assert.deepEqual(
      graph.resources.map(({ type, name, parent }) => [type, name, parent?.split("::").pop()]),
      [
        ["pulumi:pulumi:Stack", "proj-test", undefined],
        ["mlplatform:index:MlCluster", "ml", "proj-test"],
        ["pulumi:providers:kubernetes", "ml", "ml"],
      ],
    );
    const provider = graph.byName("pulumi:providers:kubernetes", "ml");
    assert.deepEqual(provider.inputs, {
      values: { kubeconfig: "[secret]" },
      secrets: ["kubeconfig"],
      unknowns: [],
    });
    const text = graph.revealInputs(provider)["kubeconfig"] as string;
    assert.match(text, /"current-context":"dev"/);
    assert.doesNotMatch(text, /prod-token/);
  });

  it("registers every output once, the kubeconfig as a secret", async () => {
    const graph = await deploy(() => new MlCluster("ml", { existing, kubernetesVersion: "1.35" }));
    const { outputs, outputsRegistered } = graph.byName("mlplatform:index:MlCluster", "ml");
    assert.equal(outputsRegistered, 1);
    assert.deepEqual(outputs?.secrets, ["kubeconfig"]);
    const facts = {
      clusterName: "dev",
      kubernetesVersion: "1.35",
      loadBalancerAnnotations: {},
      internalLoadBalancerAnnotations: {},
      providesLoadBalancers: true,
      defaultExposure: "public",
      identity: {},
      privateSubnetIds: [],
      ready: "dev",
    };
    assert.deepEqual(outputs.values, {
      ...facts,
      facts,
      kubeconfig: "[secret]",
      endpoint: "https://dev.example.org:6443",
    });
  });

  it("returns every fact that the caller writes", async () => {
    const stated = {
      clusterName: "lab",
      clusterIdentifier: "lab-1",
      storageClass: "fast",
      providesLoadBalancers: false,
      defaultExposure: Exposure.Internal,
      loadBalancerAnnotations: { "example.org/scheme": "public" },
      internalLoadBalancerAnnotations: { "example.org/scheme": "internal" },
      loadBalancerNetwork: "192.168.10.0/24",
      region: "eu-central-1",
      networkId: "vpc-1",
      privateSubnetIds: ["subnet-1"],
      identity: { oidcIssuer: "https://oidc.example.org", providerArn: "arn:aws:iam::1:oidc-provider/x" },
      nodeIdentity: "arn:aws:iam::1:role/node",
    };
    const graph = await deploy(() => new MlCluster("ml", { existing: { ...existing, ...stated } }));
    const values = graph.byName("mlplatform:index:MlCluster", "ml").outputs?.values;
    for (const [fact, value] of Object.entries(stated)) assert.deepEqual(values?.[fact], value, fact);
    assert.equal(values?.["ready"], "lab");
    assert.equal(graph.byName("pulumi:providers:kubernetes", "ml").inputs.values["clusterIdentifier"], "lab-1");
  });

  it("accepts a kubeconfig that is an output, and keeps it secret", async () => {
    const text = pulumi.output(kubeconfig);
    const graph = await deploy(() => new MlCluster("ml", { existing: { kubeconfig: text, context: "prod" } }));
    const provider = graph.byName("pulumi:providers:kubernetes", "ml");
    assert.match(graph.revealInputs(provider)["kubeconfig"] as string, /prod-token/);
    assert.deepEqual(provider.inputs.secrets, ["kubeconfig"]);
  });

  it("refuses a kubeconfig that is an output and resolves to something else", async () => {
    const text = pulumi.output("nonsense");
    await assert.rejects(
      deploy(() => new MlCluster("ml", { existing: { kubeconfig: text, context: "dev" } })),
      /MlCluster "ml" has invalid arguments:\n {2}- existing.kubeconfig: is not a kubeconfig.* Give the text of a kubeconfig, or an object\./,
    );
  });

  const object = {
    contexts: [{ name: "dev", context: { cluster: "dev", user: "dev" } }],
    clusters: [{ name: "dev", cluster: { server: "https://dev.example.org:6443" } }],
    users: [{ name: "dev", user: { token: "dev-token" } }],
    "current-context": "dev",
  };
  const deferred = { ...object, users: [{ name: "dev", user: { token: pulumi.secret("dev-token") } }] };
  const given = {
    "an object": { kubeconfig: object, context: "dev" },
    "an output of an object": { kubeconfig: pulumi.output(object), context: "dev" },
    "an object with an output in it": { kubeconfig: deferred, context: "dev" },
    "a context that is an output": { kubeconfig, context: pulumi.output("dev") },
    "a promise of both": { kubeconfig: Promise.resolve(object), context: Promise.resolve("dev") },
    "the current context": { kubeconfig, useCurrentContext: true },
    "the current context of an output": { kubeconfig: pulumi.secret(object), useCurrentContext: true },
  };
  for (const [title, block] of Object.entries(given)) {
    it(`accepts ${title}`, async () => {
      const graph = await deploy(() => new MlCluster("ml", { existing: block }));
      const { outputs } = graph.byName("mlplatform:index:MlCluster", "ml");
      assert.deepEqual(outputs?.secrets, ["kubeconfig"]);
      assert.deepEqual(
        [outputs.values["clusterName"], outputs.values["endpoint"]],
        ["dev", "https://dev.example.org:6443"],
      );
      const text = graph.revealInputs(graph.byName("pulumi:providers:kubernetes", "ml"))["kubeconfig"];
      assert.deepEqual(JSON.parse(text as string), { apiVersion: "v1", kind: "Config", ...object });
    });
  }

  for (const [title, context] of Object.entries({ "no text": "", nothing: undefined, "another one": "staging" })) {
    it(`refuses a context that is an output and resolves to ${title}`, async () => {
      const later = pulumi.output(context) as pulumi.Output<string>;
      await assert.rejects(
        deploy(() => new MlCluster("ml", { existing: { kubeconfig, context: later } })),
        /- existing\.context: (resolved to nothing\.|"staging" is not in the kubeconfig; its contexts are dev, )/,
      );
    });
  }

  it("can be previewed when nothing is known", async () => {
    const graph = await deploy(() => new MlCluster("ml", { existing }), { preview: true });
    assert.deepEqual(graph.byName("mlplatform:index:MlCluster", "ml").outputs?.unknowns, ["facts", "ready"]);
  });

  it("passes protection to its children", async () => {
    const graph = await deploy(() => new MlCluster("ml", { existing }, { protect: true }));
    assert.equal(graph.byName("pulumi:providers:kubernetes", "ml").protect, true);
  });
});

describe("MlCluster refuses", () => {
  const refused: [string, object, [path: string, reason: RegExp][]][] = [
    [
      "an unknown target",
      { existing, metal: {} },
      [["metal", new RegExp(`^unknown input "metal"; the inputs are .*\\b${targetNames().join("\\b.*\\b")}\\b`)]],
    ],
    [
      "a misspelt input",
      { existing, kubernetsVersion: "1.35" },
      [["kubernetsVersion", /^unknown input "kubernetsVersion"; did you mean "kubernetesVersion"\?$/]],
    ],
    [
      "no kubeconfig",
      { existing: { context: "dev" } },
      [["existing", /^none was given; fill exactly one of kubeconfig, kubeconfigPath\.$/]],
    ],
    [
      "two kubeconfigs",
      { existing: { ...existing, kubeconfigPath: "x" } },
      [["existing", /^2 were given \(kubeconfig, kubeconfigPath\)/]],
    ],
    [
      "no context",
      { existing: { kubeconfig } },
      [["existing.context", /^is missing\. Name the context .*, or write useCurrentContext: true\.$/]],
    ],
    [
      "a context beside the choice of the current one",
      { existing: { ...existing, useCurrentContext: true } },
      [["existing.useCurrentContext", /^contradicts context\. Leave one of them out\.$/]],
    ],
    [
      "the choice of the current context of a kubeconfig that has none",
      { existing: { kubeconfig: kubeconfig.replace("current-context: dev", ""), useCurrentContext: true } },
      [["existing.useCurrentContext", /^the kubeconfig has no current-context; its contexts are dev, prod, /]],
    ],
    [
      "a number for a kubeconfig",
      { existing: { kubeconfig: 5, context: "dev" } },
      [["existing.kubeconfig", /^is not a kubeconfig.* Give the text of a kubeconfig, or an object\.$/]],
    ],
    [
      "the text of a kubeconfig for a path, without showing it",
      { existing: { kubeconfigPath: kubeconfig, context: "dev" } },
      [["existing.kubeconfigPath", /^is the text of a kubeconfig, not a path\. Write it as `kubeconfig`\.$/]],
    ],
    [
      "a kubeconfig with a wrong value, without advice to give another one",
      { existing: { kubeconfig: kubeconfig.replace("dev-token", "no"), context: "dev" } },
      [["existing.kubeconfig", /^users\[0\]\.user\.token is a boolean, .* Put it in quotes\.$/]],
    ],
    ["an empty context", { existing: { kubeconfig, context: "" } }, [["existing.context", /^is missing/]]],
    [
      "a context that is not there, listing those that are",
      { existing: { kubeconfig, context: "staging" } },
      [["existing.context", /^"staging" is not in the kubeconfig; its contexts are dev, prod, orphan, stranger\.$/]],
    ],
    [
      "a kubeconfig that does not parse",
      { existing: { kubeconfig: "{", context: "dev" } },
      [["existing.kubeconfig", /^does not parse as YAML \(line 1\)\. Give the text of a kubeconfig, or an object\.$/]],
    ],
    ...["./kc.yaml", "~/.kube/config", "/etc/rancher/k3s/k3s.yaml", "../kc", "kubeconfig.yaml"].map(
      (path): [string, object, [string, RegExp][]] => [
        `the path ${path} for a kubeconfig`,
        { existing: { kubeconfig: path, context: "dev" } },
        [["existing.kubeconfig", /^looks like a path; write kubeconfigPath\.$/]],
      ],
    ),
    [
      "a file that is no kubeconfig",
      { existing: { kubeconfigPath: __filename, context: "dev" } },
      [["existing.kubeconfigPath", /^does not parse as YAML.*\. Name a kubeconfig file\.$/]],
    ],
    [
      "a misspelt path, without missing the right one",
      { existing: { kubeConfigPath: "x", context: "dev" } },
      [["existing.kubeConfigPath", /^unknown input "kubeConfigPath"; did you mean "kubeconfigPath"\?$/]],
    ],
    [
      "a misspelt context, without missing the right one",
      { existing: { kubeconfig, contxt: "dev" } },
      [["existing.contxt", /did you mean "context"\?$/]],
    ],
    [
      "a misspelt target",
      { exsiting: existing },
      [["exsiting", /^unknown input "exsiting"; did you mean "existing"\?$/]],
    ],
    [
      "a path that is undefined",
      { existing: { kubeconfigPath: undefined, context: "dev" } },
      [
        [
          "existing",
          /fill exactly one of .* \(kubeconfigPath is written, but its value is undefined: check the spelling of the value\)\.$/,
        ],
      ],
    ],
    [
      "a kubeconfig file that is not there",
      { existing: { kubeconfigPath: "/no/such/file", context: "dev" } },
      [
        [
          "existing.kubeconfigPath",
          /^"\/no\/such\/file" cannot be read \(ENOENT at \/no\/such\/file\)\. Name a kubeconfig file\.$/,
        ],
      ],
    ],
    [
      "an untested Kubernetes",
      { existing, kubernetesVersion: "1.30" },
      [["kubernetesVersion", /^"1\.30" is not a Kubernetes version we test/]],
    ],
    [
      "a version that is none",
      { existing, kubernetesVersion: "newest", allowUntestedVersions: true },
      [["kubernetesVersion", /is not a version/]],
    ],
    [
      "every input that is not well-formed, at once",
      {
        existing: {
          ...existing,
          context: "",
          storageClass: "Fast",
          loadBalancerNetwork: "10.0.0.1",
          identity: { oidcIssuer: "http://x" },
          defaultExposure: "open",
        },
        kubernetesVersion: "newest",
      },
      [
        ["existing.defaultExposure", /^"open" is not one of internal, public\.$/],
        ["kubernetesVersion", /"newest" is not a version/],
        ["existing.context", /^is missing/],
        ["existing.storageClass", /^"Fast" is not a DNS-1123 subdomain/],
        ["existing.loadBalancerNetwork", /^"10\.0\.0\.1" is a single address; write 10\.0\.0\.1\/32/],
        ["existing.identity.oidcIssuer", /^"http:\/\/x" is not a URL that starts with https:\/\//],
      ],
    ],
    [
      "every rule across inputs that is broken, at once",
      { existing: { ...existing, context: "staging" }, kubernetesVersion: "1.30" },
      [
        ["kubernetesVersion", /1\.30/],
        ["existing.context", /staging/],
      ],
    ],
  ];
  for (const [title, args, expected] of refused) {
    it(title, async () => {
      const problems = await refusal(() => new MlCluster("ml", args));
      assert.deepEqual(
        problems.map(({ path }) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(({ reason }, index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
      });
    });
  }

  it("but accepts an untested Kubernetes version with allowUntestedVersions: true", async () => {
    const graph = await deploy(
      () => new MlCluster("ml", { existing, kubernetesVersion: "1.30", allowUntestedVersions: true }),
    );
    assert.equal(graph.byName("mlplatform:index:MlCluster", "ml").outputs?.values["kubernetesVersion"], "1.30");
  });
});
