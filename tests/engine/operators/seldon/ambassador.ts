import type { Desired } from "./desired";
import { integer } from "./integer";
import type { Entry } from "./istio";
import { annotationOf, type Json, type SeldonDeployment } from "./model";
import { modelName, predictorServiceName } from "./names";

const GRPC_PATHS = "/(seldon.protos.*|tensorflow.serving.*|inference.*)/.*";
const BREAKERS = {
  max_connections: "max-connections",
  max_pending_requests: "max-pending-requests",
  max_requests: "max-requests",
  max_retries: "max-retries",
};

/**
 * Whether the operator dies of this model: it reads the wrong annotation and runs over the end of a list (charts-ml
 * 2.5; 1.17.1, ambassador/v2.go).
 */
export function isDeadly(model: SeldonDeployment): boolean {
  if (!annotationOf(model, "seldon.io/ambassador-regex-header")) return false;
  return (annotationOf(model, "seldon.io/ambassador-header") ?? "").split(":").length % 2 === 1;
}

/** The operator's routes for Emissary: two Mappings for each predictor. Throws what the operator reports as Failed. */
export function mappings(model: SeldonDeployment, entries: readonly Entry[]): Desired[] {
  const { name, namespace } = model.metadata;
  const external = annotationOf(model, "seldon.io/ambassador-service-name") ?? name;
  const settings = settingsOf(model);
  return entries.flatMap(({ predictor, ports }, index) => {
    const service = `${predictorServiceName(model, predictor)}.${namespace}`;
    const weight = index > 0 || predictor.shadow ? { weight: predictor.traffic ?? 0 } : {};
    const mapping = (kind: string, spec: Json): Desired => ({
      apiVersion: "getambassador.io/v2",
      kind: "Mapping",
      metadata: {
        name: `seldon-${namespace}-${name}-${predictor.name}-${kind}`,
        labels: { "seldon-deployment-id": modelName(model) },
      },
      spec: { ...settings, ...weight, ...(predictor.shadow ? { shadow: true } : {}), ...spec },
    });
    return [
      mapping("rest", {
        prefix: `/seldon/${namespace}/${external}/`,
        rewrite: "/",
        service: `${service}:${ports.http}`,
        headers: headersOf(model),
      }),
      mapping("grpc", {
        grpc: true,
        prefix: GRPC_PATHS,
        prefix_regex: true,
        rewrite: "",
        service: `${service}:${ports.grpc}`,
        headers: { seldon: external, ...headersOf(model) },
      }),
    ];
  });
}

function headersOf(model: SeldonDeployment): Json {
  const header = annotationOf(model, "seldon.io/ambassador-header");
  if (!header) return {};
  const [key = "", value, ...more] = header.split(":").map((part) => part.trim());
  if (more.length > 0) {
    throw new Error(`Only a single custom header match is allowed at present but you provided: ${header}`);
  }
  return { [key]: value ?? true };
}

function settingsOf(model: SeldonDeployment): Json {
  const timeout = integer(annotationOf(model, "seldon.io/rest-timeout") ?? "3000");
  const retries = integer(annotationOf(model, "seldon.io/ambassador-retries") ?? "0");
  const id = annotationOf(model, "seldon.io/ambassador-id");
  const breakers = Object.entries(BREAKERS).flatMap(([field, suffix]) => {
    const given = annotationOf(model, `seldon.io/ambassador-circuit-breakers-${suffix}`);
    return given ? [[field, integer(given)] as const] : [];
  });
  return {
    timeout_ms: timeout,
    ...(timeout > 300_000 ? { idle_timeout_ms: timeout } : {}),
    ...(retries === 0 ? {} : { retry_policy: { retry_on: "gateway-error", num_retries: retries } }),
    ...(id ? { ambassador_id: [id] } : {}),
    ...(breakers.length === 0 ? {} : { circuit_breakers: [Object.fromEntries(breakers)] }),
  };
}
