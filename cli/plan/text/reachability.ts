import { opensInternet } from "../../../components/shared/internet-ranges";
import { ownValue } from "../../../components/shared/own-value";
import { allOperations, plainType, type ApiServerInputs } from "../../../components/targets/operations";
import {
  isHidden,
  isMap,
  UNKNOWN,
  type PlainValue,
  type PlanGraph,
  type PlannedResource,
} from "../../../recorder/graph";
import { poolsFor, poolsOfService, type AddressPools } from "./address-pools";
import { hasChartValues } from "./names";
import { isKnownText, valueAt } from "./templates";
import { tokensNeededBy } from "./tokens";

/** Who can reach a load balancer, an API server or machines. */
export interface Exposure {
  readonly text: string;
  /** True if nothing in the plan limits who can reach it. */
  readonly open: boolean;
  /** True if an input decides that only a provider knows yet. @default false */
  readonly isUnknown?: boolean;
}

type Values = Readonly<Record<string, PlainValue>>;

const OPERATIONS = allOperations();

/** A Service, or a part of one that the program applies to it. */
const SERVICE = /^kubernetes:core\/v1:Service(Patch)?$/;

/** What a plan line says about who can reach a resource over the network. */
export function exposureOf(resource: PlannedResource, graph: Pick<PlanGraph, "resources">): Exposure[] {
  const type = plainType(resource.type);
  const { values } = resource.inputs;
  if (hasChartValues(resource)) return exposureOfChart(values["values"], poolsFor(resource, graph));
  if (SERVICE.test(type)) {
    const annotations = valueAt(values, "metadata.annotations") ?? {};
    return exposureOfService(values["spec"], annotations, poolsFor(resource, graph));
  }
  if (type === "kubernetes:security.istio.io/v1:AuthorizationPolicy") {
    return tokensNeededBy(values["spec"]).map((text) => ({ text, open: false }));
  }
  if (type === "kubernetes:networking.k8s.io/v1:Ingress")
    return exposureOfIngress(valueAt(values, "metadata.annotations"));
  const apiServer = OPERATIONS.map(({ apiServers }) => ownValue(apiServers ?? {}, type)).find(
    (found) => found !== undefined,
  );
  return [
    ...(apiServer === undefined ? [] : [exposureOfApiServer(values, apiServer)]),
    ...exposureOfAddresses(
      OPERATIONS.flatMap(({ publicAddresses }) => ownValue(publicAddresses ?? {}, type) ?? []),
      values,
    ),
  ];
}

/** Whether one of the inputs gives public addresses: a value that is true, or an element of a list. */
function exposureOfAddresses(paths: readonly string[], values: Values): Exposure[] {
  const found = paths
    .map((path) => valueAt(values, path))
    .flatMap((value) => (Array.isArray(value) ? (value as PlainValue[]) : [value]));
  if (found.some((value) => value === true || value === "true" || isMap(value)))
    return [{ text: "gives public addresses", open: true }];
  return found.some(isHidden)
    ? [{ text: "whether it gives public addresses is known later", open: false, isUnknown: true }]
    : [];
}

/** An Ingress that has a load balancer of its own by its annotations. */
function exposureOfIngress(annotations: PlainValue | undefined): Exposure[] {
  return OPERATIONS.flatMap(({ ingressAccess }): Exposure[] => {
    if (ingressAccess === undefined || !isMap(annotations)) return [];
    const { [ingressAccess.scheme]: scheme, [ingressAccess.cidrs]: blocks } = annotations;
    if (scheme === undefined || (scheme !== ingressAccess.public && !isHidden(scheme))) return [];
    const cidrs = isHidden(blocks) ? [LATER] : typeof blocks === "string" ? blocksIn(blocks) : [];
    if (isHidden(scheme) || cidrs.includes(LATER))
      return [{ text: "load balancer, who reaches it is known later", open: false, isUnknown: true }];
    return cidrs.length === 0 || opensInternet(cidrs)
      ? [{ text: "load balancer, open to everyone", open: true }]
      : [{ text: `load balancer, from ${cidrs.join(", ")}`, open: false }];
  });
}

/** The Services in a chart's values: every map `service` and every other load balancer, at any depth. Also what its pods may reach, if that is limited. */
export function exposureOfChart(values: PlainValue | undefined, pools: AddressPools = []): Exposure[] {
  if (values === UNKNOWN) return [SERVICE_LATER];
  return exposureOfValues(values, pools);
}

function exposureOfValues(values: PlainValue | undefined, pools: AddressPools): Exposure[] {
  if (Array.isArray(values)) return exposureOfParts(Object.fromEntries((values as PlainValue[]).entries()), pools);
  if (!isMap(values)) return [];
  // Some charts have the inputs of a Service in the map of the part that it is for.
  const own = values["serviceType"] === LOAD_BALANCER ? { ...values, type: LOAD_BALANCER } : undefined;
  return [...exposureOfService(own, values["serviceAnnotations"], pools), ...exposureOfParts(values, pools)];
}

function exposureOfParts(values: Values, pools: AddressPools): Exposure[] {
  return Object.entries(values).flatMap(([key, value]) => [
    ...(isServiceValue(key, value)
      ? exposureOfService(value, isMap(value) ? value["annotations"] : undefined, pools)
      : []),
    ...(key === "outboundTrafficPolicy" && isMap(value) && value["mode"] === "REGISTRY_ONLY" ? [REGISTERED_ONLY] : []),
    ...exposureOfValues(value, pools),
  ]);
}

/** Whether a value of a chart describes a Service that it makes. */
const isServiceValue = (key: string, value: PlainValue): boolean =>
  isMap(value)
    ? value["enabled"] !== false && (key === "service" || value["type"] === LOAD_BALANCER)
    : key === "service";

function exposureOfService(
  service: PlainValue | undefined,
  annotations: PlainValue | undefined,
  pools: AddressPools,
): Exposure[] {
  if (service === UNKNOWN) return [SERVICE_LATER];
  if (!isMap(service)) return [];
  const { type } = service;
  if (type === UNKNOWN) return [SERVICE_LATER];
  if (type !== LOAD_BALANCER) return WITHOUT_LOAD_BALANCER.filter((one) => one.type === type).map(({ said }) => said);
  const { text, ...reach } = exposureOfLoadBalancer(service, annotations, pools);
  const hosts = isMap(annotations) ? annotations[HOSTS_ANNOTATION] : undefined;
  const named = isKnownText(hosts) ? `, in DNS as ${hosts.split(",").join(", ")}` : "";
  return [{ text: `${LOAD_BALANCER}, ${text}${named}`, ...reach }];
}

/** How the text about a load balancer begins. */
export const LOAD_BALANCER = "LoadBalancer";

/** The annotation from which external-dns reads for which hosts it writes records. */
const HOSTS_ANNOTATION = "external-dns.alpha.kubernetes.io/hostname";

function exposureOfLoadBalancer(service: Values, annotations: PlainValue | undefined, pools: AddressPools): Exposure {
  const cidrs = cidrsOf(service["loadBalancerSourceRanges"], annotations);
  const scheme = schemeOf(annotations);
  const own = scheme === "default" ? poolsOfService(pools, isMap(annotations) ? annotations : {}) : [];
  const addresses = own.flatMap((pool) => pool.addresses);
  const at = addresses.length === 0 ? [] : [`at ${addresses.some(isHidden) ? LATER : addresses.join(", ")}`];
  if (cidrs.length > 0 && !opensInternet(cidrs))
    return { text: [`from ${cidrs.join(", ")}`, ...at].join(", "), open: false, ...whenUnknown(cidrs.includes(LATER)) };
  if (own.length === 0) return BY_SCHEME[scheme];
  if (addresses.some(isHidden)) return { text: at.join(), open: false, isUnknown: true };
  // A load balancer whose address is one of a pool is internal if the internet routes none of them.
  const open = !own.every(({ isPrivate }) => isPrivate);
  return { text: [open ? "open to everyone" : "internal", ...at].join(", "), open };
}

const SERVICE_LATER: Exposure = { text: "who reaches it is known later", open: false, isUnknown: true };

const WITHOUT_LOAD_BALANCER: readonly { readonly type: string; readonly said: Exposure }[] = [
  { type: "ClusterIP", said: { text: "from the cluster only", open: false } },
  { type: "NodePort", said: { text: "NodePort, from wherever the nodes are reached", open: false } },
];

const REGISTERED_ONLY: Exposure = { text: "sidecars let out only what a ServiceEntry names", open: false };

/** An API server of a cloud is open to everyone by default. */
function exposureOfApiServer(values: Values, { isPublic, isPrivate, cidrs: path, guarded }: ApiServerInputs): Exposure {
  const input = (at: string | undefined) => (at === undefined ? undefined : valueAt(values, at));
  if (input(guarded?.when) === true) return { text: guarded?.text ?? "", open: false };
  if (input(isPublic) === false || input(isPrivate) === true) return { text: "API private", open: false };
  const cidrs = cidrsOf(input(path), {});
  return cidrs.length === 0 || opensInternet(cidrs)
    ? { text: "API open to everyone", open: true }
    : { text: `API from ${cidrs.join(", ")}`, open: false, ...whenUnknown(cidrs.includes(LATER)) };
}

const whenUnknown = (isUnknown: boolean): Pick<Exposure, "isUnknown"> => (isUnknown ? { isUnknown } : {});

/** The older form of `loadBalancerSourceRanges`, which Kubernetes reads if the field is not set. */
const CIDRS_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";
const LATER = "addresses known later";

function cidrsOf(field: PlainValue | undefined, annotations: PlainValue | undefined): string[] {
  if (isHidden(field)) return [LATER];
  if (Array.isArray(field) && field.length > 0) {
    const texts = field.filter((cidr) => typeof cidr === "string");
    return texts.map((cidr) => (isHidden(cidr) ? LATER : cidr.trim()));
  }
  const written = isMap(annotations) ? annotations[CIDRS_ANNOTATION] : undefined;
  if (isHidden(written)) return [LATER];
  return typeof written === "string" && written !== "" ? blocksIn(written) : [];
}

const blocksIn = (text: string): string[] => text.split(",").map((cidr) => cidr.trim());

/** Whether annotations make a load balancer internal. Without such an annotation, the cluster decides. */
type Scheme = "public" | "internal" | "unknown" | "default";

const BY_SCHEME: Readonly<Record<Scheme, Exposure>> = {
  public: { text: "open to everyone", open: true },
  internal: { text: "internal", open: false },
  unknown: { text: "its annotations are known later", open: false, isUnknown: true },
  default: { text: "public or internal by the cluster's default", open: true },
};

/** If annotations contradict each other, the plan says public: only the cloud knows which of them counts. */
function schemeOf(annotations: PlainValue | undefined): Scheme {
  if (isHidden(annotations)) return "unknown";
  const schemes = Object.entries(isMap(annotations) ? annotations : {}).map(([key, value]): Scheme => {
    const known = LOAD_BALANCER_ANNOTATIONS.get(key);
    if (known === undefined) return "default";
    if (isHidden(value)) return "unknown";
    // To most clouds any other value means public.
    return typeof value === "string" && known.internal.includes(value) ? "internal" : "public";
  });
  return (["public", "unknown", "internal"] as const).find((scheme) => schemes.includes(scheme)) ?? "default";
}

const LOAD_BALANCER_ANNOTATIONS = new Map(
  OPERATIONS.flatMap(({ loadBalancerAnnotations }) => Object.entries(loadBalancerAnnotations ?? {})),
);
