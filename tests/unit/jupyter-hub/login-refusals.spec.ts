import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../helpers/deploy";
import { ingressFacts } from "../platform";
import { HOST, HTTPS, LOGINS, withSeed } from "./hub";
import { create, refuses, type Row } from "./refused";

const LONG = "a password of administrators, 32+ characters";
const login = (own: object) => ({ login: own });
const shared = (passwords: object, more: object = { adminUsers: ["admin"] }) =>
  login({ sharedPassword: passwords, allowAll: true, ...more });
const { github } = LOGINS.github;
const oidc = (own: object) => ({
  ...login({ oidc: { ...LOGINS.oidc.oidc, ...own }, allowedUsers: ["ada"] }),
  ingress: HTTPS,
  host: HOST,
});

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
    login({ sharedPassword: {}, allowAll: true, allowedUsers: ["ada"] }),
    "login.allowedUsers",
    /^has no effect/,
  ],
  [
    "users whom nobody can approve",
    login({ native: {}, allowAll: true }),
    "login.adminUsers",
    /an administrator approves each user who signs up, so no new one could log in/,
  ],
  [
    "a name with which nobody can sign up",
    login({ native: {}, allowedUsers: ["ada", "ada lovelace"] }),
    "login.allowedUsers[1]",
    /nobody can sign up with such a name/,
  ],
  [
    "an administrator who cannot sign up",
    login({ native: {}, allowAll: true, adminUsers: ["lovelace,ada"] }),
    "login.adminUsers[0]",
    /nobody can sign up with such a name/,
  ],
  [
    "an empty list of domains, which would be every account of Google",
    {
      ...login({ google: { ...LOGINS.google.google, hostedDomains: [] }, allowAll: true }),
      ingress: HTTPS,
      host: HOST,
    },
    "login.google.hostedDomains",
    /^is empty, which JupyterHub takes for every account of Google/,
  ],
  [
    "a domain in upper case, which Google never says",
    login({ google: { ...LOGINS.google.google, hostedDomains: ["Example.org"] }, allowAll: true }),
    "login.google.hostedDomains[0]",
    /in lower case/,
  ],
  [
    "a user with a slash",
    login({ native: {}, allowedUsers: ["a/b"] }),
    "login.allowedUsers[0]",
    /is not a name of a user/,
  ],
  [
    "a user with a blank at the end",
    login({ sharedPassword: {}, allowAll: true, adminUsers: ["ada "] }),
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
    "a client id with a blank",
    login({ github: { ...github, clientId: "the-client " } }),
    "login.github.clientId",
    /without white space/,
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
    "display names as the names of users",
    oidc({ usernameClaim: "name" }),
    "login.oidc.usernameClaim",
    /users can change/,
  ],
  [
    "nicknames as the names of users",
    oidc({ usernameClaim: "nickname" }),
    "login.oidc.usernameClaim",
    /users can change/,
  ],
  ["no scope", oidc({ scopes: [] }), "login.oidc.scopes", /^has no openid/],
  ["scopes that say nothing of the user", oidc({ scopes: ["profile"] }), "login.oidc.scopes", /^has no openid/],
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
];

describe("JupyterHub refuses a login with", () => {
  refuses(rows);

  it("passwords that turn out to be wrong, without showing them", async () => {
    const userPassword = pulumi.secret(pulumi.output(Promise.resolve("short")));
    await assert.rejects(
      deploy(() => create(shared({ userPassword })), { outputs: withSeed }),
      (error: Error) =>
        error.message.includes("login.sharedPassword.userPassword: is shorter") && !error.message.includes('short"'),
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
