import type { sendUnaryData } from "@grpc/grpc-js";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  DeploymentInfo,
  ReadResourceResponse,
  RegisterPackageResponse,
  RegisterResourceResponse,
  ResourceMonitorFeature,
  SupportsFeatureResponse,
  type ReadResourceRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { PlainValue, PlanGraph } from "./graph";
import { Ledger, type LedgerOptions } from "./ledger";
import { lookupOf, registrationOf } from "./registration";
import { STACK_REFERENCE, StackReferences, type ReadStack, type UnreadStack } from "./stack-references";
import { empty, fromStruct, toStruct, type WireObject } from "./struct";

type Reply<Response> = sendUnaryData<Response>;
type Empty = ReturnType<typeof empty>;

/** What a recorder needs to stand in for the engine. */
export interface RecorderOptions extends LedgerOptions {
  /** Source positions are told relative to this directory. */
  readonly projectDir: string;
  /** Reads what another stack exports. @default it is not known */
  readonly readStack?: ReadStack;
}

// The engine has every feature the SDK asks for; a recorder runs no transforms, and the SDK then refuses to drop them.
const UNSUPPORTED = [
  { name: "transforms", id: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_TRANSFORMS },
  { name: "invokeTransforms", id: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS },
] as const;

/**
 * Stands in for the Pulumi engine's resource monitor: keeps what a program registers and answers at once.
 * Its methods have the shape of the gRPC service, so an SDK in this process calls them directly and a gRPC server can
 * serve them to another.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #ledger: Ledger;
  readonly #references: StackReferences | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#ledger = new Ledger(options);
    this.#references = options.readStack && new StackReferences(options.readStack);
  }

  /** What was recorded so far. */
  get graph(): PlanGraph {
    return this.#ledger.graph;
  }

  /** Grows for as long as the program makes progress. */
  get progress(): number {
    return this.#ledger.size;
  }

  /** True while it waits for what another stack exports, and no progress is to be expected. */
  get isReading(): boolean {
    return this.#references?.isReading ?? false;
  }

  /** Stacks whose outputs the program asked for in vain. */
  get unreadStacks(): readonly UnreadStack[] {
    return this.#references?.unread ?? [];
  }

  /** Every secret text that came by, so that it can be kept out of messages. */
  get secretTexts(): ReadonlySet<string> {
    return this.#ledger.secretTexts;
  }

  /** The inputs of a resource with its secrets in the open. */
  revealInputs(urn: string): Record<string, PlainValue> {
    return this.#ledger.revealInputs(urn);
  }

  registerResource(request: RegisterResourceRequest, reply: Reply<RegisterResourceResponse>): void {
    answer(reply, () => {
      const inputs = fromStruct(request.getObject());
      const { urn, id, state } = this.#ledger.add(registrationOf(request, this.#options.projectDir), inputs);
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(toStruct(state));
      return response;
    });
  }

  readResource(request: ReadResourceRequest, reply: Reply<ReadResourceResponse>): void {
    const enter = (found?: WireObject) => {
      answer(reply, () => {
        const inputs = fromStruct(request.getProperties());
        const { urn, state } = this.#ledger.add(lookupOf(request, this.#options.projectDir), inputs, found);
        const response = new ReadResourceResponse();
        response.setUrn(urn);
        response.setProperties(toStruct(state));
        return response;
      });
    };
    if (request.getType() === STACK_REFERENCE && this.#references !== undefined) {
      void this.#references.lookUp(request.getId()).then(enter);
    } else enter();
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, reply: Reply<Empty>): void {
    answer(reply, () => {
      this.#ledger.addOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return empty();
    });
  }

  invoke(request: ResourceInvokeRequest, reply: Reply<InvokeResponse>): void {
    answer(reply, () => {
      const response = new InvokeResponse();
      response.setReturn(toStruct(this.#ledger.ask(request.getTok(), fromStruct(request.getArgs()))));
      return response;
    });
  }

  call(request: ResourceCallRequest, reply: Reply<CallResponse>): void {
    answer(reply, () => {
      const response = new CallResponse();
      response.setReturn(toStruct(this.#ledger.ask(request.getTok(), fromStruct(request.getArgs()))));
      return response;
    });
  }

  supportsFeature(request: SupportsFeatureRequest, reply: Reply<SupportsFeatureResponse>): void {
    const response = new SupportsFeatureResponse();
    response.setHassupport(!UNSUPPORTED.some(({ name }) => name === request.getId()));
    reply(null, response);
  }

  /** What later SDKs ask instead of each feature by name (@pulumi/pulumi 3.270). */
  getDeploymentInfo(_request: unknown, reply: Reply<DeploymentInfo>): void {
    const { project, stack, preview } = this.#options;
    const response = new DeploymentInfo();
    response.setProject(project);
    response.setStack(stack);
    response.setDryrun(preview);
    const all = Object.values(ResourceMonitorFeature).filter((feature) => typeof feature === "number");
    response.setSupportedfeaturesList(all.filter((feature) => !UNSUPPORTED.some(({ id }) => id === feature)));
    reply(null, response);
  }

  registerPackage(_request: unknown, reply: Reply<RegisterPackageResponse>): void {
    const response = new RegisterPackageResponse();
    response.setRef("recorded-package");
    reply(null, response);
  }

  registerResourceHook(_request: unknown, reply: Reply<Empty>): void {
    reply(null, empty());
  }

  registerErrorHook(_request: unknown, reply: Reply<Empty>): void {
    reply(null, empty());
  }

  signalAndWaitForShutdown(_request: unknown, reply: Reply<Empty>): void {
    reply(null, empty());
  }
}

/** Sends what `work` returns, or the error it throws; of a failed invoke the SDK reads `details`, as gRPC has it. */
function answer<Response>(reply: Reply<Response>, work: () => Response): void {
  let response: Response;
  try {
    response = work();
  } catch (error) {
    reply(Object.assign(error as Error, { details: (error as Error).message }), null);
    return;
  }
  reply(null, response);
}
