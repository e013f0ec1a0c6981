import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Bench } from "./bench";
import { failureOf, namesIn } from "./failure";
import { triesOf } from "./retries";
import { row } from "./rows";

describe("the Kubernetes provider: creating and changing objects", () => {
  const bench = new Bench();

  row("create an object that exists", "one try, an error with advice, nothing adopted", async () => {
    const namespace = await bench.namespace();
    await bench.kubectl("create", "configmap", "exists", "-n", namespace, "--from-literal=owner=them");
    const stack = await bench.stack((on) => {
      new k8s.core.v1.ConfigMap("mine", { metadata: { name: "exists", namespace }, data: { owner: "us" } }, on);
    });
    const { message, run } = await failureOf(stack.up());
    assert.match(
      message,
      /was not successfully created by the Kubernetes API server: configmaps "exists" already exists/,
    );
    for (const advice of [/alias/, /Patch resource/, /pulumi import/]) assert.match(message, advice);
    assert.equal(triesOf(run), 1);
    assert.deepEqual(await namesIn(stack), []);
    assert.deepEqual((await bench.read("configmap/exists", namespace)).data, { owner: "them" });
  });

  row("create in a namespace that does not exist", "six tries, then the server's error", async () => {
    const namespace = bench.name("nope");
    const stack = await bench.stack((on) => {
      new k8s.core.v1.ConfigMap("mine", { metadata: { name: "mine", namespace } }, on);
    });
    const { message, run } = await failureOf(stack.up());
    assert.ok(message.includes(`namespaces "${namespace}" not found`), message);
    assert.equal(triesOf(run), 6);
  });

  row("custom resource whose CRD does not exist", "six tries, then the hint at the CRD", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      const args = { apiVersion: "nobody.test/v1", kind: "Missing", metadata: { name: "m", namespace }, spec: {} };
      new k8s.apiextensions.CustomResource("mine", args, on);
    });
    const { message, run } = await failureOf(stack.up());
    assert.match(
      message,
      /the apiVersion for this resource does not exist\. Verify that any required CRDs have been created: no matches for kind "Missing" in version "nobody\.test\/v1"/,
    );
    assert.equal(triesOf(run), 6);
    assert.deepEqual((await stack.preview()).opsOf("mine"), ["create"]);
  });

  row("unknown field on create", "dropped silently, for a built-in kind", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      const spec = { ports: [{ port: 80 }], nope: "x" };
      new k8s.core.v1.Service("mine", { metadata: { name: "mine", namespace }, spec }, on);
    });
    await stack.up();
    const { spec } = await bench.read("service/mine", namespace);
    assert.equal("nope" in spec, false);
    await stack.expectNoChanges();
  });

  row("unknown field on create", "dropped silently, for a custom resource with a schema", async () => {
    const namespace = await bench.namespace();
    const { apiVersion, kind, plural } = await bench.thing();
    const stack = await bench.stack((on) => {
      const args = { apiVersion, kind, metadata: { name: "mine", namespace }, spec: { size: 1, x: "y" } };
      new k8s.apiextensions.CustomResource("mine", args, on);
    });
    await stack.up();
    assert.deepEqual((await bench.read(`${plural}/mine`, namespace)).spec, { size: 1 });
  });

  row("unknown field on update", "refused by server-side apply", async () => {
    const namespace = await bench.namespace();
    const { apiVersion, kind, plural } = await bench.thing();
    const withSpec = (spec: object) =>
      bench.program((on) => {
        const args = { apiVersion, kind, metadata: { name: "mine", namespace }, spec };
        new k8s.apiextensions.CustomResource("mine", args, on);
      });
    const stack = await bench.stack(() => {});
    await stack.up(withSpec({ size: 1 }));
    const { message } = await failureOf(stack.up(withSpec({ size: 2, x: "y" })));
    assert.match(message, /failed to create typed patch object \(.*\): \.spec\.x: field not declared in schema/);
    assert.deepEqual((await bench.read(`${plural}/mine`, namespace)).spec, { size: 1 });
    assert.deepEqual((await stack.up(withSpec({ size: 3 }))).opsOf("mine"), ["update"]);
    assert.deepEqual((await bench.read(`${plural}/mine`, namespace)).spec, { size: 3 });
  });

  row("wrong type in a custom resource", "refused at once with the schema's message", async () => {
    const namespace = await bench.namespace();
    const { apiVersion, kind } = await bench.thing();
    const stack = await bench.stack((on) => {
      const args = { apiVersion, kind, metadata: { name: "mine", namespace }, spec: { size: "large" } };
      new k8s.apiextensions.CustomResource("mine", args, on);
    });
    const { message, run } = await failureOf(stack.up());
    assert.match(message, /spec\.size: Invalid value: "string": spec\.size in body must be of type integer: "string"/);
    assert.equal(triesOf(run), 1);
  });

  row("change of a field", "updated in place by server-side apply", async () => {
    const namespace = await bench.namespace();
    const withPort = (port: number) =>
      bench.program((on) => {
        new k8s.core.v1.Service("mine", { metadata: { name: "mine", namespace }, spec: { ports: [{ port }] } }, on);
      });
    const stack = await bench.stack(() => {});
    await stack.up(withPort(80));
    const before = await bench.read("service/mine", namespace);
    assert.deepEqual((await stack.up(withPort(81))).changes(), { "kubernetes:core/v1:Service::mine": ["update"] });
    const { metadata, spec } = await bench.read("service/mine", namespace);
    assert.equal(metadata.uid, before.metadata.uid);
    assert.match(JSON.stringify(spec.ports), /"port":81,/);
    assert.equal(metadata.managedFields.length, 1);
    const [owner] = metadata.managedFields;
    assert.match(owner?.manager ?? "", /^pulumi-kubernetes-\w+$/);
    assert.equal(owner?.operation, "Apply");
    await stack.expectNoChanges();
  });

  row("change of metadata.name", "replaced, the new one first", async () => {
    const namespace = await bench.namespace();
    const named = (name: string) =>
      bench.program((on) => {
        new k8s.core.v1.ConfigMap("mine", { metadata: { name, namespace } }, on);
      });
    const stack = await bench.stack(() => {});
    await stack.up(named("old"));
    const run = await stack.up(named("new"));
    assert.deepEqual(run.opsOf("mine"), ["create-replacement", "replace", "delete-replaced"]);
    assert.equal(await bench.has("configmap/old", namespace), false);
    assert.equal(await bench.has("configmap/new", namespace), true);
  });

  row("change of an immutable field", "replaced, the old one first: a Deployment's selector", async () => {
    const namespace = await bench.namespace();
    const selecting = (app: string) =>
      bench.program((on) => {
        const template = { metadata: { labels: { app } }, spec: { containers: [{ name: "c", image: "i" }] } };
        const spec = { selector: { matchLabels: { app } }, template };
        new k8s.apps.v1.Deployment("mine", { metadata: { name: "mine", namespace }, spec }, on);
      });
    const stack = await bench.stack(() => {});
    await stack.up(selecting("a"));
    const before = await bench.read("deployment/mine", namespace);
    const run = await stack.up(selecting("b"));
    assert.deepEqual(run.opsOf("mine"), ["delete-replaced", "replace", "create-replacement"]);
    const { metadata, spec } = await bench.read("deployment/mine", namespace);
    assert.notEqual(metadata.uid, before.metadata.uid);
    assert.deepEqual(spec.selector, { matchLabels: { app: "b" } });
  });

  row("change of an immutable field", "replaced, the old one first: a StorageClass's parameters", async () => {
    const name = bench.name("class");
    const withType = (type: string) =>
      bench.program((on) => {
        new k8s.storage.v1.StorageClass(
          "mine",
          { metadata: { name }, provisioner: "p.test", parameters: { type } },
          on,
        );
      });
    const stack = await bench.stack(() => {});
    bench.onCleanup(() => bench.kubectl("delete", "storageclass", name, "--ignore-not-found"));
    await stack.up(withType("a"));
    const run = await stack.up(withType("b"));
    assert.deepEqual(run.opsOf("mine"), ["delete-replaced", "replace", "create-replacement"]);
    assert.deepEqual((await bench.read(`storageclass/${name}`)).parameters, { type: "b" });
  });

  row("secrets in objects", "a Secret is always encrypted, a plain string elsewhere is not", async () => {
    const namespace = await bench.namespace();
    const stack = await bench.stack((on) => {
      new k8s.core.v1.Secret("secret", { metadata: { name: "s", namespace }, stringData: { a: "in-string-data" } }, on);
      const data = { open: "readable-text", hidden: pulumi.secret("hidden-text") };
      new k8s.core.v1.ConfigMap("config", { metadata: { name: "c", namespace }, data }, on);
    });
    await stack.up();
    const state = JSON.stringify(await stack.exportState());
    const encoded = Buffer.from("in-string-data").toString("base64");
    for (const text of ["in-string-data", encoded, "hidden-text"]) assert.equal(state.includes(text), false, text);
    assert.equal(state.includes("readable-text"), true);
    assert.deepEqual((await bench.read("secret/s", namespace)).data, { a: encoded });
    assert.deepEqual((await bench.read("configmap/c", namespace)).data, {
      open: "readable-text",
      hidden: "hidden-text",
    });
    await stack.expectNoChanges();
  });

  row("secrets in objects", "a kubeconfig given as a plain string is readable in the state", async () => {
    const { kubeconfig, context } = bench.on;
    const token = /token: (\w+)/.exec(kubeconfig)?.[1] ?? "";
    assert.notEqual(token, "");
    const plain = await bench.stack(() => {}, { args: { kubeconfig, context } });
    await plain.up();
    assert.equal(JSON.stringify(await plain.exportState()).includes(token), true);
    const wrapped = await bench.stack(() => {});
    await wrapped.up();
    assert.equal(JSON.stringify(await wrapped.exportState()).includes(token), false);
  });
});
