import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { JupyterHub, JupyterHubServiceType, type ClusterFacts } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";
import { HOST, HTTPS, LOGINS, withSeed } from "./hub";

const create = (args: object, facts: Partial<ClusterFacts> = {}): JupyterHub =>
  new JupyterHub(
    "hub",
    {
      cluster: { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35", ...facts },
      login: LOGINS.sharedPassword,
      ...args,
    },
    { provider: cluster().provider },
  );

const IMAGE = "quay.io/jupyter/scipy-notebook:2026-08-10";
const LONG = "a password of administrators, 32+ characters";
const LoadBalancer = { type: JupyterHubServiceType.LoadBalancer };
const login = (own: object) => ({ login: own });
const shared = (passwords: object, more: object = { adminUsers: ["admin"] }) =>
  login({ sharedPassword: passwords, allowAll: true, ...more });
const { github } = LOGINS.github;
const oidc = (own: object) => ({
  ...login({ oidc: { ...LOGINS.oidc.oidc, ...own }, allowedUsers: ["ada"] }),
  ingress: HTTPS,
  host: HOST,
});
const profile = (...own: object[]) => ({ profiles: own.map((one) => ({ name: "One", image: IMAGE, ...one })) });

type Row = [what: string, args: object, path: string, reason: RegExp, facts?: Partial<ClusterFacts>];

const rows: Row[] = [
  ["no login", { login: undefined }, "login", /^is missing/],
  [
    "a login without a method",
    login({ allowAll: true }),
    "login",
    /^none was given; fill exactly one of sharedPassword, github/,
  ],
  ["two methods", login({ sharedPassword: {}, native: {}, allowAll: true }), "login", /^2 were given/],
  [
    "the dummy login without its flag",
    login({ dummy: {} }),
    "login.insecureAllowAnyone",
    /^is missing: with login\.dummy, whoever reaches the page is who they say/,
  ],
  [
    "the flag of the dummy login with another",
    shared({}, { insecureAllowAnyone: true }),
    "login.insecureAllowAnyone",
    /^has no effect/,
  ],
  [
    "users of the dummy login",
    login({ dummy: {}, insecureAllowAnyone: true, allowedUsers: ["ada"] }),
    "login.allowedUsers",
    /every name/,
  ],
  [
    "an empty dummy password",
    login({ dummy: { password: "" }, insecureAllowAnyone: true }),
    "login.dummy.password",
    /^is empty/,
  ],
  [
    "nobody who may log in",
    login({ sharedPassword: {} }),
    "login",
    /^lets nobody in but administrators\. Write login\.allowAll: true or login\.allowedUsers/,
  ],
  [
    "an empty list of users",
    login({ sharedPassword: {}, allowedUsers: [] }),
    "login.allowedUsers",
    /nobody could log in/,
  ],
  [
    "all users and some",
    login({ native: {}, allowAll: true, allowedUsers: ["ada"] }),
    "login.allowedUsers",
    /^has no effect/,
  ],
  [
    "a user with a slash",
    login({ native: {}, allowedUsers: ["a/b"] }),
    "login.allowedUsers[0]",
    /is not a name of a user/,
  ],
  [
    "a user with a blank at the end",
    login({ native: {}, allowAll: true, adminUsers: ["ada "] }),
    "login.adminUsers[0]",
    /white space/,
  ],
  [
    "one user in two spellings",
    login({ native: {}, allowedUsers: ["ada", "Ada"] }),
    "login.allowedUsers[1]",
    /is listed twice/,
  ],
  [
    "a short password of users",
    shared({ userPassword: "1234567" }),
    "login.sharedPassword.userPassword",
    /^is shorter than the 8 characters/,
  ],
  [
    "a short password of administrators",
    shared({ adminPassword: "x".repeat(31) }),
    "login.sharedPassword.adminPassword",
    /^is shorter than the 32/,
  ],
  [
    "a line break at the end",
    shared({ userPassword: "password\n" }),
    "login.sharedPassword.userPassword",
    /^has a character that cannot be typed/,
  ],
  [
    "two equal passwords",
    shared({ userPassword: LONG, adminPassword: LONG }),
    "login.sharedPassword.adminPassword",
    /^is the password of users/,
  ],
  [
    "a password of nobody",
    shared({ adminPassword: LONG }, {}),
    "login.sharedPassword.adminPassword",
    /there are no administrators/,
  ],
  [
    "administrators of Google without an address",
    { ...login({ ...LOGINS.google, adminUsers: ["ada"] }), ingress: HTTPS, host: HOST },
    "login.adminUsers[0]",
    /^"ada" is not an e-mail address/,
  ],
  [
    "an organisation with a blank",
    login({ github: { ...github, organizations: ["my org"] } }),
    "login.github.organizations[0]",
    /is not an organisation/,
  ],
  [
    "a client secret with a line break",
    login({ github: { ...github, clientSecret: "secret\n" } }),
    "login.github.clientSecret",
    /^is empty or has white space/,
  ],
  [
    "every tenant",
    login({ azureAd: { ...LOGINS.azureAd.azureAd, tenantId: "common" } }),
    "login.azureAd.tenantId",
    /accounts of every tenant/,
  ],
  [
    "names that users can change",
    login({ azureAd: { ...LOGINS.azureAd.azureAd, usernameClaim: "name" } }),
    "login.azureAd.usernameClaim",
    /users can change/,
  ],
  ["a provider without HTTPS", oidc({ tokenUrl: "http://login.example.org/token" }), "login.oidc.tokenUrl", /https/],
  [
    "a claim of groups without groups",
    { ...oidc({ allowedGroups: undefined, groupsClaim: "roles" }) },
    "login.oidc.groupsClaim",
    /^has no effect/,
  ],
  ["an identity provider without a host", login(LOGINS.github), "host", /sends users back to it/],
  [
    "an identity provider without HTTPS",
    { ...login(LOGINS.github), ingress: ingressFacts, host: HOST },
    "login.github",
    /^needs HTTPS/,
  ],
  [
    "a weak minimum of passwords",
    login({ native: { minimumPasswordLength: 1 }, allowAll: true }),
    "login.native.minimumPasswordLength",
    /at least 8/,
  ],

  [
    "a host that the ingress does not serve",
    { ingress: { ...ingressFacts, hosts: ["a.example.org"] }, host: HOST },
    "host",
    /is not served by the ingress/,
  ],
  ["an ingress without a host", { ingress: ingressFacts }, "host", /^is missing: behind an ingress/],
  ["two ingresses", { ingress: ingressFacts, kubernetesIngress: {}, host: HOST }, "kubernetesIngress", /second way in/],
  ["a service behind an ingress", { ingress: ingressFacts, host: HOST, service: {} }, "service", /^has no effect/],
  [
    "a certificate behind an ingress",
    { ingress: ingressFacts, host: HOST, tls: { secretName: "a" } },
    "tls",
    /^has no effect/,
  ],
  [
    "HTTPS said twice",
    { kubernetesIngress: { tlsSecretName: "a", https: true }, host: HOST },
    "kubernetesIngress.https",
    /^has no effect/,
  ],
  [
    "models' path as the base path",
    { ingress: { ...ingressFacts, hosts: [HOST] }, host: HOST, basePath: "/seldon" },
    "basePath",
    /where Istio leads to models/,
  ],
  ["a base path with a slash at its end", { basePath: "/jupyter/" }, "basePath", /none at its end/],
  ["the internet without HTTPS", { service: { ...LoadBalancer, allowPublic: true } }, "tls", /plain HTTP/],
  [
    "half the internet",
    { service: { ...LoadBalancer, sourceRanges: ["0.0.0.0/1"] }, tls: { secretName: "a" } },
    "service.sourceRanges[0]",
    /service\.allowPublic: true/,
  ],
  [
    "a public Service inside the cluster",
    { service: { allowPublic: true } },
    "service.allowPublic",
    /applies to a load balancer only/,
  ],
  [
    "a load balancer on a cluster without",
    { service: LoadBalancer },
    "service.type",
    /provides no load balancers/,
    { providesLoadBalancers: false },
  ],
  [
    "an internal load balancer that the cluster cannot make",
    { service: LoadBalancer },
    "service",
    /internal load balancer, for which the cluster has no annotations/,
  ],
  [
    "limits beside no limits",
    { service: { ...LoadBalancer, allowPublic: true, sourceRanges: ["203.0.113.0/24"] }, tls: { secretName: "a" } },
    "service.allowPublic",
    /^has no effect/,
  ],

  ["a profile without an image", { profiles: [{ name: "One" }] }, "profiles[0].image", /^is missing/],
  ["a profile without a tag", profile({ image: "quay.io/jupyter/scipy-notebook" }), "profiles[0].image", /has no tag/],
  [
    "two defaults",
    profile({ default: true }, { name: "Two", default: true }),
    "profiles[1].default",
    /profiles\[0\] is the default already/,
  ],
  [
    "two equal slugs",
    profile({ name: "A b" }, { name: "a-B" }),
    "profiles[1].slug",
    /"a-b" is also the slug of profiles\[0\]/,
  ],
  ["a name from which no slug follows", profile({ name: "小" }), "profiles[0].slug", /^is missing/],
  ["no profile", { profiles: [] }, "profiles", /^is empty/],
  [
    "a profile that reserves more than its limit",
    profile({ resources: { limits: { memory: "512Mi" } } }),
    "profiles[0].resources.limits.memory",
    /is below/,
  ],
  [
    "a tag in the name of the image",
    { image: { name: "example.org/lab:1", tag: "1" } },
    "image.name",
    /write example\.org\/lab here/,
  ],
  [
    "a variable with a dash",
    { extraEnv: { "A-B": "1" } },
    "extraEnv.A-B",
    /is not the name of an environment variable/,
  ],
  ["a page without a slash", { defaultUrl: "lab" }, "defaultUrl", /starts with a slash/],
  ["a size in GB", { storage: { capacity: "10GB" } }, "storage.capacity", /write 10Gi/],
  [
    "a timeout without culling",
    { culling: { enabled: false, timeoutSeconds: 60 } },
    "culling.timeoutSeconds",
    /^has no effect/,
  ],
  [
    "a block with the metadata of a cloud",
    { reach: { cidrs: ["169.254.0.0/16"] } },
    "reach.cidrs[0]",
    /contains 169\.254\.169\.254/,
  ],
  [
    "a block with the metadata of another cloud",
    { reach: { cidrs: ["168.63.128.0/20"] } },
    "reach.cidrs[0]",
    /contains 168\.63\.129\.16/,
  ],
  [
    "data of a namespace of others",
    { namespace: { create: false }, deleteData: true },
    "deleteData",
    /cannot delete the volumes/,
  ],
  [
    "a version that we do not test",
    { charts: { jupyterhub: { version: "4.3.0" } } },
    "charts.jupyterhub.version",
    /not a combination we test/,
  ],
];

describe("JupyterHub refuses", () => {
  for (const [what, args, path, reason, facts] of rows) {
    it(what, async () => {
      const problems = await refusal(() => create(args, facts));
      assert.deepEqual(
        problems.map((problem) => problem.path),
        [path],
        problems.map((problem) => problem.reason).join("\n"),
      );
      assert.match(problems[0]?.reason ?? "", reason);
    });
  }

  it("passwords that turn out to be wrong, without showing them", async () => {
    const userPassword = pulumi.secret(pulumi.output(Promise.resolve("short")));
    await assert.rejects(
      deploy(() => create(shared({ userPassword })), { outputs: withSeed }),
      (error: Error) =>
        /login\.sharedPassword\.userPassword: is shorter/.test(error.message) && !/short"/.test(error.message),
    );
  });

  it("nothing of an identity provider on the own computer", async () => {
    const graph = await deploy(
      () => create({ ...login(LOGINS.github), ingress: ingressFacts, host: "jupyterhub.localhost" }),
      { outputs: withSeed },
    );
    assert.equal(graph.ofType("mlplatform:index:JupyterHub").length, 1);
  });
});
