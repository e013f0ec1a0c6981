import type * as pulumi from "@pulumi/pulumi";
import { checkedCount } from "../../shared/checks";
import { claimedBy } from "../../shared/claims";
import { fullHostName } from "../../shared/host-name";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { repeatedProblems } from "../../shared/checks";
import { checkedEach } from "../../shared/checks";
import { isServed } from "../../shared/route";
import { valueAt } from "../../shared/values";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import type { HeaderMatchArgs } from "../routing-args";
import { decidedAnnotations, limitAnnotation, LIMITS } from "./annotations";
import { ownMappingsObject } from "./claims";
import { configPrefix } from "./config";
import { headerProblems, lowerCase, matchKey } from "./headers";
import {
  isAnnotatable,
  isEmissary,
  isIstio,
  KINDS,
  mappedHeaders,
  ownRouteInput,
  sharesItself,
  timeoutOf,
  writesAnnotations,
} from "./needs";

type Options = pulumi.ComponentResourceOptions | undefined;

/** Longest time limit, in milliseconds. */
const DAY = 86_400_000;

/** What is wrong with single inputs that lead requests. */
export const routingFieldProblems = (args: ModelDeploymentArgs): Problem[] => [
  ...hostFieldProblems(args),
  ...checkedCount("timeouts.restMs", args.timeouts?.restMs, 1, DAY),
  ...checkedCount("timeouts.grpcMs", args.timeouts?.grpcMs, 1, DAY),
  ...checkedCount("retries.attempts", args.retries?.attempts, 1, 100),
  ...checkedCount("retries.perTryTimeoutMs", args.retries?.perTryTimeoutMs, 1, DAY),
  ...LIMITS.flatMap((limit) => checkedCount(`circuitBreaker.${limit}`, args.circuitBreaker?.[limit], 1)),
  ...emptyProblems("timeouts", args.timeouts),
  ...emptyProblems("circuitBreaker", args.circuitBreaker),
  ...emptyProblems("ambassador", args.ambassador),
  ...headerProblems("ambassador.headers", args.ambassador?.headers),
  ...args.predictors.flatMap(({ headers }, index) => headerProblems(`predictors[${String(index)}].headers`, headers)),
];

const hostFieldProblems = ({ hosts }: ModelDeploymentArgs): Problem[] => [
  ...problemIf(hosts?.length === 0, "hosts", "is empty. Write a host, or leave it out."),
  ...checkedEach("hosts", hosts, fullHostName),
  ...repeatedProblems("hosts", hosts),
];

const emptyProblems = (path: string, block: object | undefined): Problem[] =>
  problemIf(
    block !== undefined && Object.keys(block).length === 0,
    path,
    "is empty, so it has no effect. Fill it, or leave it out.",
  );

/** What is wrong with inputs that do not fit together, or not the ingress. */
export function routingProblems(
  name: string,
  args: ModelDeploymentArgs,
  manifest: SeldonDeployment,
  opts: Options,
): Problem[] {
  return [
    ...servedProblems(args),
    ...mainProblems(args, manifest),
    ...limitProblems(args),
    ...(args.ambassador === undefined ? [] : ambassadorProblems(args, manifest, opts)),
    ...contradictedAnnotations(name, args),
    ...unmappedAnnotations(name, args),
  ];
}

const servedProblems = ({ hosts = [], seldon, ...args }: ModelDeploymentArgs): Problem[] => [
  ...hosts.flatMap((host, index) =>
    problemIf(
      !isServed({ hosts: seldon.hosts ?? [] }, host),
      `hosts[${String(index)}]`,
      `"${host}" is not served by the ingress, which has ${(seldon.hosts ?? []).join(", ")}. Add it to the hosts of the IngressLayer.`,
    ),
  ),
  ...problemIf(
    isIstio(seldon) &&
      seldon.gateway === undefined &&
      (ownRouteInput({ hosts, seldon, ...args }) !== undefined || args.circuitBreaker !== undefined),
    "seldon.gateway",
    "is missing, but the model needs a route of its own on it. Write it as <namespace>/<name>.",
  ),
];

/** Requests without a predictor's headers need one too. */
function mainProblems({ predictors, seldon }: ModelDeploymentArgs, { spec }: SeldonDeployment): Problem[] {
  const at = (index: number): string => `predictors[${String(index)}]`;
  const withHeaders = predictors.flatMap(({ headers, name }, index) =>
    headers === undefined
      ? []
      : [{ index, name, key: matchKey(headers), shadow: spec.predictors.find((one) => one.name === name)?.shadow }],
  );
  const main = spec.predictors.filter(
    ({ name, shadow }) => shadow !== true && !withHeaders.some((one) => one.name === name),
  );
  return [
    ...withHeaders.flatMap(({ index, shadow }) =>
      problemIf(
        shadow === true,
        `${at(index)}.headers`,
        "has no effect together with shadow: a shadow gets copies of all requests. Leave one of them out.",
      ),
    ),
    ...withHeaders.flatMap(({ index, key }) => {
      const first = withHeaders.find((one) => one.key === key)?.index ?? index;
      return problemIf(
        first < index,
        `${at(index)}.headers`,
        `are those of ${at(first)}, which gets all these requests. Write others.`,
      );
    }),
    ...problemIf(
      withHeaders.length > 0 && main.length === 0,
      "predictors",
      "have headers, all that answer, so other requests would have no predictor. Add one without headers.",
    ),
    ...(writesAnnotations(seldon) ? unweightedProblems(spec) : []),
    ...(isEmissary(seldon) ? shadowExplainerProblems(spec) : []),
  ];
}

/**
 * In annotations the operator leaves a weight of 0 out, and Emissary then gives the predictor an equal part of what the others leave
 * (1.17.1, ambassador/v1.go, `omitempty`). The first one never has a weight, so there it is right: nothing is left. But Emissary copies
 * all requests to a shadow without one (4.1.0, v3route.py).
 */
const unweightedProblems = ({ predictors }: SeldonDeployment["spec"]): Problem[] =>
  predictors.flatMap(({ shadow, traffic = 0 }, index) => [
    ...problemIf(
      index > 0 && traffic === 0 && shadow !== true && predictors[0]?.traffic !== 0,
      `predictors[${String(index)}].traffic`,
      "is 0, which the operator does not write in annotations, so Emissary would lead requests there. Write a predictor with traffic 0 first.",
    ),
    ...problemIf(
      index === 0 && shadow === true && traffic > 0 && traffic < 100,
      `predictors[${String(index)}].traffic`,
      `is ${String(traffic)}, which the operator does not write in annotations for the first predictor, so Emissary would copy all requests. Write another predictor first.`,
    ),
  ]);

/** The operator's Mapping of the explainer is a shadow too, beside no other (1.17.1, ambassador/v1.go and v2.go). */
const shadowExplainerProblems = ({ predictors }: SeldonDeployment["spec"]): Problem[] =>
  predictors.flatMap(({ shadow, explainer }, index) =>
    problemIf(
      shadow === true && (explainer?.type ?? "") !== "",
      `predictors[${String(index)}].explainer`,
      "would get copies of requests only, because Emissary takes the explainer of a shadow for a shadow, so its URL would not answer. Leave it out.",
    ),
  );

function limitProblems(args: ModelDeploymentArgs): Problem[] {
  const perTry = args.retries?.perTryTimeoutMs;
  if (perTry === undefined) return [];
  const limits = KINDS.map((kind) => [kind, timeoutOf(args, kind) ?? Infinity] as const);
  const [kind, limit] = limits.reduce((least, one) => (one[1] < least[1] ? one : least));
  return problemIf(
    perTry >= limit,
    "retries.perTryTimeoutMs",
    `${String(perTry)} leaves no time for another try, because the limit of a whole request is ${String(limit)}. Write less, or a longer timeouts.${kind}Ms.`,
  );
}

function ambassadorProblems(args: ModelDeploymentArgs, manifest: SeldonDeployment, opts: Options): Problem[] {
  const { seldon, ambassador = {}, predictors } = args;
  const { serviceName, headers = [], config } = ambassador;
  if (!isEmissary(seldon)) {
    return [
      {
        path: "ambassador",
        reason: `applies to Emissary only, and the ingress is ${seldon.controller}. Leave it out; for requests with headers, write headers of a predictor.`,
      },
    ];
  }
  return [
    ...(serviceName === undefined ? [] : serviceNameProblems(args, manifest, serviceName, opts)),
    ...problemIf(
      serviceName === undefined && mappedHeaders(args) !== undefined,
      "ambassador.headers",
      "needs serviceName: the model answers at its own URL without them, unless it is one header with a value without colons. Write serviceName too.",
    ),
    ...problemIf(
      serviceName !== undefined && headers.length === 0,
      "ambassador.serviceName",
      "needs headers: Emissary would lead requests to both deployments at random. Write headers too, or predictors of one deployment with traffic.",
    ),
    ...(config === undefined
      ? sameHeaderProblems(predictors, headers)
      : [
          ...problemIf(
            !writesAnnotations(seldon),
            "ambassador.config",
            "is ignored, because the operator creates Mappings. Leave it out, and create your own Mapping, or let the operator write annotations.",
          ),
          ...problemIf(
            configPrefix(config) === undefined,
            "ambassador.config",
            "has no Mapping with a prefix, which is the path of the model's URL. Write YAML with kind: Mapping and prefix.",
          ),
          ...Object.entries({
            timeouts: args.timeouts,
            retries: args.retries,
            circuitBreaker: args.circuitBreaker,
            "ambassador.serviceName": serviceName,
            "ambassador.headers": ambassador.headers,
            ...Object.fromEntries(
              predictors.map((one, index) => [`predictors[${String(index)}].headers`, one.headers] as const),
            ),
          }).flatMap(([path, value]) =>
            problemIf(
              value !== undefined,
              path,
              "has no effect on routes together with ambassador.config. Write it there, or leave one of them out.",
            ),
          ),
        ]),
  ];
}

/** Headers of predictors that requests to the deployment have anyway. */
const sameHeaderProblems = (
  predictors: ModelDeploymentArgs["predictors"],
  outer: readonly HeaderMatchArgs[],
): Problem[] =>
  predictors.flatMap(({ headers = [] }, index) =>
    headers.flatMap((header, place) =>
      problemIf(
        outer.some((one) => lowerCase(one) === lowerCase(header)),
        `predictors[${String(index)}].headers[${String(place)}].name`,
        `${shown(header.name)} is in ambassador.headers already, and requests to this deployment have those. Use another header.`,
      ),
    ),
  );

function serviceNameProblems(
  args: ModelDeploymentArgs,
  { metadata }: SeldonDeployment,
  serviceName: string,
  opts: Options,
): Problem[] {
  const path = "ambassador.serviceName";
  const { namespace } = metadata;
  if (serviceName === metadata.name)
    return [{ path, reason: `"${serviceName}" is this deployment. Write another one, or leave it out.` }];
  if (claimedBy(opts, `SeldonDeployment ${namespace}/${serviceName}`) === undefined) {
    return [
      {
        path,
        reason: `${shown(serviceName)} is no deployment in namespace "${namespace}" that this program created before. Create it first, or write its name correctly.`,
      },
    ];
  }
  const owner = claimedBy(opts, ownMappingsObject(namespace, serviceName));
  return problemIf(
    owner !== undefined && isAnnotatable(args.ambassador?.headers ?? []),
    "ambassador.headers",
    `would not be seen: ${owner ?? ""} has Mappings of its own for its timeouts or retries, which come first. Write the value as regex, for which this deployment gets its own too.`,
  );
}

/** Annotations that a caller writes although an input decides them. */
const contradictedAnnotations = (name: string, args: ModelDeploymentArgs): Problem[] =>
  decidedAnnotations(name, args).flatMap(({ key, input }) =>
    placesOf(args, key).map((path) => ({ path, reason: `is decided by ${input}. Leave it out.` })),
  );

/** Annotations for the operator's Mappings that a model's own, which come first, would not have. */
function unmappedAnnotations(name: string, args: ModelDeploymentArgs): Problem[] {
  // The time limit of gRPC decides whether there are own Mappings: the operator's have that of REST.
  const hasOwn = isEmissary(args.seldon) && (sharesItself(args) || args.timeouts?.grpcMs !== undefined);
  const decided = decidedAnnotations(name, args).map(({ key }) => key);
  return Object.entries({
    "seldon.io/rest-timeout": "timeouts.restMs",
    // The operator reads it for its annotations only; otherwise it is the orchestrator's own.
    ...(writesAnnotations(args.seldon) ? { "seldon.io/grpc-timeout": "timeouts.grpcMs" } : {}),
    "seldon.io/ambassador-retries": "retries.attempts",
    ...Object.fromEntries(LIMITS.map((limit) => [limitAnnotation(limit), `circuitBreaker.${limit}`])),
  })
    .filter(([key]) => hasOwn && !decided.includes(key))
    .flatMap(([key, input]) =>
      placesOf(args, key).map((path) => ({
        path,
        reason: `is read by the operator only, and the model has Mappings of its own. Write ${input} instead.`,
      })),
    );
}

/** Where a caller writes an annotation of the deployment. */
function placesOf({ annotations = {}, overrides = {} }: ModelDeploymentArgs, key: string): string[] {
  const places: Record<string, unknown> = {
    annotations,
    "overrides.spec.annotations": valueAt(overrides, "spec.annotations"),
    "overrides.metadata.annotations": valueAt(overrides, "metadata.annotations"),
  };
  return Object.entries(places).flatMap(([place, written]) =>
    typeof written === "object" && written !== null && Object.hasOwn(written, key) ? [`${place}.${key}`] : [],
  );
}
