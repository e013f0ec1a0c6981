import type { ModelDeploymentArgs } from "../args";
import type { Predictor, SeldonDeployment } from "../manifest";
import type { HeaderMatchArgs } from "../routing-args";
import { SERVICE_NAME } from "../rules/derived-names";
import { hasNoOrchestrator } from "../rules/orchestrator";
import { podsOf } from "../rules/pods";
import type { Kind } from "./needs";

/** A predictor as a destination of requests. */
export interface Target {
  readonly predictor: Predictor;
  /** Headers of requests that go there; absent if it gets a share only. */
  readonly headers?: readonly HeaderMatchArgs[];
  /** Name of its Service. */
  readonly service: string;
  readonly ports: Readonly<Record<Kind, number>>;
}

/** Ports of the orchestrator, and the first ones of containers that answer themselves (chart seldon-core-operator 1.17.1). */
const ORCHESTRATOR = { rest: 8000, grpc: 5001 };
const FIRST = { rest: 9000, grpc: 9500 };

/** The predictors as they will be sent, which overrides may have changed. */
export function targetsOf({ predictors }: ModelDeploymentArgs, { metadata, spec }: SeldonDeployment): Target[] {
  const containers = [...new Set(spec.predictors.flatMap((one) => podsOf([], one).flatMap(namesOf)))];
  return spec.predictors.map((predictor) => {
    const index = containers.indexOf(predictor.graph.name);
    const named = predictor.annotations?.[SERVICE_NAME];
    const headers = predictors.find(({ name }) => name === predictor.name)?.headers;
    return {
      predictor,
      ...(headers === undefined ? {} : { headers }),
      service: typeof named === "string" ? named : `${metadata.name}-${predictor.name}`,
      // The operator counts ports by the names of containers of all predictors (1.17.1, defaults.go).
      ports: hasNoOrchestrator(predictor)
        ? {
            rest: ownPort(predictor, "http") ?? FIRST.rest + index,
            grpc: ownPort(predictor, "grpc") ?? FIRST.grpc + index,
          }
        : ORCHESTRATOR,
    };
  });
}

/** The port of that name that the container of the only step has in overrides. */
const ownPort = ({ graph, componentSpecs = [] }: Predictor, name: string): number | undefined =>
  componentSpecs
    .flatMap(({ spec }) => spec?.containers ?? [])
    .find((container) => container.name === graph.name)
    ?.ports?.find((port) => port.name === name)?.containerPort;

const namesOf = ({ containers }: ReturnType<typeof podsOf>[number]): string[] => containers.map(({ name }) => name);

export const isShadow = ({ predictor }: Target): boolean => predictor.shadow === true;

/** Those that answer. */
export const answering = (targets: readonly Target[]): Target[] => targets.filter((target) => !isShadow(target));
