import { charts } from "../shared/pinned-charts";
import { isSameVersion } from "../shared/tested-versions";
import type { ImageValues } from "../shared/image-values";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { SeldonCoreArgs } from "./args";
import type { SeldonSpec } from "./spec";

const VERSION = charts["seldon-core-operator"].version;

/** Repositories of the images of the prepackaged servers in the chart 1.17.1, by protocol. Their tags have a key of their own. */
export const SERVERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  SKLEARN_SERVER: { seldon: "seldonio/sklearnserver", v2: "seldonio/mlserver" },
  XGBOOST_SERVER: { seldon: "seldonio/xgboostserver", v2: "seldonio/mlserver" },
  MLFLOW_SERVER: { seldon: "seldonio/mlflowserver", v2: "seldonio/mlserver" },
  TENSORFLOW_SERVER: { seldon: "seldonio/tfserving-proxy", tensorflow: "tensorflow/serving" },
  // At nvcr.io, not at docker.io.
  TRITON_SERVER: { v2: "nvidia/tritonserver" },
  HUGGINGFACE_SERVER: { v2: "seldonio/mlserver" },
  TEMPO_SERVER: { v2: "seldonio/mlserver" },
};

/** Values by which every image of the chart comes from one registry. Some keys have the registry alone, some the whole name. */
export const imageValues: ImageValues = (registry) => {
  const image = (repository: string): string => `${registry}/${repository}`;
  return {
    image: { registry },
    executor: { image: { registry } },
    storageInitializer: { image: image(`seldonio/rclone-storage-initializer:${VERSION}`) },
    explainer: {
      image: image(`seldonio/alibiexplainer:${VERSION}`),
      image_v2: image("seldonio/mlserver:1.3.5-alibi-explain"),
    },
    predictor_servers: Object.fromEntries(
      Object.entries(SERVERS).map(([server, repositories]) => [
        server,
        {
          protocols: Object.fromEntries(
            Object.entries(repositories).map(([protocol, repository]) => [protocol, { image: image(repository) }]),
          ),
        },
      ]),
    ),
  };
};

/** What the registry cannot do. */
export const imageProblems = ({ imageRegistry }: SeldonCoreArgs, { version, usageMetrics }: SeldonSpec): Problem[] =>
  imageRegistry === undefined
    ? []
    : [
        ...problemIf(
          !isSameVersion(version, VERSION),
          "imageRegistry",
          `knows the images of Seldon Core ${VERSION} only, not of ${version}. Write the keys of the images in charts.seldon-core-operator.values.`,
        ),
        ...problemIf(
          usageMetrics,
          "usageMetrics",
          "cannot be true together with imageRegistry: the chart takes its image from gcr.io and has no key for it. Leave one of them out.",
        ),
      ];
