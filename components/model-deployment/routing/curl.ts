import type { HeaderMatchArgs } from "../routing-args";
import { ownValue } from "../../shared/own-value";

/** A request for a model of irises, by protocol. */
const BODIES: Readonly<Record<string, object>> = {
  seldon: { data: { ndarray: [[5.1, 3.5, 1.4, 0.2]] } },
  tensorflow: { instances: [[5.1, 3.5, 1.4, 0.2]] },
  // `kfserving` is the old name of `v2`.
  kfserving: { inputs: [{ name: "predict", shape: [1, 4], datatype: "FP32", data: [[5.1, 3.5, 1.4, 0.2]] }] },
  v2: { inputs: [{ name: "predict", shape: [1, 4], datatype: "FP32", data: [[5.1, 3.5, 1.4, 0.2]] }] },
};

/**
 * A command that sends a request to a model, for a shell. It goes to the address of the ingress even if the host of the model has no
 * record in DNS.
 *
 * @param url of the model
 * @param base URL of the ingress
 */
export function curlCommand(protocol: string, headers: readonly HeaderMatchArgs[], url: string, base: string): string {
  const needed = headers.flatMap(({ name, value }) => (value === undefined ? [] : [`${name}: ${value}`]));
  const { url: address, flags } = addressed(url, base);
  return [
    "curl",
    quoted(address),
    ...flags,
    ...["Content-Type: application/json", ...needed].map((header) => `-H ${quoted(header)}`),
    `-d ${quoted(JSON.stringify(ownValue(BODIES, protocol) ?? {}))}`,
  ].join(" ");
}

/** For HTTPS, the host must also be that of the certificate. */
function addressed(model: string, ingress: string): { url: string; flags: string[] } {
  const [own, gateway] = [new URL(model), new URL(ingress)];
  if (own.host === gateway.host) return { url: model, flags: [] };
  if (own.protocol === "https:") {
    const port = (url: URL): string => url.port || "443";
    const route = `${own.hostname}:${port(own)}:${gateway.hostname}:${port(gateway)}`;
    return { url: model, flags: [`--connect-to ${quoted(route)}`] };
  }
  return { url: model.replace(own.host, gateway.host), flags: [`-H ${quoted(`Host: ${own.host}`)}`] };
}

/** A text as a shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
