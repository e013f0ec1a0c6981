import type { PlainValue, PlannedResource } from "../../../recorder/graph";
import { isKnownText, valueAt } from "./templates";

/** Requests that go to a Service. */
interface Target {
  readonly host: PlainValue | undefined;
  readonly path: PlainValue | undefined;
  /** `<service>.<namespace>:<port>`. */
  readonly to: string;
}

/** `lab.example.org/lab to proxy-public.jupyter:80`: what is reachable behind a VirtualService, a Mapping or an Ingress. */
export function routesOf({ inputs: { values } }: PlannedResource): string {
  const targets = [...ofVirtualService(values), ...ofMapping(values), ...ofIngress(values)];
  const texts = targets.map(({ host, path, to }) => {
    const start = isKnownText(path) && path !== "/" ? path.replace(/\/$/, "") : "";
    return `${!isKnownText(host) || host === "*" ? "every host" : host}${start} to ${to}`;
  });
  return [...new Set(texts)].join(", ");
}

type Values = Readonly<Record<string, PlainValue>>;

const listAt = (values: PlainValue | undefined, path: string): readonly PlainValue[] => {
  const found = valueAt(values, path);
  return Array.isArray(found) ? (found as readonly PlainValue[]) : [];
};

/** A port that is known later is left out. */
function service(name: PlainValue | undefined, port: PlainValue | undefined, namespace?: PlainValue): string {
  const full = [name, namespace]
    .filter(isKnownText)
    .join(".")
    .replace(/\.svc\.cluster\.local$/, "");
  return typeof port === "number" || isKnownText(port) ? `${full}:${String(port)}` : full;
}

function ofVirtualService(values: Values): Target[] {
  const hosts = listAt(values, "spec.hosts");
  return listAt(values, "spec.http").flatMap((rule) =>
    listAt(rule, "route").flatMap((target) => {
      const to = service(valueAt(target, "destination.host"), valueAt(target, "destination.port.number"));
      const matches = listAt(rule, "match").map((match) => valueAt(match, "uri.prefix") ?? valueAt(match, "uri.exact"));
      const paths = matches.length === 0 ? ["/"] : matches;
      return hosts.flatMap((host) => paths.map((path) => ({ host, path, to })));
    }),
  );
}

function ofMapping(values: Values): Target[] {
  const to = valueAt(values, "spec.service");
  const host = valueAt(values, "spec.hostname") ?? valueAt(values, "spec.host");
  return isKnownText(to) ? [{ host, path: valueAt(values, "spec.prefix"), to }] : [];
}

const ofIngress = (values: Values): Target[] =>
  listAt(values, "spec.rules").flatMap((rule) =>
    listAt(rule, "http.paths").map((entry) => {
      const [name, port] = ["name", "port.number"].map((key) => valueAt(entry, `backend.service.${key}`));
      const to = service(name, port, valueAt(values, "metadata.namespace"));
      return { host: valueAt(rule, "host"), path: valueAt(entry, "path"), to };
    }),
  );
