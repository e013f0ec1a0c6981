import type { sendUnaryData } from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
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
} from "@pulumi/pulumi/proto/resource_pb";
import type { PlainValue, PlanGraph } from "./graph";
import { GraphBuilder, type GraphBuilderOptions } from "./graph-builder";
import { lookupOf, registrationOf } from "./registration";
import { STACK_REFERENCE, StackReferences, type ReadStack, type UnreadStack } from "./stack-references";
import { Transforms } from "./transforms";
import { empty, fromStruct, toStruct, type WireObject } from "./wire-values";

type Reply<Response> = sendUnaryData<Response>;
type Empty = ReturnType<typeof empty>;

/** What a recorder needs to take the place of the engine. */
export interface RecorderOptions extends GraphBuilderOptions {
  /** Source positions are relative to this folder. */
  readonly projectDir: string;
  /** Reads the outputs of another stack. @default they are not known */
  readonly readStack?: ReadStack;
}

/**
 * Takes the place of the Pulumi engine's resource monitor: records what a program registers and answers at once. Its
 * methods are those of the gRPC service. An SDK in this process calls them directly; a gRPC server can offer them to an SDK
 * in another process.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #builder: GraphBuilder;
  readonly #references: StackReferences | undefined;
  readonly #transforms = new Transforms();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#builder = new GraphBuilder(options);
    this.#references = options.readStack && new StackReferences(options.readStack);
  }

  /** What was recorded so far. */
  get graph(): PlanGraph {
    return this.#builder.graph;
  }

  /** Grows with everything that the program registers. */
  get progress(): number {
    return this.#builder.size;
  }

  /** True while the recorder reads the outputs of another stack or runs a transform. The program makes no progress then. */
  get isBusy(): boolean {
    return this.#transforms.isRunning || (this.#references?.isReading ?? false);
  }

  /** Stacks whose outputs could not be read. */
  get unreadStacks(): readonly UnreadStack[] {
    return this.#references?.unread ?? [];
  }

  /** Every secret text that was recorded, so that it can be kept out of messages. */
  get secretTexts(): ReadonlySet<string> {
    return this.#builder.secretTexts;
  }

  /** The inputs of a resource with its secrets shown. */
  revealInputs(urn: string): Record<string, PlainValue> {
    return this.#builder.revealInputs(urn);
  }

  /** Ends what the recorder started. */
  close(): void {
    this.#transforms.close();
  }

  registerResource(request: RegisterResourceRequest, reply: Reply<RegisterResourceResponse>): void {
    const transforms = this.#transforms.forResource(request, this.#builder.withAncestors(request.getParent()));
    if (transforms.length === 0) this.#register(request, reply);
    else {
      this.#transforms.transformResource(request, transforms).then(
        () => this.#register(request, reply),
        (error: unknown) => refuse(reply, error),
      );
    }
  }

  #register(request: RegisterResourceRequest, reply: Reply<RegisterResourceResponse>): void {
    answer(reply, () => {
      const inputs = fromStruct(request.getObject());
      const { urn, id, state } = this.#builder.add(registrationOf(request, this.#options.projectDir), inputs);
      this.#transforms.addForChildren(urn, request.getTransformsList());
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(toStruct(state));
      return response;
    });
  }

  readResource(request: ReadResourceRequest, reply: Reply<ReadResourceResponse>): void {
    const add = (found?: WireObject) => {
      answer(reply, () => {
        const inputs = fromStruct(request.getProperties());
        const { urn, state } = this.#builder.add(lookupOf(request, this.#options.projectDir), inputs, found);
        const response = new ReadResourceResponse();
        response.setUrn(urn);
        response.setProperties(toStruct(state));
        return response;
      });
    };
    if (request.getType() === STACK_REFERENCE && this.#references !== undefined) {
      void this.#references.lookUp(request.getId()).then(add);
    } else add();
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, reply: Reply<Empty>): void {
    answer(reply, () => {
      this.#builder.addOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return empty();
    });
  }

  invoke(request: ResourceInvokeRequest, reply: Reply<InvokeResponse>): void {
    const call = () => answer(reply, () => this.#call(request, new InvokeResponse()));
    if (this.#transforms.forInvoke.length === 0) call();
    else this.#transforms.transformInvoke(request).then(call, (error: unknown) => refuse(reply, error));
  }

  call(request: ResourceCallRequest, reply: Reply<CallResponse>): void {
    answer(reply, () => this.#call(request, new CallResponse()));
  }

  supportsFeature(_request: unknown, reply: Reply<SupportsFeatureResponse>): void {
    const response = new SupportsFeatureResponse();
    // The current engine has every feature that an SDK of today asks for.
    response.setHassupport(true);
    reply(null, response);
  }

  /** Newer SDKs call this instead of `supportsFeature` (@pulumi/pulumi 3.270). */
  getDeploymentInfo(_request: unknown, reply: Reply<DeploymentInfo>): void {
    const { project, stack, preview } = this.#options;
    const response = new DeploymentInfo();
    response.setProject(project);
    response.setStack(stack);
    response.setDryrun(preview);
    const all = Object.values(ResourceMonitorFeature).filter((feature) => typeof feature === "number");
    response.setSupportedfeaturesList(all);
    reply(null, response);
  }

  registerStackTransform(callback: Callback, reply: Reply<Empty>): void {
    this.#transforms.addForStack(callback);
    reply(null, empty());
  }

  registerStackInvokeTransform(callback: Callback, reply: Reply<Empty>): void {
    this.#transforms.addForInvokes(callback);
    reply(null, empty());
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

  #call<Response extends CallResponse | InvokeResponse>(
    request: ResourceCallRequest | ResourceInvokeRequest,
    response: Response,
  ): Response {
    response.setReturn(toStruct(this.#builder.call(request.getTok(), fromStruct(request.getArgs()))));
    return response;
  }
}

/** Sends what `work` returns, or its error. For a failed invoke the SDK reads the property `details` of a gRPC error. */
function answer<Response>(reply: Reply<Response>, work: () => Response): void {
  let response: Response;
  try {
    response = work();
  } catch (error) {
    refuse(reply, error);
    return;
  }
  reply(null, response);
}

function refuse<Response>(reply: Reply<Response>, error: unknown): void {
  reply(Object.assign(error as Error, { details: (error as Error).message }), null);
}
