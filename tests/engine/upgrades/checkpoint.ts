import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { importState, resourcesOf, revealState, type State } from "../../../cli/stack/state";
import { isReleased } from "../../upgrades/accepted-changes";
import { REPLACEABLE } from "../../upgrades/replaceable";
import type { TestCluster } from "../cluster";
import type { EngineStack } from "../stack/engine-stack";
import type { Operation } from "../stack/run";

/**
 * What differs between the runs of a test: by the name that a recorded checkpoint has in its place, the value now, such as the address of
 * the test cluster. No name may be a part of another one, and no value may need an escape in JSON.
 */
export type Places = Readonly<Record<string, string>>;

/** What differs between test clusters, and between the servers of their charts. */
export function placesOf({ kubeconfig }: Pick<TestCluster, "kubeconfig">, mirror: string): Places {
  const { clusters, users } = parse(kubeconfig) as {
    clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
    users: [{ user: { token: string } }];
  };
  const { server, "certificate-authority-data": authority } = clusters[0].cluster;
  return { server, authority, token: users[0].user.token, mirror };
}

const fileOf = (version: string, program: string) => path.join(__dirname, "released", version, `${program}.json`);

/** Whether the test is to record the checkpoint of the current version anew. */
export const isRecording = (): boolean => process.env["RECORD_CHECKPOINT"] === "1";

/** Writes the state of a stack as the checkpoint of a version. */
export async function recordCheckpoint(stack: EngineStack, version: string, program: string, places: Places) {
  if (isReleased(readFileSync(path.resolve(__dirname, "../../../CHANGELOG.md"), "utf8"), version)) {
    throw new Error(`CHANGELOG.md has a section of ${version}, so its checkpoints must stay as they are`);
  }
  const file = fileOf(version, program);
  mkdirSync(path.dirname(file), { recursive: true });
  const text = Object.entries(places).reduce(
    (before, [name, value]) => before.replaceAll(value, `{{${name}}}`),
    JSON.stringify(await revealState(stack.automation), withoutManagers, 1),
  );
  writeFileSync(file, `${text}\n`);
}

/** A recorded checkpoint with the values of this run. */
export function checkpointOf(version: string, program: string, places: Places): State {
  const file = fileOf(version, program);
  const text = readFileSync(file, "utf8").replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = places[name];
    if (value === undefined) throw new Error(`${file}: nothing is known of {{${name}}}`);
    return value;
  });
  return JSON.parse(text) as State;
}

/**
 * Lets the Services exist that a checkpoint only looks up: charts would have created them. A class of its own keeps controllers from giving
 * them another address than the recorded one.
 */
export async function standLookedUp({ kubectl, dir }: Pick<TestCluster, "kubectl" | "dir">, checkpoint: State) {
  for (const { outputs = {} } of resourcesOf(checkpoint).filter(({ external }) => external === true)) {
    const { metadata, spec, status } = outputs as unknown as LookedUp;
    const { name, namespace } = metadata;
    const service = { type: spec.type, ports: spec.ports, loadBalancerClass: "example.org/none" };
    const file = path.join(dir, `${name}.json`);
    writeFileSync(
      file,
      JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec: service }),
    );
    await kubectl("create", "namespace", namespace);
    await kubectl("create", "--filename", file);
    const change = ["--subresource", "status", "--type", "merge", "--patch", JSON.stringify({ status })];
    await kubectl("patch", "service", name, "--namespace", namespace, ...change);
  }
}

interface LookedUp {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly type: string; readonly ports: readonly object[] };
  readonly status: object;
}

/** What the program of a stack would delete or replace of a checkpoint. Each resource of it has to be looked at. */
export async function lossesOf(stack: EngineStack, checkpoint: State): Promise<string[]> {
  await importState(stack.automation, checkpoint);
  const { operations } = await stack.preview();
  const seen = new Set(operations.map(({ urn }) => urn));
  const unseen = resourcesOf(checkpoint).filter(({ urn }) => !seen.has(urn));
  if (unseen.length > 0) throw new Error(`the preview says nothing of ${unseen.map(({ urn }) => urn).join(", ")}`);
  return operations.filter(isLoss).map(({ op, type, name }) => `${op} ${type} ${name}`);
}

const isLoss = ({ op, type }: Operation): boolean => /delete|replace/.test(op) && !Object.hasOwn(REPLACEABLE, type);

/** Which program owns which field is long, and no preview reads it. */
const withoutManagers = (key: string, value: unknown): unknown => (key === "managedFields" ? undefined : value);
