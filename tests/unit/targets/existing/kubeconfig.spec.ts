import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { contextConfig, fromFile, KubeconfigError } from "../../../../components/targets/existing/kubeconfig";
import { parsedKubeconfig } from "../../../../components/shared/kubeconfig-text";
import { kubeconfig } from "../../kubeconfig";
import { cases } from "./kubeconfigs";

interface Narrowed {
  readonly clusters: readonly { readonly cluster: Record<string, unknown> }[];
  readonly users: readonly { readonly user: { readonly exec: Record<string, unknown> } & Record<string, unknown> }[];
}

const narrowed = (text: string): Narrowed => JSON.parse(contextConfig(text, undefined, "/etc/kube").text) as Narrowed;

const refuses = (read: () => unknown, what: KubeconfigError["what"], message: string): void => {
  assert.throws(read, (error) => {
    assert.ok(error instanceof KubeconfigError);
    assert.deepEqual([error.what, error.message], [what, message]);
    return true;
  });
};

describe("a kubeconfig", () => {
  it("is reduced to one context", () => {
    const { context, text, endpoint } = contextConfig(kubeconfig, "prod", "/etc/kube");
    assert.deepEqual([context, endpoint], ["prod", "https://prod.example.org:6443"]);
    assert.deepEqual(JSON.parse(text), {
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

  it("is reduced to its current context if none is named", () => {
    assert.deepEqual(contextConfig(kubeconfig, undefined, "/"), contextConfig(kubeconfig, "dev", "/"));
  });

  it("may be an object", () => {
    const object = {
      contexts: [{ name: "dev", context: { cluster: "dev", user: "dev" } }],
      clusters: [{ name: "dev", cluster: { server: "https://dev.example.org:6443" } }],
      users: [{ name: "dev", user: { token: "dev-token" } }],
    };
    assert.deepEqual(contextConfig(object, "dev", "/"), contextConfig(kubeconfig, "dev", "/"));
  });

  it("takes no text in quotes for a merge", () => {
    for (const text of ["<<", "\0<<", "\0<<0"]) {
      const value = { token: text, [text]: { token: "other" } };
      assert.deepEqual(parsedKubeconfig(JSON.stringify(value)), value);
    }
  });

  it("keeps quoted words as text", () => {
    assert.match(contextConfig(kubeconfig.replace("dev-token", '"no"'), "dev", "/").text, /"token":"no"/);
  });

  for (const { title, text, refusal } of cases) {
    it(`with ${title} is ${refusal === undefined ? "read" : "refused"}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
      try {
        const file = join(folder, "config");
        writeFileSync(file, text);
        if (refusal === undefined) return void fromFile(file, undefined);
        assert.throws(
          () => fromFile(file, undefined),
          (error) => error instanceof KubeconfigError && (assert.equal(error.message, refusal), true),
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it("without the named context is refused, with the contexts that it has", () => {
    const message = '"staging" is not in the kubeconfig; its contexts are dev, prod, orphan, stranger.';
    refuses(() => contextConfig(kubeconfig, "staging", "/"), "context", message);
    refuses(() => contextConfig("contexts: []", "dev", "/"), "context", '"dev" is not in the kubeconfig; it has none.');
  });

  it("with many contexts does not list all of them", () => {
    const many = { contexts: Array.from({ length: 12 }, (_, index) => ({ name: `c${String(index)}` })) };
    const message = '"x" is not in the kubeconfig; its contexts are c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more.';
    refuses(() => contextConfig(many, "x", "/"), "context", message);
  });

  for (const [title, value] of Object.entries({ "other text": "s3cret", "no text": "", "a number": 5, "a list": [] })) {
    it(`that is ${title} is refused without showing it`, () => {
      refuses(() => contextConfig(value, "dev", "/"), "format", "is not a kubeconfig: it has no list of contexts.");
    });
  }

  it("does not show a line that does not parse", () => {
    const message = "does not parse as YAML (line 2).";
    refuses(() => contextConfig("contexts:\n  - {token: s3cret", "dev", "/"), "format", message);
  });

  it("says nothing on standard error about a tag that it refuses", () => {
    const warnings: unknown[] = [];
    const listener = (warning: Error): void => void warnings.push(warning);
    process.on("warning", listener);
    try {
      const message = "has a YAML tag (line 14), which kubeconfigs do not use. Write the value itself.";
      const tagged = kubeconfig.replace("dev-token", "!vault s3cret");
      refuses(() => contextConfig(tagged, "dev", "/"), "content", message);
    } finally {
      process.off("warning", listener);
    }
    assert.deepEqual(warnings, []);
  });

  it("with aliases that are deep inside of each other is refused", () => {
    // Keys that are numbers are in order, so the last line is read first.
    const chain = Array.from({ length: 1_100 }, (_, n) => `${String(99_999 - n)}: &a${String(n)} [*a${String(n - 1)}]`);
    const text = ["999999: &a-1 []", ...chain].join("\n");
    const message = "does not parse as YAML: it has too many aliases, or one that has no anchor or is inside of it.";
    refuses(() => contextConfig(text, "dev", "/"), "format", message);
  });

  it("with a long list as a key many times is refused, without writing out all of them", () => {
    const text = `x: &x [${"a,".repeat(3000)}]\ny: {${"? *x : 1,".repeat(1000)}}`;
    const message = "does not parse as YAML: it has too many aliases, or one that has no anchor or is inside of it.";
    refuses(() => contextConfig(text, "dev", "/"), "format", message);
  });

  it("that expands without end is refused", () => {
    const levels = Array.from(
      { length: 12 },
      (_, n) => `l${String(n + 1)}: &l${String(n + 1)} [${`*l${String(n)},`.repeat(9)}]`,
    );
    const message = "does not parse as YAML: it has too many aliases, or one that has no anchor or is inside of it.";
    refuses(() => contextConfig(["l0: &l0 [x]", ...levels, kubeconfig].join("\n"), "dev", "/"), "format", message);
  });

  it("that is too large is refused", () => {
    const message = "is larger than 4 MiB, which no kubeconfig is.";
    refuses(() => contextConfig(`#${"x".repeat(4 * 1024 * 1024)}`, "dev", "/"), "format", message);
  });

  it("does not put user name, password and query of the server URL into the endpoint", () => {
    const secret = (server: string): string => kubeconfig.replace("https://dev.example.org:6443", server);
    for (const server of [
      "https://admin:s3cret@dev.example.org",
      "https://a:s3@cret@dev.example.org",
      "https://dev.example.org?token=s3cret",
    ]) {
      assert.equal(contextConfig(secret(server), "dev", "/").endpoint, "https://dev.example.org");
    }
    assert.equal(contextConfig(secret("https://u:p@x/k8s/c1?t#u"), "dev", "/").endpoint, "https://x/k8s/c1");
  });

  it("has its relative file names resolved as kubectl does, but not a login command of the PATH", () => {
    const user = (fields: string): Record<string, unknown> =>
      narrowed(kubeconfig.replace("{ token: dev-token }", fields)).users[0]?.user ?? {};
    const exec = (command: string): unknown =>
      user(`{ exec: { apiVersion: client.authentication.k8s.io/v1beta1, command: ${command} } }`)["exec"];
    const about = { apiVersion: "client.authentication.k8s.io/v1beta1", interactiveMode: "IfAvailable" };
    assert.deepEqual(exec("./login"), { ...about, command: "/etc/kube/login" });
    assert.deepEqual(exec("aws"), { ...about, command: "aws" });
    assert.deepEqual(user("{ client-certificate: c, client-key: ../k }"), {
      "client-certificate": "/etc/kube/c",
      "client-key": "/etc/k",
    });
    assert.deepEqual(user("{ tokenFile: t }"), { tokenFile: "/etc/kube/t" });
    assert.deepEqual(user('{ tokenFile: "" }'), { tokenFile: "" });
  });
});

describe("a kubeconfig file", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "kubeconfig-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("has relative names that start at its folder", () => {
    writeFileSync(join(folder, "config"), kubeconfig);
    assert.deepEqual(fromFile(join(folder, "config"), "prod"), contextConfig(kubeconfig, "prod", folder));
  });

  it("is refused if it does not exist", () => {
    const message = `"~/no/such/file" cannot be read (ENOENT at ${homedir()}/no/such/file).`;
    refuses(() => fromFile("~/no/such/file", "dev"), "format", message);
  });

  it("is refused if it is a folder", () => {
    const message = `"${folder}" is not a regular file but a folder, a pipe or a device.`;
    refuses(() => fromFile(folder, "dev"), "format", message);
  });

  it("is refused if it is a named pipe, without waiting for a writer", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const message = `"${pipe}" is not a regular file but a folder, a pipe or a device.`;
    refuses(() => fromFile(pipe, "dev"), "format", message);
  });

  it("is refused if it is a device that never ends", () => {
    const message = '"/dev/zero" is not a regular file but a folder, a pipe or a device.';
    refuses(() => fromFile("/dev/zero", "dev"), "format", message);
  });

  it("is refused if it is too large", () => {
    writeFileSync(join(folder, "config"), "#".repeat(4 * 1024 * 1024 + 1));
    const message = "is larger than 4 MiB, which no kubeconfig is.";
    refuses(() => fromFile(join(folder, "config"), "dev"), "format", message);
  });

  it("is refused if it is not text", () => {
    writeFileSync(join(folder, "config"), Buffer.from([0x63, 0xff, 0xfe]));
    refuses(() => fromFile(join(folder, "config"), "dev"), "format", "is not text in UTF-8 or UTF-16.");
  });

  for (const text of [kubeconfig, '{"users": [{"token": "s3cret"}]}']) {
    it(`is not named by a text that begins with ${JSON.stringify(text.slice(0, 5))}, which is not shown`, () => {
      const message = "is the text of a kubeconfig, not a path. Write it as `kubeconfig`.";
      refuses(() => fromFile(text, "dev"), "content", message);
    });
  }
});
