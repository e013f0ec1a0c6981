import { ownValue } from "../../../components/shared/own-value";
import { call, CallFailed } from "../network/grpc";
import { endpointOf } from "../network/endpoint";
import { ask, type Answer } from "../network/http";
import { fail, pass, skipped, type Outcome } from "../outcome";
import { textOf, type Component, type Gateway, type Platform } from "../platform";
import type { ModelManifest } from "./graph";
import type { Json } from "./protocol";
import { protocols } from "./protocols";

/** A model, and how it is asked. */
export interface AskedModel {
  readonly component: Component;
  readonly manifest: ModelManifest;
  readonly platform: Platform;
  /** The body of a request for a prediction; without it, the model is asked whether it serves. */
  readonly body?: Json;
}

const NO_PREDICTION = "no prediction was made";

/** Asks a model by REST at its public URL. */
export async function askByRest(model: AskedModel, signal: AbortSignal): Promise<Outcome> {
  const { component, manifest, platform, body } = model;
  const protocol = ownValue(protocols, manifest.protocol);
  const url = textOf(component, "restUrl") ?? "";
  if (protocol === undefined) return skipped(`nothing is known about the protocol ${manifest.protocol}`);
  const { host } = endpointOf(url);
  const gateway = platform.gatewayTo(host, true);
  const way = platform.wayTo(host, gateway);
  const context = platform.context(signal);
  const headers = ownHeaders(component);
  const asked =
    body === undefined
      ? { url: `${url.replace(PREDICTION, "")}${protocol.restReady(manifest.served)}`, question: { headers } }
      : {
          url,
          question: {
            method: "POST",
            headers: { ...headers, "content-type": "application/json" },
            body: JSON.stringify(body),
          },
        };
  const answer = await ask(asked.url, way, asked.question, context);
  const refusal = refusalOf(answer.status, gateway);
  if (refusal !== undefined) return refusal;
  if (answer.status !== 200) return fail(`HTTP ${answer.status} from ${asked.url}`, hintOf(answer, body));
  const problem = body === undefined ? protocol.restProblem?.(answer) : undefined;
  if (problem !== undefined) return fail(`${problem}, says ${asked.url}`);
  return pass(body === undefined ? `serves at ${url}; ${NO_PREDICTION}` : `predicted at ${url}`);
}

/** The path of predictions, in all protocols (components/model-deployment/urls.ts). */
const PREDICTION = /\/(?:api\/v1\.0\/predictions|v1\/models\/[^/]+:predict|v2\/models\/[^/]+\/infer)$/;

/** Asks a model by gRPC at its public address. */
export async function askByGrpc(model: AskedModel, signal: AbortSignal): Promise<Outcome> {
  const { component, manifest, platform, body } = model;
  const protocol = ownValue(protocols, manifest.protocol);
  if (protocol === undefined) return skipped(`nothing is known about the protocol ${manifest.protocol}`);
  const address = textOf(component, "grpcUrl") ?? "";
  const isTls = (textOf(component, "restUrl") ?? "").startsWith("https:");
  const end = endpointOf(`${isTls ? "grpcs" : "grpc"}://${address}`);
  const gateway = platform.gatewayTo(end.host, true);
  const { via, tls } = platform.wayTo(end.host, gateway);
  const to = { ...end, via, ...(end.tls === undefined ? {} : { tls }) };
  let asked;
  try {
    asked = body === undefined ? undefined : protocol.grpcPrediction?.(manifest.step, body);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    return skipped(`its request cannot be sent by gRPC: the file ${error.message}`);
  }
  const metadata = metadataOf(component);
  const question = asked ?? protocol.grpcReady(manifest.served);
  try {
    const answer = await call(to, { ...question, metadata }, platform.context(signal));
    const problem = asked === undefined ? protocol.grpcProblem?.(answer) : undefined;
    if (problem !== undefined) return fail(problem);
    return pass(asked === undefined ? `serves at ${address}; ${NO_PREDICTION}` : `predicted at ${address}`);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return withoutAnswer(error, asked !== undefined, gateway);
  }
}

/** Codes of gRPC's statuses. */
const [UNIMPLEMENTED, PERMISSION_DENIED, UNAUTHENTICATED] = [12, 7, 16];

function withoutAnswer(error: CallFailed, isPrediction: boolean, gateway: Gateway | undefined): Outcome {
  const { status, text, outcome } = error;
  if (status === PERMISSION_DENIED || status === UNAUTHENTICATED) {
    return refusalOf(403, gateway) ?? outcome;
  }
  if (status === UNIMPLEMENTED && text === "") return fail("the gateway has no route for gRPC to this model", ROUTES);
  // Servers in other languages than Python need not have it, but they have answered.
  if (status === UNIMPLEMENTED && !isPrediction) {
    return pass(`answers by gRPC, but cannot say whether it serves; ${NO_PREDICTION}`);
  }
  return outcome;
}

const ROUTES = "The operator writes routes when all pods of a model are ready; does the ingress controller run?";

/** A gateway that demands tokens has answered, but nothing more can be learnt. */
function refusalOf(status: number, gateway: Gateway | undefined): Outcome | undefined {
  if (status !== 401 && status !== 403) return undefined;
  return gateway?.demandsTokens === true
    ? skipped("the gateway demands a token, which this command does not have")
    : undefined;
}

function hintOf({ status, headers }: Answer, body: Json | undefined): string | undefined {
  const isEnvoys = headers["server"] === "istio-envoy" || headers["server"] === "envoy";
  if (status === 404) return ROUTES;
  // 502 and 504 come from a gateway by their definition, 503 from Envoy if nothing behind it is ready.
  if (status === 502 || status === 504 || (status === 503 && isEnvoys))
    return "Are the pods of the model ready, and does its Service lead to them?";
  if (body !== undefined && status >= 400) return "Is the request of the right shape for this model?";
  return undefined;
}

/** What leads calls to the model. */
const metadataOf = ({ outputs }: Component): Record<string, string> => ({
  ...(outputs["grpcMetadata"] as Record<string, string> | undefined),
});

/** The headers that requests by REST need too: those of `ambassador.headers`. */
function ownHeaders(component: Component): Record<string, string> {
  const { seldon: _name, namespace: _namespace, ...headers } = metadataOf(component);
  return headers;
}
