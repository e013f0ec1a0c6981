import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { PachydermStore, type PachydermStoreArgs } from "../../components";
import { deploy } from "../helpers/deploy";
import { LICENCE, LOGIN, valuesOf } from "../unit/pachyderm-store/pachyderm";
import { answers, outputs, PROVIDERS, STORES } from "../unit/pachyderm-store/stores";
import { cluster } from "../unit/platform";
import { describeWithContracts } from "./contracts-dir";
import { at } from "./value-path";

/** What the guide's second command for each cloud asks for: a licence and the console, here with somebody who may log in. */
const withConsole: Partial<PachydermStoreArgs> = { ...LOGIN, console: {} };

type StoreName = keyof typeof STORES;
type Equivalent = [store: StoreName, args: Partial<PachydermStoreArgs>];

/** The typed equivalents of the guide's commands, in their order. */
const EQUIVALENTS: readonly Equivalent[] = [
  ["a bucket of S3", {}],
  ["a bucket of S3", withConsole],
  ["a bucket of Google Cloud", {}],
  ["a bucket of Google Cloud", withConsole],
  ["a container of Azure", {}],
  ["a container of Azure", withConsole],
];

/** The bucket of the guide's commands, `B` and `C` there. */
const BUCKET = "guide-bucket";
const BLOCKS: Readonly<Record<string, Partial<PachydermStoreArgs>>> = {
  "a bucket of S3": { s3: { bucket: BUCKET } },
  "a bucket of Google Cloud": { gcs: { bucket: BUCKET } },
  "a container of Azure": { azureBlob: { container: BUCKET, accountName: "guideaccount" } },
};

const valueOf = (values: Record<string, unknown>, key: string): unknown => at(values, ...key.split("."));

/** What the values of the typed equivalent must say for each setting of the guide. */
const MEANING: Readonly<Record<string, (values: Record<string, unknown>, value: string) => void>> = {
  deployTarget: (values, value) => assert.equal(values["deployTarget"], value),
  "pachd.storage.amazon.bucket": (values) => assert.equal(valueOf(values, "pachd.storage.amazon.bucket"), BUCKET),
  "pachd.storage.amazon.region": (values, value) => assert.equal(valueOf(values, "pachd.storage.amazon.region"), value),
  "pachd.storage.google.bucket": (values) => assert.equal(valueOf(values, "pachd.storage.google.bucket"), BUCKET),
  "pachd.storage.microsoft.container": (values) =>
    assert.equal(valueOf(values, "pachd.storage.microsoft.container"), BUCKET),
  "pachd.storage.microsoft.id": (values) => assert.equal(valueOf(values, "pachd.storage.microsoft.id"), "guideaccount"),
  "pachd.storage.microsoft.secret": (values) =>
    assert.notEqual(valueOf(values, "pachd.storage.microsoft.secret"), undefined),
  // Service accounts take the place of long-lived keys.
  "pachd.storage.amazon.id": (values) => assert.equal(valueOf(values, "pachd.storage.amazon.id"), undefined),
  "pachd.storage.amazon.secret": (values) => assert.equal(valueOf(values, "pachd.storage.amazon.secret"), undefined),
  "pachd.storage.google.cred": (values) => assert.equal(valueOf(values, "pachd.storage.google.cred"), undefined),
  // The load balancer in front of pachd is deprecated: one for everything takes its place.
  "pachd.externalService.enabled": (values) => assert.equal(valueOf(values, "proxy.service.type"), "LoadBalancer"),
  "pachd.enterpriseLicenseKey": (values) => {
    assert.equal(valueOf(values, "pachd.enterpriseLicenseKey"), LICENCE);
    assert.equal(valueOf(values, "oidc.mockIDP"), false);
  },
  "console.enabled": (values) => assert.equal(valueOf(values, "console.enabled"), true),
};

describeWithContracts("the guide's commands that install Pachyderm", (dir) => {
  const commands = readFileSync(path.join(dir, "guides/pachyderm/commands.txt"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("helm install"))
    .map((line) => [...line.matchAll(/--set (\S+?)=(\S+)/g)].map(([, key = "", value = ""]) => [key, value] as const));

  it("are six, two for each cloud", () => {
    assert.deepEqual(
      commands.map((settings) => settings[0]?.[1]),
      ["AMAZON", "AMAZON", "GOOGLE", "GOOGLE", "MICROSOFT", "MICROSOFT"],
    );
  });

  for (const [index, [store, args]] of EQUIVALENTS.entries()) {
    const settings = (commands[index] ?? []).map(([key]) => key.split(".").at(-1)).join(", ");
    it(`number ${index + 1}, with ${settings}, has a typed equivalent`, async () => {
      const graph = await deploy(
        () => {
          const ml = cluster();
          const internal = { internalLoadBalancerAnnotations: { "example.org/internal": "true" } };
          const facts = { ...STORES[store].facts(ml), ...internal };
          const all = { cluster: facts, ...BLOCKS[store], ...args };
          new PachydermStore("pach", all, { providers: [ml.provider, ...PROVIDERS[store]()] });
        },
        { outputs, answers },
      );
      const values = valuesOf(graph);
      for (const [key, value] of commands[index] ?? []) {
        const meaning = MEANING[key];
        assert.ok(meaning !== undefined, `${key} has no typed equivalent`);
        meaning(values, value);
      }
      // Since 2.11, the chart wants this besides.
      assert.match(String(valueOf(values, "pachd.storage.storageURL")), new RegExp(`^[a-z0-9]+://${BUCKET}(\\?|$)`));
    });
  }
});
