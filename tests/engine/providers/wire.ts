import { Metadata, status } from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, decode, encode } from "./property-values";
import { type CheckRequest, type CheckResult, type DiffRequest, type DiffResult, InitFailed } from "./stand-in";

/** A bag of properties as protobuf. */
export function toStruct(bag: Properties): Struct {
  return Struct.fromJavaScript(encode(bag) as Record<string, JavaScriptValue>);
}

/** A protobuf struct as a bag of properties; absent is empty. */
export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : (decode(struct.toJavaScript()) as Properties);
}

/** What every request carries; older engines leave type and name to the URN. */
export function resourceOf(urn: string): { urn: string; type: string; name: string } {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { urn, type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}

/** Reads a check request, of a resource or of the provider itself. */
export function checkRequest(request: messages.CheckRequest): CheckRequest {
  const autonaming = request.getAutonaming();
  return {
    ...resourceOf(request.getUrn()),
    olds: fromStruct(request.getOlds()),
    news: fromStruct(request.getNews()),
    randomSeed: request.getRandomseed_asU8(),
    ...(autonaming && {
      autonaming: {
        proposedName: autonaming.getProposedName(),
        disabled: autonaming.getMode() === messages.CheckRequest.AutonamingOptions.Mode.DISABLE,
      },
    }),
  };
}

/** Writes the answer to a check. */
export function checkResponse(result: CheckResult): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(result.inputs));
  response.setFailuresList(
    (result.failures ?? []).map(({ property, reason }) => {
      const failure = new messages.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
}

/** Reads a diff request, of a resource or of the provider itself. */
export function diffRequest(request: messages.DiffRequest): DiffRequest {
  return {
    ...resourceOf(request.getUrn()),
    id: request.getId(),
    olds: fromStruct(request.getOlds()),
    oldInputs: fromStruct(request.getOldInputs()),
    news: fromStruct(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** Writes the answer to a diff. */
export function diffResponse(result: DiffResult): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(result.changed ? DIFF_SOME : DIFF_NONE);
  response.setReplacesList(result.replaces);
  response.setDeletebeforereplace(result.deleteBeforeReplace ?? false);
  response.setDiffsList(result.diffs ?? []);
  if (result.detailed) {
    response.setHasdetaileddiff(true);
    for (const [path, change] of result.detailed) {
      const name =
        `${change.kind.toUpperCase()}${change.replaces ? "_REPLACE" : ""}` as keyof typeof messages.PropertyDiff.Kind;
      const diff = new messages.PropertyDiff();
      diff.setKind(messages.PropertyDiff.Kind[name]);
      diff.setInputdiff(change.kind === "delete");
      response.getDetaileddiffMap().set(path, diff);
    }
  }
  return response;
}

/** An error as gRPC wants it. A partial failure travels in a trailer that grpc-js has no call for. */
export function serviceError(error: unknown): { code: status; message: string; metadata: Metadata } {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new Metadata();
  if (error instanceof InitFailed) {
    const failure = new messages.ErrorResourceInitFailed();
    failure.setId(error.id);
    failure.setProperties(toStruct(error.properties));
    failure.setReasonsList(error.reasons);
    if (error.inputs) failure.setInputs(toStruct(error.inputs));
    const detail = new Any();
    detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const envelope = new Status();
    envelope.setCode(status.UNKNOWN);
    envelope.setMessage(message);
    envelope.addDetails(detail);
    metadata.add("grpc-status-details-bin", Buffer.from(envelope.serializeBinary()));
  }
  return { code: status.UNKNOWN, message, metadata };
}
