import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { importState, resourcesOf, revealState, type State, type StateValue } from "../../../cli/stack/state";
import { isReleased } from "../../upgrades/accepted-changes";
import { REPLACEABLE } from "../../upgrades/replaceable";
import type { TestCluster } from "../cluster";
import type { EngineStack } from "../stack/engine-stack";
import type { Operation } from "../stack/run";

/**
 * What differs between the runs of a test: by the name that a recorded checkpoint has in its place, the value now, such as the address of
 * the test cluster. A value that is a part of another one comes after it, and no value may need an escape in JSON.
 */
export type Places = Readonly<Record<string, string>>;

/** What differs between test clusters, and between the servers of their charts. */
export function placesOf({ kubeconfig }: Pick<TestCluster, "kubeconfig">, mirror: string): Places {
  const { clusters, users } = parse(kubeconfig) as {
    clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
    users: [{ user: { token: string } }];
  };
  const { server, "certificate-authority-data": authority } = clusters[0].cluster;
  // A cloud that names only the host of its API server has the address; within the server, it is replaced before.
  return { server, address: new URL(server).host, authority, token: users[0].user.token, mirror };
}

const fileOf = (version: string, program: string) => path.join(__dirname, "released", version, `${program}.json`);

/** Whether the test is to record the checkpoint of the current version anew. */
export const isRecording = (): boolean => process.env["RECORD_CHECKPOINT"] === "1";

/**
 * Writes the state of a stack as the checkpoint of a version.
 * @param hidden changes the text before anything else does
 */
export async function recordCheckpoint(
  stack: EngineStack,
  version: string,
  program: string,
  places: Places,
  hidden: (text: string) => string = (text) => text,
) {
  if (isReleased(readFileSync(path.resolve(__dirname, "../../../CHANGELOG.md"), "utf8"), version)) {
    throw new Error(`CHANGELOG.md has a section of ${version}, so its checkpoints must stay as they are`);
  }
  const file = fileOf(version, program);
  mkdirSync(path.dirname(file), { recursive: true });
  const text = Object.entries(places).reduce(
    (before, [name, value]) => before.replaceAll(value, `{{${name}}}`),
    hidden(JSON.stringify(await revealState(stack.automation), withoutManagers, 1)),
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
 * Lets the objects exist that a checkpoint only looks up: charts and controllers would have created them. A class of its own keeps controllers
 * from giving Services another address than the recorded one. What a checkpoint before has stood up is changed.
 */
export async function standLookedUp({ kubectl, dir }: Pick<TestCluster, "kubectl" | "dir">, checkpoint: State) {
  const stand = async (object: object) => {
    const file = path.join(dir, "looked-up.json");
    writeFileSync(file, JSON.stringify(object));
    await kubectl("apply", "--filename", file);
  };
  for (const { outputs = {} } of resourcesOf(checkpoint).filter(({ external }) => external === true)) {
    const { apiVersion, kind, metadata, spec, type, data, status } = outputs as unknown as LookedUp;
    const { name, namespace } = metadata;
    if (namespace !== undefined) await stand({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const service = spec && { spec: { type: spec.type, ports: spec.ports, loadBalancerClass: "example.org/none" } };
    await stand({ apiVersion, kind, metadata: { name, namespace }, ...service, type, data: plain(data) });
    if (service === undefined) continue;
    const change = ["--subresource", "status", "--type", "merge", "--patch", JSON.stringify({ status })];
    await kubectl("patch", "service", name, "--namespace", namespace ?? "", ...change);
  }
}

interface LookedUp {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  /** Of a Service. */
  readonly spec?: { readonly type: string; readonly ports: readonly object[] };
  /** Of a Secret, like `data`. */
  readonly type?: string;
  readonly data?: StateValue;
  readonly status?: object;
}

/** A value of a revealed state without the marks of secrets. */
function plain(value: StateValue | undefined): unknown {
  const marked = value as { readonly plaintext?: unknown } | undefined;
  return typeof marked?.plaintext === "string" ? JSON.parse(marked.plaintext) : value;
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
