import type { Completed } from "./complete";
import type { Manager } from "./manager";
import type { Container } from "./model";

/** Where a container is reached. */
export interface Ports {
  readonly http: number;
  readonly grpc: number;
}

/** Where the orchestrator is reached; its gRPC port is fixed (charts-ml 2.2). */
export const orchestratorPorts = ({ env }: Manager): Ports => ({
  http: Number(env["EXECUTOR_SERVER_PORT"]),
  grpc: 5001,
});

/**
 * The ports of each container: from 9000 and 9500 upwards, the same for the same name in every predictor, unless the
 * container names ports of its own (1.17.1, defaults.go).
 */
export function containerPorts({ env }: Manager, predictors: readonly Completed[]): (container: Container) => Ports {
  const containers = predictors.flatMap(({ componentSpecs }) =>
    componentSpecs.flatMap(({ spec }) => spec?.containers ?? []),
  );
  const names = [...new Set(containers.map(({ name }) => name))];
  const first = {
    http: Number(env["PREDICTIVE_UNIT_HTTP_SERVICE_PORT"]),
    grpc: Number(env["PREDICTIVE_UNIT_GRPC_SERVICE_PORT"]),
  };
  return ({ name, ports = [] }) => {
    const port = (kind: keyof Ports) =>
      ports.find((one) => one.name === kind)?.containerPort ?? first[kind] + names.indexOf(name);
    return { http: port("http"), grpc: port("grpc") };
  };
}
