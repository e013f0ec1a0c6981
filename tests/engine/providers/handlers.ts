import { type handleUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { StandIn } from "./stand-in";
import {
  checkRequest,
  checkResponse,
  diffRequest,
  diffResponse,
  fromStruct,
  resourceOf,
  serviceError,
  toStruct,
} from "./wire";

type Handler<Request, Response> = (request: Request) => Promise<Response> | Response;

/** Answers one kind of call. */
function answers<Request, Response>(handler: Handler<Request, Response>): handleUnaryCall<Request, Response> {
  const answer = async (request: Request): Promise<Response> => handler(request);
  return (call, callback) => {
    answer(call.request).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(serviceError(error));
      },
    );
  };
}

/** Every call that a stand-in answers, by its name in the protocol (`pulumirpc.ResourceProvider`, pulumi 3.246). */
export function handlers(provider: StandIn) {
  return {
    handshake: answers(() => {
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    getSchema: answers(() => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: provider.name, version: provider.version }));
      return response;
    }),
    getPluginInfo: answers(() => {
      const info = new PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    checkConfig: answers((message: messages.CheckRequest) => checkResponse({ inputs: checkRequest(message).news })),
    diffConfig: answers(() => diffResponse({ changed: false, replaces: [] })),
    configure: answers(async (message: messages.ConfigureRequest) => {
      await provider.configure(Object.fromEntries(message.getVariablesMap().entries()));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: answers(async (message: messages.CheckRequest) =>
      checkResponse(await provider.check(checkRequest(message))),
    ),
    diff: answers(async (message: messages.DiffRequest) => diffResponse(await provider.diff(diffRequest(message)))),
    create: answers(async (message: messages.CreateRequest) => {
      const result = await provider.create({
        ...resourceOf(message.getUrn()),
        properties: fromStruct(message.getProperties()),
        timeout: message.getTimeout(),
        preview: message.getPreview(),
      });
      const response = new messages.CreateResponse();
      response.setId(result.id);
      response.setProperties(toStruct(result.properties));
      return response;
    }),
    read: answers(async (message: messages.ReadRequest) => {
      const result = await provider.read({
        ...resourceOf(message.getUrn()),
        id: message.getId(),
        properties: fromStruct(message.getProperties()),
        inputs: fromStruct(message.getInputs()),
      });
      const response = new messages.ReadResponse();
      response.setId(result.id);
      if (result.properties) response.setProperties(toStruct(result.properties));
      if (result.inputs) response.setInputs(toStruct(result.inputs));
      return response;
    }),
    update: answers(async (message: messages.UpdateRequest) => {
      const result = await provider.update({
        ...resourceOf(message.getUrn()),
        id: message.getId(),
        olds: fromStruct(message.getOlds()),
        news: fromStruct(message.getNews()),
        timeout: message.getTimeout(),
        preview: message.getPreview(),
        ignoreChanges: message.getIgnorechangesList(),
      });
      const response = new messages.UpdateResponse();
      response.setProperties(toStruct(result.properties));
      return response;
    }),
    delete: answers(async (message: messages.DeleteRequest) => {
      await provider.delete({
        ...resourceOf(message.getUrn()),
        id: message.getId(),
        properties: fromStruct(message.getProperties()),
        timeout: message.getTimeout(),
      });
      return new Empty();
    }),
    invoke: answers(async (message: messages.InvokeRequest) => {
      if (!provider.invoke) throw new Error(`${provider.name}: the stand-in has no function ${message.getTok()}`);
      const response = new messages.InvokeResponse();
      response.setReturn(toStruct(await provider.invoke(message.getTok(), fromStruct(message.getArgs()))));
      return response;
    }),
    cancel: answers(() => new Empty()),
  };
}
