import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import { serveCharts } from "../charts/chart-repository";
import { Bench } from "./bench";
import { TINY, packageChart, writeChart } from "./charts";
import { failureOf, namesIn } from "./failure";
import { helmStatus, withRelease } from "./release";
import { row } from "./rows";

/** Helm's record: JSON, compressed, in base64 twice. */
const decoded = (release: string) =>
  gunzipSync(Buffer.from(Buffer.from(release, "base64").toString(), "base64")).toString();

describe("the Kubernetes provider: releases", () => {
  const bench = new Bench();
  const tiny = async () => ({
    namespace: await bench.namespace(),
    chart: await writeChart(await bench.folder(), TINY),
  });
  const messageIn = async (namespace: string, name = "tiny") =>
    (await bench.read(`configmap/${name}`, namespace)).data.message;

  row("install, unchanged second up, changed value", "create; same; update with revision 2", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    const first = await stack.up(withRelease(bench, { chart, namespace, values: { message: "one" } }));
    assert.deepEqual(first.opsOf("mine"), ["create"]);
    assert.deepEqual(first.outputs.status, {
      appVersion: "7.0",
      chart: "tiny",
      name: "tiny",
      namespace,
      revision: 1,
      status: "deployed",
      version: "1.0.0",
    });
    assert.deepEqual(first.outputs.resourceNames, { "ConfigMap/v1": ["tiny"] });
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
    const second = await stack.up(withRelease(bench, { chart, namespace, values: { message: "two" } }));
    assert.deepEqual(second.opsOf("mine"), ["update"]);
    assert.equal((second.outputs.status as { revision: number }).revision, 2);
    assert.equal(await messageIn(namespace), "two");
  });

  row("install, unchanged second up, changed value", "the same from a repository, by the version it has", async () => {
    const { namespace, chart } = await tiny();
    const packaged = await packageChart(bench.helmProgram, chart, await bench.folder());
    const repository = await serveCharts([packaged]);
    bench.onCleanup(() => repository.stop());
    const given = { chart: "tiny", namespace, repositoryOpts: { repo: repository.url } };
    const stack = await bench.stack(() => {});
    const run = await stack.up(withRelease(bench, { ...given, values: { message: "one" } }));
    assert.equal((run.outputs.status as { version: string }).version, "1.0.0");
    assert.equal(await messageIn(namespace), "one");
    assert.deepEqual((await stack.up()).changes(), {});
    const { message } = await failureOf(stack.up(withRelease(bench, { ...given, version: "9.9.9" })));
    assert.match(message, /chart "tiny" (matching version "9\.9\.9"|version "9\.9\.9") not found in http/);
  });

  row("values change to none", "the old values stay, and resetValues brings the chart's back", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, values: { message: "one" } }));
    const emptied = await stack.up(withRelease(bench, { chart, namespace, values: {} }));
    assert.deepEqual(emptied.opsOf("mine"), ["update"]);
    assert.equal(await messageIn(namespace), "one");
    await stack.up(withRelease(bench, { chart, namespace, values: {}, resetValues: true }));
    assert.equal(await messageIn(namespace), "default");
    await stack.up(withRelease(bench, { chart, namespace, values: { replicas: 1 }, resetValues: true }));
    await stack.up(withRelease(bench, { chart, namespace, values: { message: "two" } }));
    assert.equal(await messageIn(namespace), "two");
    assert.equal(await bench.has("deployment/tiny", namespace), false);
  });

  row("value refused by the chart's schema", "the release stays at its revision", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, values: { message: "one" } }));
    const { message } = await failureOf(stack.up(withRelease(bench, { chart, namespace, values: { mgs: "two" } })));
    assert.match(
      message,
      /values don't meet the specifications of the schema\(s\)[\s\S]*additional properties 'mgs' not allowed/,
    );
    assert.deepEqual(await helmStatus(bench, namespace, "tiny"), { status: "deployed", revision: 1 });
  });

  row("name changed", "replaced: the new one is installed before the old one goes", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, name: "old" }));
    const run = await stack.up(withRelease(bench, { chart, namespace, name: "new" }));
    assert.deepEqual(run.opsOf("mine"), ["create-replacement", "replace", "delete-replaced"]);
    assert.equal(await bench.has("configmap/old", namespace), false);
    assert.equal(await messageIn(namespace, "new"), "default");
  });

  row("namespace absent", "refused at once", async () => {
    const { chart } = await tiny();
    const namespace = bench.name("absent");
    const stack = await bench.stack(() => {});
    const { message } = await failureOf(stack.up(withRelease(bench, { chart, namespace })));
    assert.ok(message.includes(`create: failed to create: namespaces "${namespace}" not found`), message);
    assert.deepEqual(await namesIn(stack), []);
  });

  row("namespace absent", "made with createNamespace, and it stays after destroy", async () => {
    const { chart } = await tiny();
    const namespace = bench.name("made");
    bench.onCleanup(() => bench.kubectl("delete", "namespace", namespace, "--wait=false"));
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, createNamespace: true }));
    await stack.destroy();
    assert.equal((await bench.read(`namespace/${namespace}`)).status.phase, "Active");
    assert.equal(await bench.has("configmap/tiny", namespace), false);
  });

  row("chart path missing, repository unreachable", "refused in the check, before any operation", async () => {
    const namespace = await bench.namespace();
    const path = `${await bench.folder()}/nothing`;
    const stack = await bench.stack(() => {});
    const missing = await failureOf(stack.up(withRelease(bench, { chart: path, namespace })));
    assert.match(missing.message, /property chart value \{.*\} has a problem: path ".*\/nothing" not found/);
    assert.deepEqual(missing.run.opsOf("mine"), []);
    const repositoryOpts = { repo: "http://127.0.0.1:1" };
    const unreachable = await failureOf(stack.up(withRelease(bench, { chart: "tiny", namespace, repositoryOpts })));
    assert.match(unreachable.message, /is not a valid chart repository or cannot be reached/);
    assert.deepEqual(unreachable.run.opsOf("mine"), []);
  });

  row("local chart edited without a new version", "not noticed", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace }));
    await writeChart(`${chart}/..`, { ...TINY, values: { ...TINY.values, message: "edited" } });
    assert.deepEqual((await stack.up()).changes(), {});
    await writeChart(`${chart}/..`, { ...TINY, version: "1.0.1", values: { ...TINY.values, message: "edited" } });
    assert.deepEqual((await stack.up()).opsOf("mine"), ["update"]);
    assert.equal(await messageIn(namespace), "edited");
  });

  row("foreign edit of an object of the chart", "not noticed, neither by up nor by refresh", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace }));
    await bench.patch("configmap/tiny", namespace, { data: { message: "theirs" } });
    assert.deepEqual((await stack.up()).changes(), {});
    assert.deepEqual((await stack.refresh()).changes(), {});
    assert.equal(await messageIn(namespace), "theirs");
  });

  row("secret value in values", "encrypted in the state; Helm's own record holds it", async () => {
    const { namespace, chart } = await tiny();
    const stack = await bench.stack(() => {});
    await stack.up(withRelease(bench, { chart, namespace, values: { message: pulumi.secret("hidden-text") } }));
    assert.equal(JSON.stringify(await stack.exportState()).includes("hidden-text"), false);
    const record = (await bench.read("secret/sh.helm.release.v1.tiny.v1", namespace)).data.release ?? "";
    assert.equal(decoded(record).includes("hidden-text"), true);
    assert.equal(await messageIn(namespace), "hidden-text");
  });
});
