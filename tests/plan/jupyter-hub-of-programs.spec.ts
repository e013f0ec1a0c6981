import assert from "node:assert/strict";
import type { Plan } from "../../cli/plan/plan-program";
import type { Setting } from "../../cli/project/config";
import { planText } from "../../cli/plan/text/plan-text";
import { planJson } from "../../cli/plan/json";
import { assertGolden } from "./golden";
import { knownPlan } from "./known-plan";
import { planOf, refusal, refusalOf } from "./plan-of-program";

const HOST = "jupyterhub.example.org";
const hub = (inputs: object): Setting => ["jupyterHub", JSON.stringify(inputs)];
const SHARED = { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] };
const HOSTS: Setting[] = [
  ["hosts", `["models.example.org","${HOST}"]`],
  ["tls", "selfSigned"],
];
const GITHUB = { github: { clientId: "the-client", organizations: ["my-org"] } };

const textOf = (plan: Plan): string => planText(plan, { colours: false, width: 400 });

/** What is looked at of the chart's values. */
interface Values {
  readonly singleuser: { readonly storage: { readonly capacity: string } };
  readonly hub: { readonly config: { readonly JupyterHub: { readonly authenticator_class: string } } };
}

interface RouteSpec {
  readonly hosts: readonly string[];
}

describe("JupyterHub in the programs, from config", () => {
  it("is absent without config", async () => {
    assert.doesNotMatch(textOf(await planOf("existing")), /jupyter/i);
  });

  it("is in the golden plan of the program existing; refresh it with `npm run golden`", async () => {
    assertGolden("existing-jupyter-hub", await planOf("existing", ...HOSTS, hub({ host: HOST, login: SHARED })));
  });

  it("lets notebooks reach the models, the gateway and Pachyderm", async () => {
    const pachyderm: Setting = ["pachyderm", JSON.stringify({ seaweedFs: {}, service: { type: "ClusterIP" } })];
    const { graph } = await planOf("existing", ...HOSTS, pachyderm, hub({ host: HOST, login: SHARED }));
    const release = graph.resources.find(({ name, type }) => name === "jupyterhub" && type.endsWith("Release"));
    const text = JSON.stringify(release?.inputs.values);
    for (const [namespace, pods] of [
      ["models", undefined],
      ["istio-system", { matchLabels: { istio: "ingressgateway" } }],
      ["pachyderm", { matchExpressions: [{ key: "app", operator: "In", values: ["pachd", "pachyderm-proxy"] }] }],
    ] as const) {
      const peer = {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        ...(pods === undefined ? {} : { podSelector: pods }),
      };
      assert.ok(text.includes(`"to":[${JSON.stringify(peer)}]`), namespace);
    }
  });

  it("has the secrets of the config, which no plan shows", async () => {
    const plan = await planOf(
      "existing",
      ...HOSTS,
      ["jupyterHubClientSecret", "MARKER-client"],
      hub({ host: HOST, login: GITHUB }),
    );
    const text = textOf(plan);
    assert.match(text, new RegExp(`jupyterHubUrl +https://${HOST}\\n`));
    assert.doesNotMatch(text, /MARKER|jupyterHubPassword/);
    const given: Setting[] = [
      ["jupyterHubUserPassword", "MARKER-user-password"],
      ["jupyterHubAdminPassword", "MARKER-admin-password-of-32-characters"],
    ];
    const own = textOf(await planOf("existing", ...HOSTS, ...given, hub({ host: HOST, login: SHARED })));
    assert.doesNotMatch(own, /MARKER|jupyterHubPassword|jupyterHubAdminPassword/);
  });

  it("has the secret of each login from the config, and of no other place", async () => {
    const client = { clientId: "the-client" };
    const provider = Object.fromEntries(
      ["authorizeUrl", "tokenUrl", "userdataUrl"].map((url) => [url, `https://login.example.org/${url}`]),
    );
    const logins: Record<string, [key: string, login: object]> = {
      google: ["jupyterHubClientSecret", { google: client, allowedUsers: ["ada@example.org"] }],
      azureAd: [
        "jupyterHubClientSecret",
        { azureAd: { ...client, tenantId: "11111111-2222-3333-4444-555555555555" }, allowAll: true },
      ],
      oidc: ["jupyterHubClientSecret", { oidc: { ...client, ...provider }, allowAll: true }],
      dummy: ["jupyterHubUserPassword", { dummy: {}, insecureAllowAnyone: true }],
    };
    for (const [block, [key, login]] of Object.entries(logins)) {
      const plan = await planOf("existing", ...HOSTS, [key, "MARKER-secret"], hub({ host: HOST, login }));
      assert.doesNotMatch(textOf(plan) + JSON.stringify(plan.graph) + planJson(plan), /MARKER/, block);
      const release = plan.graph.resources.find(({ name, type }) => name === "jupyterhub" && type.endsWith("Release"));
      assert.match(JSON.stringify(plan.revealInputs(release?.urn ?? "")), /MARKER-secret/, block);
    }
  });

  it("is in the program k3d anyway, with the config merged over what the program says", async () => {
    const plan = await planOf("k3d", hub({ deleteData: true, storage: { capacity: "20Gi" } }));
    const one = (name: string, kind: string) => {
      const found = plan.graph.resources.find((resource) => resource.name === name && resource.type.endsWith(kind));
      assert.ok(found, name);
      return found;
    };
    assert.equal(one("jupyterhub-namespace", "Namespace").retainOnDelete, false);
    const { values } = plan.revealInputs(one("jupyterhub", "Release").urn) as unknown as { values: Values };
    assert.equal(values.singleuser.storage.capacity, "20Gi");
    assert.equal(values.hub.config.JupyterHub.authenticator_class, "shared-password");
    const { spec } = plan.revealInputs(one("jupyterhub-route", "VirtualService").urn) as unknown as { spec: RouteSpec };
    assert.deepEqual(spec.hosts, ["jupyterhub.mlplatform.test"]);
  });

  it("is left out of the program k3d if the config says so", async () => {
    const { graph, outputs } = await planOf("k3d", ["withoutJupyterHub", "true"]);
    assert.deepEqual(
      graph.resources.filter(({ urn }) => /jupyter/i.test(urn)).map(({ urn }) => urn),
      [],
    );
    assert.deepEqual(
      Object.keys(outputs.values).filter((name) => /jupyter/i.test(name)),
      [],
    );
    assert.ok(graph.resources.some(({ name, type }) => name === "iris" && type === "mlplatform:index:ModelDeployment"));
  });

  it("keeps a part of the key that is encrypted a secret, in all texts that are the user's own", async () => {
    const profiles = [{ name: "a", image: "a/b:1", env: { KEY: "key-of-a-profile" } }];
    const charts = { jupyterhub: { values: { hub: { labels: { of: "a-label-of-the-chart" } } } } };
    const settings = [
      ...HOSTS,
      hub({ host: HOST, login: SHARED, extraEnv: { TOKEN: "token-of-all" }, profiles, charts }),
    ];
    const texts = ["key-of-a-profile", "a-label-of-the-chart", "token-of-all"];
    const seen = async (encrypted: readonly string[]) => {
      const plan = await knownPlan("existing", settings, encrypted);
      const inputs = plan.byName("kubernetes:helm.sh/v3:Release", "jupyterhub");
      const revealed = JSON.stringify(plan.revealInputs(inputs));
      for (const text of texts) assert.ok(revealed.includes(text), text);
      return texts.filter((text) => JSON.stringify(plan.resources).includes(text));
    };
    assert.deepEqual(await seen([]), texts);
    assert.deepEqual(await seen(["jupyterHub"]), []);
  });

  it("cannot be left out where it is asked for, or where it is not there anyway", async () => {
    const without: Setting = ["withoutJupyterHub", "true"];
    assert.match(await refusal(without), /withoutJupyterHub: has no effect, because this program installs JupyterHub/);
    const both = hub({ deleteData: true });
    for (const program of ["existing", "k3d"]) {
      assert.match(await refusalOf(program, without, both), /withoutJupyterHub: contradicts the key jupyterHub/);
    }
    assert.match(
      await refusalOf("k3d", without, ["jupyterHubUserPassword", "password-of-users"]),
      /jupyterHubUserPassword: has no effect, because the key jupyterHub has no login\.sharedPassword or/,
    );
  });

  it("is refused by the names of the config keys", async () => {
    const inside = (login: object) => hub({ login });
    assert.match(await refusal(inside({ dummy: {} })), /jupyterHub\.login\.insecureAllowAnyone: is missing/);
    assert.match(await refusal(inside({ ...SHARED, native: {} })), /jupyterHub\.login: 2 were given/);
    assert.match(await refusal(...HOSTS, hub({ host: HOST, login: GITHUB })), /jupyterHubClientSecret: is missing/);
    assert.match(await refusal(hub({ login: SHARED, cluster: {} })), /jupyterHub\.cluster: is decided by the program/);
    assert.match(
      await refusal(inside({ github: { ...GITHUB.github, clientSecret: "x" } })),
      /jupyterHub\.login\.github\.clientSecret: would be stored as plain text; run pulumi config set --secret jupyterHubClientSecret/,
    );
    assert.match(
      await refusal(inside(SHARED), ["jupyterHubClientSecret", "secret"]),
      /jupyterHubClientSecret: has no effect, because the key jupyterHub has no login\.github or/,
    );
  });
});
