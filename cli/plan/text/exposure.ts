import { SECRET, UNKNOWN, type PlainValue } from "../graph";

/** Who can reach what a resource puts on the network. */
export interface Exposure {
  readonly text: string;
  /** True where nothing that is planned keeps anyone out. */
  readonly open: boolean;
}

type Values = Readonly<Record<string, PlainValue>>;

const EVERYONE = ["0.0.0.0/0", "::/0"];

/** The older spelling of `loadBalancerSourceRanges`, which Kubernetes reads where the field is not set. */
const RANGES_ANNOTATION = "service.beta.kubernetes.io/load-balancer-source-ranges";

/** The load balancers that a chart's values ask for: every map `service` in them, however deep. */
export function exposureOfChart(values: PlainValue | undefined): Exposure[] {
  if (!isMap(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => [
    ...(key === "service" ? exposureOfService(value) : []),
    ...exposureOfChart(value),
  ]);
}

/** The load balancer of a Service: its `spec`, or what a chart calls `service`, which has annotations in it, too. */
export function exposureOfService(service: PlainValue | undefined, annotations?: PlainValue): Exposure[] {
  if (!isMap(service) || service["type"] !== "LoadBalancer") return [];
  const notes = annotations ?? service["annotations"];
  const ranges = rangesOf(service["loadBalancerSourceRanges"], notes);
  if (ranges.length > 0 && !ranges.some((range) => EVERYONE.includes(range))) {
    return [{ text: `LoadBalancer, from ${ranges.join(", ")}`, open: false }];
  }
  return [BY_ANNOTATIONS[wordOf(notes)]];
}

/** An API server, which everyone reaches where nothing is said, as EKS has it; `isPublic` and `ranges` are as written. */
export function exposureOfEndpoint(isPublic: PlainValue | undefined, ranges: PlainValue | undefined): Exposure[] {
  if (isPublic === false) return [{ text: "API private", open: false }];
  const from = rangesOf(ranges, {});
  return from.length === 0 || from.some((range) => EVERYONE.includes(range))
    ? [{ text: "API open to everyone", open: true }]
    : [{ text: `API from ${from.join(", ")}`, open: false }];
}

function rangesOf(field: PlainValue | undefined, annotations: PlainValue | undefined): string[] {
  if (isHidden(field)) return [LATER];
  if (Array.isArray(field) && field.length > 0) {
    const texts = field.filter((range) => typeof range === "string");
    return texts.map((range) => (isHidden(range) ? LATER : range));
  }
  const written = isMap(annotations) ? annotations[RANGES_ANNOTATION] : undefined;
  if (isHidden(written)) return [LATER];
  return typeof written === "string" && written !== "" ? written.split(",").map((range) => range.trim()) : [];
}

/** What annotations may say of a load balancer. */
type Word = "public" | "internal" | "later" | "nothing";

/** What is told of each; without a word of it, the cluster decides, of which the plan knows nothing. */
const BY_ANNOTATIONS: Readonly<Record<Word, Exposure>> = {
  public: { text: "LoadBalancer, open to everyone", open: true },
  internal: { text: "LoadBalancer, internal", open: false },
  later: { text: "LoadBalancer, its annotations are known later", open: false },
  nothing: { text: "LoadBalancer, public or internal by the cluster's default", open: true },
};

/** The annotations that say it, each with the values that mean internal: to most clouds, any other one means public. */
const INTERNAL: Readonly<Record<string, readonly string[]>> = {
  "service.beta.kubernetes.io/aws-load-balancer-scheme": ["internal"],
  "service.beta.kubernetes.io/aws-load-balancer-internal": ["true"],
  "networking.gke.io/load-balancer-type": ["Internal", "internal"],
  "cloud.google.com/load-balancer-type": ["Internal", "internal"],
  "service.beta.kubernetes.io/azure-load-balancer-internal": ["true"],
};

/** Where annotations contradict each other, the public one is told: which of them counts is the cloud's to say. */
function wordOf(annotations: PlainValue | undefined): Word {
  if (isHidden(annotations)) return "later";
  const words = Object.entries(isMap(annotations) ? annotations : {}).map(([key, value]): Word => {
    const internal = Object.hasOwn(INTERNAL, key) ? INTERNAL[key] : undefined;
    if (internal === undefined) return "nothing";
    if (isHidden(value)) return "later";
    return typeof value === "string" && internal.includes(value) ? "internal" : "public";
  });
  return (["public", "later", "internal"] as const).find((word) => words.includes(word)) ?? "nothing";
}

const LATER = "addresses known later";

const isHidden = (value: PlainValue | undefined): boolean => value === UNKNOWN || value === SECRET;

function isMap(value: PlainValue | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
