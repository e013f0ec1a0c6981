import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { JupyterHub } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster } from "../platform";
import { refusal } from "../refusal";
import { LOGINS, valuesOf, withSeed } from "./hub";

const create = (values: object, more: object = {}): JupyterHub => {
  const ml = cluster();
  const args = { cluster: ml, login: LOGINS.sharedPassword, charts: { jupyterhub: { values } }, ...more };
  return new JupyterHub("hub", args, { provider: ml.provider });
};

const config = (section: string, settings: unknown) => ({ hub: { config: { [section]: settings } } });
const AT = "charts.jupyterhub.values";

/** Values by which others than those of `login` could log in, have rights, or know secrets. */
const DOORS: [what: string, values: object, path: string][] = [
  [
    "the dummy login",
    config("JupyterHub", { authenticator_class: "dummy" }),
    "hub.config.JupyterHub.authenticator_class",
  ],
  [
    "no authenticator",
    config("JupyterHub", { authenticator_class: null }),
    "hub.config.JupyterHub.authenticator_class",
  ],
  ["no section of the hub", config("JupyterHub", null), "hub.config.JupyterHub"],
  ["no section of the login", config("SharedPasswordAuthenticator", null), "hub.config.SharedPasswordAuthenticator"],
  ["no config", { hub: { config: null } }, "hub.config"],
  ["no hub", { hub: null }, "hub"],
  ["everyone", config("SharedPasswordAuthenticator", { allow_all: false }), "hub.config.SharedPasswordAuthenticator"],
  [
    "groups of passwords",
    config("SharedPasswordAuthenticator", { password_groups: { a: ["b"] } }),
    "hub.config.SharedPasswordAuthenticator",
  ],
  ["settings of all authenticators", config("Authenticator", { admin_users: ["eve"] }), "hub.config.Authenticator"],
  [
    "settings of another authenticator",
    config("DummyAuthenticator", { password: "x" }),
    "hub.config.DummyAuthenticator",
  ],
  ["settings of everything", config("LoggingConfigurable", { allow_all: true }), "hub.config.LoggingConfigurable"],
  [
    "administrators by the old name",
    config("JupyterHub", { admin_users: ["eve"] }),
    "hub.config.JupyterHub.admin_users",
  ],
  [
    "roles",
    config("JupyterHub", { load_roles: [{ name: "admin", users: ["eve"] }] }),
    "hub.config.JupyterHub.load_roles",
  ],
  ["tokens", config("JupyterHub", { api_tokens: { known: "admin" } }), "hub.config.JupyterHub.api_tokens"],
  ["cookies by plain HTTP", config("JupyterHub", { tornado_settings: {} }), "hub.config.JupyterHub.tornado_settings"],
  ["another key of cookies", { hub: { cookieSecret: "0".repeat(64) } }, "hub.cookieSecret"],
  ["a generated key of cookies", { hub: { cookieSecret: null } }, "hub.cookieSecret"],
  ["another token of the proxy", { proxy: { secretToken: "known" } }, "proxy.secretToken"],
  [
    "a token in the environment of the proxy",
    { proxy: { chp: { extraEnv: { CONFIGPROXY_AUTH_TOKEN: "x" } } } },
    "proxy.chp.extraEnv",
  ],
  ["another key of the login's state", config("CryptKeeper", { keys: ["0"] }), "hub.config.CryptKeeper"],
  ["Python", { hub: { extraConfig: { door: "c.JupyterHub.authenticator_class = 'dummy'" } } }, "hub.extraConfig"],
  ["no Python", { hub: { extraConfig: null } }, "hub.extraConfig"],
  ["files of the hub", { hub: { extraFiles: { a: { mountPath: "/etc/a.py", stringData: "" } } } }, "hub.extraFiles"],
  ["variables of the hub", { hub: { extraEnv: { JUPYTERHUB_CRYPT_KEY: "0" } } }, "hub.extraEnv"],
  ["a Secret with config", { hub: { existingSecret: "mine" } }, "hub.existingSecret"],
  ["a service with a known token", { hub: { services: { a: { apiToken: "known", admin: true } } } }, "hub.services"],
  ["roles of the chart", { hub: { loadRoles: { a: { scopes: ["admin:users"], users: ["eve"] } } } }, "hub.loadRoles"],
  ["another image of the hub", { hub: { image: { name: "example.org/hub" } } }, "hub.image"],
  ["another command of the hub", { hub: { args: ["jupyterhub", "--no-ssl"] } }, "hub.args"],
  ["another program of the hub", { hub: { command: ["sh", "-c", "jupyterhub"] } }, "hub.command"],
  ["files in a volume of the hub", { hub: { extraVolumeMounts: [{ mountPath: "/etc" }] } }, "hub.extraVolumeMounts"],
  ["pages of the caller", { hub: { templatePaths: ["/etc/jupyterhub/templates"] } }, "hub.templatePaths"],
  ["anything at all in the hub's pod", { hub: { extraPodSpec: { hostNetwork: true } } }, "hub.extraPodSpec"],
  ["a container beside the hub", { hub: { extraContainers: [{}] } }, "hub.extraContainers"],
  ["a hub with a load balancer", { hub: { service: { type: "LoadBalancer" } } }, "hub.service.type"],
  ["a database without a volume", { hub: { db: { type: "sqlite-memory" } } }, "hub.db.type"],
  ["a load balancer", { proxy: { service: { type: "LoadBalancer" } } }, "proxy.service.type"],
  ["an Ingress", { ingress: { enabled: true } }, "ingress.enabled"],
  ["a route", { httpRoute: { enabled: true } }, "httpRoute.enabled"],
  [
    "a proxy that trusts browsers",
    { proxy: { chp: { extraCommandLineFlags: ["--no-x-forward"] } } },
    "proxy.chp.extraCommandLineFlags",
  ],
  ["other names", { fullnameOverride: "x" }, "fullnameOverride"],
  ["no network policy", { singleuser: { networkPolicy: { enabled: false } } }, "singleuser.networkPolicy.enabled"],
  [
    "private networks",
    { singleuser: { networkPolicy: { egressAllowRules: { privateIPs: true } } } },
    "singleuser.networkPolicy.egressAllowRules.privateIPs",
  ],
  [
    "the metadata of clouds",
    { singleuser: { networkPolicy: { egressAllowRules: { cloudMetadataServer: true } } } },
    "singleuser.networkPolicy.egressAllowRules.cloudMetadataServer",
  ],
  [
    "the network of the node",
    { singleuser: { extraPodConfig: { hostNetwork: true } } },
    "singleuser.extraPodConfig.hostNetwork",
  ],
  ["another egress", { singleuser: { networkPolicy: { egress: [{}] } } }, "singleuser.networkPolicy.egress"],
];

const late = (value: unknown): pulumi.Output<unknown> => pulumi.output(Promise.resolve(value));

/** The same as outputs, in which nobody can look. */
const LATE_DOORS: typeof DOORS = [
  [
    "the dummy login",
    config("JupyterHub", { authenticator_class: late("dummy") }),
    "hub.config.JupyterHub.authenticator_class",
  ],
  ["a section of the hub", config("JupyterHub", late({ authenticator_class: "dummy" })), "hub.config.JupyterHub"],
  [
    "a section of the login",
    config("SharedPasswordAuthenticator", late({ allow_all: true })),
    "hub.config.SharedPasswordAuthenticator",
  ],
  [
    "a section of another login",
    config("DummyAuthenticator", late({ password: "x" })),
    "hub.config.DummyAuthenticator",
  ],
  ["all sections", { hub: { config: late({ JupyterHub: { authenticator_class: "dummy" } }) } }, "hub.config"],
  ["the hub", { hub: late({ extraConfig: { door: "pass" } }) }, "hub"],
  ["Python", { hub: { extraConfig: late({ door: "pass" }) } }, "hub.extraConfig"],
  ["a line of Python", { hub: { extraConfig: { door: late("pass") } } }, "hub.extraConfig"],
  ["variables", { hub: { extraEnv: { A: late("b") } } }, "hub.extraEnv"],
  ["the network policy", { singleuser: { networkPolicy: late({ enabled: false }) } }, "singleuser.networkPolicy"],
  ["the class of notebooks", config("KubeSpawner", late({ namespace: "default" })), "hub.config.KubeSpawner"],
];

/** Settings of notebooks beside the inputs and the values of the chart for the same. */
const NOTEBOOKS: [key: string, value: unknown, instead: RegExp][] = [
  ["image", "example.org/lab:1", /\bimage\b/],
  ["profile_list", [], /profiles/],
  ["environment", { A: "b" }, /extraEnv/],
  ["default_url", "/tree", /defaultUrl/],
  ["mem_limit", "1G", /resources\.notebook/],
  ["storage_class", "fast", /storage\.storageClass/],
  ["node_selector", {}, /nodeSelector/],
  ["tolerations", [], /tolerations/],
  ["namespace", "default", /namespace\.name/],
  ["enable_user_namespaces", true, /namespace\.name/],
  ["component_label", "other", /the chart/],
  ["extra_labels", {}, /singleuser\.extraLabels/],
  ["volumes", [], /singleuser\.storage\.extraVolumes/],
  ["service_account", "hub", /singleuser\.serviceAccountName/],
  ["extra_pod_config", { hostNetwork: true }, /singleuser\.extraPodConfig/],
];

describe("values of the caller", () => {
  for (const [what, values, path] of LATE_DOORS) {
    it(`cannot bring as an output ${what}`, async () => {
      const problems = await refusal(() => create(values));
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [`${AT}.${path}`],
      );
    });
  }

  for (const [key, value, instead] of NOTEBOOKS) {
    it(`cannot set ${key} of notebooks at a second place`, async () => {
      for (const section of ["KubeSpawner", "Spawner"]) {
        for (const allowHubCode of [false, true]) {
          const problems = await refusal(() => create(config(section, { [key]: value }), { allowHubCode }));
          assert.deepEqual(
            problems.map((problem) => problem.path),
            [`${AT}.hub.config.${section}.${key}`],
          );
          assert.match(problems[0]?.reason ?? "", instead);
        }
      }
    });
  }

  it("cannot give notebooks the account of the hub, which reads all Secrets of the namespace", async () => {
    const account = (serviceAccountName: string) => ({ singleuser: { serviceAccountName } });
    const problems = await refusal(() => create(account("hub")));
    assert.deepEqual(
      problems.map(({ path }) => path),
      [`${AT}.singleuser.serviceAccountName`],
    );
    await deploy(() => create(account("notebooks")), { outputs: withSeed });
  });

  it("cannot break the hub by something else than settings of notebooks", async () => {
    for (const settings of [null, [], "x"]) {
      const problems = await refusal(() => create(config("KubeSpawner", settings)));
      assert.deepEqual(
        problems.map(({ path }) => path),
        [`${AT}.hub.config.KubeSpawner`],
      );
    }
  });

  it("are secret in the state where they hold passwords, keys and tokens, also as plain text", async () => {
    const values = {
      imagePullSecret: { create: true, registry: "example.org", username: "me", password: "MARKER-pull" },
      hub: {
        config: { GenericOAuthenticator: { client_secret: "MARKER-client" } },
        services: { grader: { apiToken: "MARKER-api" } },
        extraEnv: { OTHER_TOKEN: "MARKER-env" },
        existingSecret: "of-others",
      },
      singleuser: { extraEnv: { DB_PASSWORD: pulumi.secret("MARKER-notebook") } },
    };
    const graph = await deploy(() => create(values, { allowHubCode: true }), { outputs: withSeed });
    const state = JSON.stringify(graph.resources);
    assert.doesNotMatch(state, /MARKER/);
    assert.match(state, /of-others/); // the name of a Secret is none
    const revealed = JSON.stringify(valuesOf(graph));
    assert.deepEqual([...revealed.matchAll(/MARKER-(\w+)/g)].map(([, which]) => which).sort(), [
      "api",
      "client",
      "env",
      "notebook",
      "pull",
    ]);
  });

  for (const [what, values, path] of DOORS) {
    it(`cannot bring ${what}`, async () => {
      const problems = await refusal(() => create(values));
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [`${AT}.${path}`],
      );
    });
  }

  it("can set what lets nobody in", async () => {
    const settings = {
      ...config("JupyterHub", { named_server_limit_per_user: 2 }),
      debug: { enabled: true },
      // The hub reads nothing of this by itself.
      custom: { hub: { config: { JupyterHub: { authenticator_class: "dummy" } } } },
    };
    const graph = await deploy(() => create(settings), { outputs: withSeed });
    const { hub } = valuesOf(graph);
    assert.deepEqual(hub?.["config"]?.["JupyterHub"], {
      authenticator_class: "shared-password",
      named_server_limit_per_user: 2,
    });
  });

  it("can add code if the caller says so, but not replace the code and the settings of the login", async () => {
    const allowHubCode = { allowHubCode: true };
    for (const [values, path] of [
      [{ hub: { extraConfig: { "lower-case-names": "" } } }, "hub.extraConfig.lower-case-names"],
      [{ hub: { extraConfig: { "zz-notebooks-end-with-hub": "" } } }, "hub.extraConfig.zz-notebooks-end-with-hub"],
      [{ hub: { loadRoles: { admin: { users: ["eve"] } } } }, "hub.loadRoles.admin"],
      [config("JupyterHub", { authenticator_class: "dummy" }), "hub.config.JupyterHub.authenticator_class"],
      [config("SharedPasswordAuthenticator", { allow_all: false }), "hub.config.SharedPasswordAuthenticator"],
    ] as const) {
      const problems = await refusal(() => create(values, allowHubCode));
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [`${AT}.${path}`],
      );
    }
    for (const values of [config("Authenticator", { refresh_pre_spawn: true }), { hub: { services: { a: {} } } }]) {
      const graph = await deploy(() => create(values, allowHubCode), { outputs: withSeed });
      assert.equal(graph.ofType("mlplatform:index:JupyterHub").length, 1);
    }
  });
});
