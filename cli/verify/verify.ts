import type { Stack } from "@pulumi/pulumi/automation";
import type { Tools } from "../cluster/access";
import { Interrupted } from "../cluster/poll";
import { Clusters, type ProviderCluster } from "../cluster/stack-clusters";
import type { Interruption } from "../interruption";
import { chooseProject } from "../project/project-stack";
import { Redaction } from "../redaction";
import { withAttributes } from "../stack/empty-attributes";
import { selectStack } from "../stack/select-stack";
import { revealState, type State } from "../stack/state";
import { UsageError, UserError } from "../user-error";
import type { Check } from "./check";
import { checksOf, componentChecks } from "./checks";
import { LiveCluster } from "./live-cluster";
import type { Json } from "./models/protocol";
import { systemNetwork, type Network } from "./network/endpoint";
import { opened, type OpenResource } from "../stack/opened-state";
import { nameOf, Platform } from "./platform";
import { runChecks, type Finding } from "./run-checks";

/** Which stack to verify, and how. */
export interface VerifyRequest {
  /** Folder where the search for the project starts. */
  readonly cwd: string;
  /** The program whose stack it is, if no stack is named. */
  readonly program?: string;
  readonly stack?: string;
  /** Seconds for everything that is asked of the platform. */
  readonly seconds: number;
  /** Bodies of requests for predictions, by the name of the model in the program. */
  readonly requests: ReadonlyMap<string, Json>;
  readonly interruption: Interruption;
  /** Prints a message about the command itself. */
  readonly print: (line: string) => void;
  /** Called with all checks before they begin, and with what each found. */
  readonly onBegin?: (checks: readonly Check[]) => void;
  readonly onEnd?: (finding: Finding) => void;
}

/** Verifies the stack of a project. */
export async function projectVerify(request: VerifyRequest): Promise<Finding[]> {
  const { project } = chooseProject({ cwd: request.cwd, program: request.program, settings: [] });
  const { name, existing, workspace } = await selectStack("verify", project.dir, request);
  if (existing === undefined) throw new UserError(`There is no stack "${name}".`);
  return withAttributes(workspace, request.print, () =>
    verifyStack({ ...request, stack: existing, interrupt: request.interruption.signal }),
  );
}

/** A stack to verify. */
export interface VerifyOptions extends Pick<VerifyRequest, "seconds" | "requests" | "onBegin" | "onEnd"> {
  readonly stack: Stack;
  /** @default nobody interrupts */
  readonly interrupt?: AbortSignal;
  readonly tools?: Tools;
  /** @default that of the operating system */
  readonly network?: Network;
}

/** Compares what a stack has created with what answers. It reads secrets to connect, and returns none. */
export async function verifyStack(options: VerifyOptions): Promise<Finding[]> {
  const state = await revealState(options.stack);
  const redaction = new Redaction();
  redaction.addState(state);
  return redaction.during(() => verifyState(options, state, redaction));
}

async function verifyState(options: VerifyOptions, state: State, { hide }: Redaction): Promise<Finding[]> {
  const { stack, requests, network = systemNetwork, interrupt, onEnd = () => undefined } = options;
  const { resources } = opened(state);
  if (resources.length === 0)
    throw new UserError(`Stack "${stack.name}" has no resources yet. Run mlplatform up first.`);
  const clusters = await liveClusters(options, resources);
  const platform = new Platform(resources, clusters, network, requests);
  refuseUnknownModels(platform, requests);
  const checks = checksOf(platform);
  if (checks.length === 0) {
    const known = componentChecks().map(({ type }) => type);
    throw new UserError(`Stack "${stack.name}" has nothing to verify. What can be verified: ${known.join(", ")}.`);
  }
  options.onBegin?.(checks);
  const redacted = (finding: Finding): Finding => ({
    ...finding,
    detail: hide(finding.detail),
    ...(finding.hint === undefined ? {} : { hint: hide(finding.hint) }),
  });
  const found = await runChecks(checks, {
    seconds: options.seconds,
    interrupt,
    onEnd: (finding) => {
      onEnd(redacted(finding));
    },
  });
  if (interrupt?.aborted === true)
    throw new Interrupted("Interrupted. What the checks created was removed, or the next run removes it.");
  return found.map(redacted);
}

const PROVIDER = "pulumi:providers:kubernetes";

/** The clusters by the URNs of their providers. A provider that nothing uses is not asked. */
async function liveClusters(
  { stack, tools }: VerifyOptions,
  resources: readonly OpenResource[],
): Promise<Map<string, LiveCluster>> {
  const used = new Set(resources.map(({ provider = "" }) => provider.split("::").slice(0, -1).join("::")));
  const parents = new Map(resources.map((resource) => [resource.urn, resource]));
  const isOfCluster = ({ parent = "" }: OpenResource) => parents.get(parent)?.type === "mlplatform:index:MlCluster";
  const providers = resources.filter(
    (resource) => resource.type === PROVIDER && (used.has(resource.urn) || isOfCluster(resource)),
  );
  const inputsOf = new Map(providers.map(({ urn, inputs }) => [urn, inputs]));
  const reveal = (urn: string) => inputsOf.get(urn) ?? {};
  const found = await new Clusters({ stack, tools, revealInputs: reveal }).ofProviders(providers);
  return new Map(
    found.flatMap(({ server, access, providers: urns }: ProviderCluster) => {
      const owner = [...urns].flatMap((urn) => {
        const provider = parents.get(urn);
        return provider !== undefined && isOfCluster(provider) ? [nameOf(provider.parent ?? "")] : [];
      });
      const [first = ""] = urns;
      const cluster = new LiveCluster(owner[0] ?? nameOf(first), server, access);
      return [...urns].map((urn) => [urn, cluster] as const);
    }),
  );
}

function refuseUnknownModels({ components }: Platform, requests: ReadonlyMap<string, Json>): void {
  const models = components.filter(({ type }) => type === "ModelDeployment").map(({ name }) => name);
  const unknown = [...requests.keys()].filter((name) => !models.includes(name));
  if (unknown.length === 0) return;
  const there = models.length === 0 ? "The stack has no models." : `The stack has: ${models.join(", ")}.`;
  throw new UsageError(`--request names ${unknown.join(", ")}, which is no model of the stack. ${there}`);
}
