import type * as grpcJs from "@grpc/grpc-js";
import type * as callbackGrpc from "@pulumi/pulumi/proto/callback_grpc_pb";
import { CallbackInvokeRequest, type Callback, type CallbackInvokeResponse } from "@pulumi/pulumi/proto/callback_pb";
import {
  TransformInvokeOptions,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { requireAsSdk } from "./sdk";

/**
 * Runs the transforms of a program as the engine does (pkg/v3 3.246, resource/deploy/source_eval.go, `RegisterResource`): those
 * of the resource first, then those of its parents, the nearest first, then those of the stack. A transform is a function of
 * the program, so each call goes to the callback server that the SDK runs.
 */
export class Transforms {
  readonly #ofResources = new Map<string, readonly Callback[]>();
  readonly #ofStack: Callback[] = [];
  readonly #ofInvokes: Callback[] = [];
  readonly #clients = new Map<string, callbackGrpc.CallbacksClient>();
  #running = 0;

  /** True while a transform runs. The program registers nothing then. */
  get isRunning(): boolean {
    return this.#running > 0;
  }

  addForStack(callback: Callback): void {
    this.#ofStack.push(callback);
  }

  addForInvokes(callback: Callback): void {
    this.#ofInvokes.push(callback);
  }

  /** Remembers the transforms of a resource for its children. */
  addForChildren(urn: string, callbacks: readonly Callback[]): void {
    if (callbacks.length > 0) this.#ofResources.set(urn, callbacks);
  }

  /** The transforms for a request; `parents` are the URNs of the resource's parents, the nearest first. */
  forResource(request: RegisterResourceRequest, parents: readonly string[]): Callback[] {
    const inherited = parents.flatMap((urn) => this.#ofResources.get(urn) ?? []);
    return [...request.getTransformsList(), ...inherited, ...this.#ofStack];
  }

  /** The transforms for a call of a data source. */
  get forInvoke(): readonly Callback[] {
    return this.#ofInvokes;
  }

  /** Changes a request to create a resource. */
  async transformResource(request: RegisterResourceRequest, callbacks: readonly Callback[]): Promise<void> {
    for (const callback of callbacks) {
      const question = new TransformRequest();
      question.setType(request.getType());
      question.setName(request.getName());
      question.setCustom(request.getCustom());
      question.setParent(request.getParent());
      question.setProperties(request.getObject());
      question.setOptions(optionsOf(request));
      const answer = TransformResponse.deserializeBinary(await this.#invoke(callback, question.serializeBinary()));
      const [properties, options] = [answer.getProperties(), answer.getOptions()];
      if (properties !== undefined) request.setObject(properties);
      if (options !== undefined) applyOptions(options, request);
    }
    if (request.getTransformsList().length > 0) {
      // The engine takes them from the transformed inputs, in which the SDK for Node.js keeps none.
      request.clearPropertydependenciesMap();
    }
  }

  /** Changes the arguments of a call of a data source. */
  async transformInvoke(request: ResourceInvokeRequest): Promise<void> {
    for (const callback of this.#ofInvokes) {
      const options = new TransformInvokeOptions();
      options.setProvider(request.getProvider());
      options.setVersion(request.getVersion());
      options.setPluginDownloadUrl(request.getPlugindownloadurl());
      const question = new TransformInvokeRequest();
      question.setToken(request.getTok());
      question.setArgs(request.getArgs());
      question.setOptions(options);
      const bytes = await this.#invoke(callback, question.serializeBinary());
      const args = TransformInvokeResponse.deserializeBinary(bytes).getArgs();
      if (args !== undefined) request.setArgs(args);
    }
  }

  /** Closes the connections to the program. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  async #invoke(callback: Callback, question: Uint8Array): Promise<Uint8Array> {
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(question);
    this.#running++;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        this.#client(callback.getTarget()).invoke(request, (error, response: CallbackInvokeResponse | undefined) => {
          if (response === undefined) reject(new Error(error?.details ?? "a transform gave no answer"));
          else resolve(response.getResponse_asU8());
        });
      });
    } finally {
      this.#running--;
    }
  }

  #client(target: string): callbackGrpc.CallbacksClient {
    const known = this.#clients.get(target);
    if (known !== undefined) return known;
    // Loaded here, because hardly any program has a transform and loading takes time.
    const { CallbacksClient: Client } = requireAsSdk("@pulumi/pulumi/proto/callback_grpc_pb") as typeof callbackGrpc;
    const { credentials } = requireAsSdk("@grpc/grpc-js") as typeof grpcJs;
    const client = new Client(target, credentials.createInsecure());
    this.#clients.set(target, client);
    return client;
  }
}

/** The options of a resource as a transform gets them. */
function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setReplacementTrigger(request.getReplacementTrigger());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  for (const [name, provider] of request.getProvidersMap().entries()) options.getProvidersMap().set(name, provider);
  options.setCustomTimeouts(request.getCustomtimeouts());
  options.setPluginDownloadUrl(request.getPlugindownloadurl());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  options.setReplaceWithList(request.getReplaceWithList());
  if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  options.setImport(request.getImportid());
  options.setHooks(request.getHooks());
  options.setHideDiffList(request.getHidediffsList());
  return options;
}

/** Sets the options that a transform returned: it returns all of them. */
function applyOptions(options: TransformResourceOptions, request: RegisterResourceRequest): void {
  // Without transforms of its own, a resource keeps its dependencies.
  if (request.getTransformsList().length > 0) request.setDependenciesList(options.getDependsOnList());
  if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
  else request.clearProtect();
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setReplacementTrigger(options.getReplacementTrigger());
  request.setVersion(options.getVersion());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.clearProvidersMap();
  for (const [name, provider] of options.getProvidersMap().entries()) request.getProvidersMap().set(name, provider);
  request.setCustomtimeouts(options.getCustomTimeouts());
  request.setPlugindownloadurl(options.getPluginDownloadUrl());
  if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
  else request.clearRetainondelete();
  request.setDeletedwith(options.getDeletedWith());
  request.setReplaceWithList(options.getReplaceWithList());
  request.setDeletebeforereplacedefined(options.hasDeleteBeforeReplace());
  request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setImportid(options.getImport());
  request.setHooks(options.getHooks());
  request.setHidediffsList(options.getHideDiffList());
}
