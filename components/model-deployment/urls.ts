import * as pulumi from "@pulumi/pulumi";
import type { SeldonDeployment } from "./manifest";

/** Path below the model's own, by protocol; `kfserving` is the old name of `v2`. */
const PATHS: Record<string, (step: string) => string> = {
  seldon: () => "/api/v1.0/predictions",
  tensorflow: (step) => `/v1/models/${step}:predict`,
  v2: (step) => `/v2/models/${step}/infer`,
  kfserving: (step) => `/v2/models/${step}/infer`,
};

/** Istio: the annotation with the only host at which the model answers. */
const HOST = "seldon.io/istio-host";
const EVERY_HOST = "*";

/**
 * Where the model answers. Both controllers route by path for REST and by metadata for gRPC. In some protocols the path
 * names a step; the rules make sure that all predictors use the same name for it.
 */
export function modelUrls(
  { metadata, spec }: SeldonDeployment,
  base: pulumi.Input<string>,
): { restUrl: pulumi.Output<string>; grpcUrl: pulumi.Output<string> } {
  const step = spec.predictors[0]?.graph.name ?? "";
  const path = PATHS[spec.protocol ?? "seldon"]?.(step) ?? "";
  const host = (spec.annotations?.[HOST] ?? metadata.annotations?.[HOST] ?? EVERY_HOST) as string;
  const named = pulumi.output(base).apply((url) => {
    if (host === EVERY_HOST) return url;
    const { protocol, port } = new URL(url);
    return `${protocol}//${host}${port === "" ? "" : `:${port}`}`;
  });
  return {
    restUrl: pulumi.interpolate`${named}/seldon/${metadata.namespace}/${metadata.name}${path}`,
    grpcUrl: named.apply((url) => {
      const { protocol, hostname, port } = new URL(url);
      return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
    }),
  };
}
