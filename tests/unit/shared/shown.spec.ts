import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { shown, shownPath, withoutCredentials } from "../../../components/shared/shown";

describe("a value in an error", () => {
  const cases: [what: string, value: unknown, text: string][] = [
    ["a short text", "gp3", '"gp3"'],
    ["a long text", "x".repeat(80), `"${"x".repeat(56)}...`],
    ["a text of several lines", "users:\n  token: hush", "a text of several lines"],
    ["a number", 3, "3"],
    ["a large whole number", 3n, "3"],
    ["null", null, "null"],
    ["nothing", undefined, "nothing"],
    ["a list", ["hush"], "the list"],
    ["an object", { users: [{ user: { token: "hush" } }] }, "the object"],
    ["a function", () => "hush", "the value"],
    ["an output", pulumi.secret("hush"), "an output"],
    ["a URL with a password that contains an @", "https://me:hu@sh@example.org/x", '"https://example.org/x"'],
    ["a URL with a token in its query", "https://example.org/?token=hush", '"https://example.org"'],
    ["a URL that is none, with a password", "https//me:hush@example.org", '"example.org"'],
    ["a host with a password", "me:hush@example.org", '"example.org"'],
    ["an image with a digest", "nginx:1@sha256:0123", '"nginx:1@sha256:0123"'],
  ];
  for (const [what, value, text] of cases) {
    it(`is shown as ${text} if it is ${what}`, () => {
      assert.equal(shown(value), text);
    });
  }

  const hidden = [
    ...["existing.kubeconfig", "existing.kubeconfigPath", "existing", "charts", "charts.istiod"],
    ...["charts.istiod.values", "charts.istiod.values.global.password", "overrides.spec.predictors[0].name"],
    ...["predictors[0].graph.parameters[2].value"],
  ];
  for (const path of hidden) {
    it(`is not shown if it is a text at ${path}`, () => {
      assert.equal(shown("hush", path), "the value");
    });
  }
});

describe("a path of a file in an error", () => {
  for (const path of ["~/.kube/config", "./a b.yaml", "C:\\kube\\config", "kubeconfig.yaml"]) {
    it(`is shown if it looks like one: ${path}`, () => {
      assert.equal(shownPath(path), JSON.stringify(path));
    });
  }
  const contents = [
    '{"apiVersion":"v1"}',
    "apiVersion: v1\nkind: Config",
    "eyJhbGciOi.eyJzdWIi.c2ln",
    "YXBpVmVyc2lvbg==",
  ];
  for (const content of contents) {
    it(`is not shown if it may be the content: ${JSON.stringify(content)}`, () => {
      assert.equal(shownPath(content), "the value");
    });
  }
});

describe("a URL without credentials", () => {
  it("keeps its spelling if it has none", () => {
    assert.equal(withoutCredentials("https://Example.org:6443/"), "https://Example.org:6443/");
  });

  it("keeps host, port and path", () => {
    assert.equal(
      withoutCredentials("https://me:hu@sh@example.org:6443/k8s?token=hush#x"),
      "https://example.org:6443/k8s",
    );
  });
});
