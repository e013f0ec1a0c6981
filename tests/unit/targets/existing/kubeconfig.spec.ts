import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { contextConfig, KubeconfigError, fromFile } from "../../../../components/targets/existing/kubeconfig";
import { kubeconfig } from "../../kubeconfig";

describe("a kubeconfig", () => {
  it("is reduced to one context", () => {
    const { text, endpoint } = contextConfig(kubeconfig, "prod", "/etc/kube");
    assert.equal(endpoint, "https://prod.example.org:6443");
    assert.deepEqual(parse(text), {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "prod",
      contexts: [{ name: "prod", context: { cluster: "prod", user: "admin" } }],
      clusters: [
        {
          name: "prod",
          cluster: { server: "https://prod.example.org:6443", "certificate-authority": "/etc/kube/ca.crt" },
        },
      ],
      users: [{ name: "admin", user: { token: "prod-token" } }],
    });
  });

  it("may be JSON", () => {
    assert.equal(contextConfig(JSON.stringify(parse(kubeconfig)), "dev", "/").endpoint, "https://dev.example.org:6443");
  });

  const wrong: [string, string, string, "kubeconfig" | "context", string][] = [
    [
      "has no such context",
      kubeconfig,
      "staging",
      "context",
      '"staging" is not in the kubeconfig; its contexts are dev, prod, orphan, stranger.',
    ],
    ["has no context at all", "contexts: []", "dev", "context", '"dev" is not in the kubeconfig; it has none.'],
    [
      "has no server",
      kubeconfig,
      "orphan",
      "context",
      '"orphan" names a cluster that has no server URL in the kubeconfig.',
    ],
    ["has no such user", kubeconfig, "stranger", "context", '"stranger" names a user that is not in the kubeconfig.'],
    ["is no YAML", "contexts:\n  - {token: s3cret", "dev", "kubeconfig", "does not parse as YAML (line 2)."],
    ["is something else", "s3cret", "dev", "kubeconfig", "is not a kubeconfig: it has no list of contexts."],
    ["is empty", "", "dev", "kubeconfig", "is not a kubeconfig: it has no list of contexts."],
  ];
  for (const [title, text, context, input, message] of wrong) {
    it(`is refused when it ${title}`, () => {
      assert.throws(
        () => contextConfig(text, context, "/"),
        (error) => {
          assert.ok(error instanceof KubeconfigError);
          assert.deepEqual([error.input, error.message], [input, message]);
          return !error.message.includes("s3cret");
        },
      );
    });
  }

  it("needs no user if a proxy logs in", () => {
    const proxy = `
contexts: [null, { name: p, context: { cluster: p } }]
clusters: [{ name: p, cluster: { server: "http://127.0.0.1:8001" } }]
users: wrong
`;
    const { text, endpoint } = contextConfig(proxy, "p", "/");
    assert.equal(endpoint, "http://127.0.0.1:8001");
    assert.deepEqual((parse(text) as { users: unknown }).users, []);
  });

  it("does not put user name and password of the server URL into the endpoint", () => {
    const url = kubeconfig.replace("https://dev.", "https://admin:s3cret@dev.");
    assert.equal(contextConfig(url, "dev", "/").endpoint, "https://dev.example.org:6443");
  });

  it("finds a login command relative to its folder, like kubectl", () => {
    const user = (command: string) =>
      `contexts: [{ name: c, context: { cluster: c, user: u } }]
clusters: [{ name: c, cluster: { server: "https://c.example.org" } }]
users: [{ name: u, user: { exec: { command: ${command} } } }]`;
    const command = (text: string) =>
      (parse(contextConfig(text, "c", "/etc/kube").text) as { users: [{ user: { exec: { command: string } } }] })
        .users[0].user.exec.command;
    assert.equal(command(user("./login")), "/etc/kube/login");
    assert.equal(command(user("aws")), "aws");
  });

  it("is read from a file, and relative names in it start at its folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    try {
      writeFileSync(join(folder, "config"), kubeconfig);
      assert.deepEqual(fromFile(join(folder, "config"), "dev"), contextConfig(kubeconfig, "dev", folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is refused if the file does not exist", () => {
    assert.throws(
      () => fromFile("~/no/such/file", "dev"),
      new KubeconfigError("kubeconfig", `"~/no/such/file" cannot be read (ENOENT at ${homedir()}/no/such/file).`),
    );
  });
});
