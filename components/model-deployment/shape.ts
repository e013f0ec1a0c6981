import type { Problem } from "../shared/invalid-args";
import type { ObjectTypes, Type } from "../shared/package-schema";
import { shapeProblems } from "../shared/shape";
import type { SeldonDeployment } from "./manifest";

const text: Type = { type: "string", plain: true };
const textOrOutput: Type = { type: "string" };
const number: Type = { type: "number", plain: true };
const numberOrOutput: Type = { type: "number" };
const texts: Type = { type: "object", plain: true, additionalProperties: textOrOutput };
const object = (name: string): Type => ({ $ref: `#/types/${name}`, plain: true });
const list = (items: Type): Type => ({ type: "array", plain: true, items });

/** The fields of the custom resource that the rules read; other fields are not checked. */
const TYPES: ObjectTypes = {
  deployment: {
    properties: { metadata: object("metadata"), spec: object("spec") },
    required: ["metadata", "spec"],
  },
  metadata: {
    properties: { name: text, namespace: text, annotations: texts, labels: texts },
    required: ["name", "namespace"],
  },
  spec: {
    properties: {
      replicas: number,
      protocol: text,
      transport: text,
      serverType: text,
      annotations: texts,
      predictors: list(object("predictor")),
    },
    required: ["predictors"],
  },
  predictor: {
    properties: {
      name: text,
      traffic: number,
      shadow: { type: "boolean" },
      replicas: numberOrOutput,
      graph: object("node"),
      componentSpecs: list(object("component")),
      annotations: texts,
      labels: texts,
      svcOrchSpec: object("orchestrator"),
      explainer: object("explainer"),
    },
    required: ["name", "graph"],
  },
  node: {
    properties: {
      name: text,
      type: text,
      implementation: text,
      modelUri: textOrOutput,
      envSecretRefName: textOrOutput,
      storageInitializerImage: textOrOutput,
      methods: list(text),
      endpoint: object("endpoint"),
      logger: object("logger"),
      serviceAccountName: textOrOutput,
      children: list(object("node")),
    },
    required: ["name"],
  },
  endpoint: { properties: { type: text } },
  logger: { properties: { mode: text } },
  component: {
    properties: {
      replicas: numberOrOutput,
      metadata: object("podMetadata"),
      hpaSpec: object("autoscaler"),
      pdbSpec: object("budget"),
      spec: object("pod"),
    },
  },
  autoscaler: { properties: { minReplicas: number, maxReplicas: number } },
  budget: { properties: {} },
  podMetadata: { properties: { name: text, labels: texts, annotations: texts } },
  pod: {
    properties: {
      serviceAccountName: textOrOutput,
      containers: list(object("container")),
      initContainers: list(object("container")),
      volumes: list(object("named")),
    },
  },
  orchestrator: { properties: { replicas: number, env: list(object("named")) } },
  explainer: {
    properties: {
      type: text,
      modelUri: textOrOutput,
      replicas: number,
      envSecretRefName: textOrOutput,
      storageInitializerImage: textOrOutput,
      containerSpec: object("explainerContainer"),
      serviceAccountName: textOrOutput,
    },
  },
  container: {
    properties: { name: text, image: textOrOutput, ports: list(object("port")) },
    required: ["name"],
  },
  port: { properties: { name: text, containerPort: number } },
  explainerContainer: { properties: { image: textOrOutput } },
  named: { properties: { name: text }, required: ["name"] },
};

/**
 * Fields of the custom resource that have the wrong type or are missing. Only overrides can cause that, because the other
 * inputs were checked against their own types.
 */
export const overriddenShapeProblems = (manifest: SeldonDeployment): Problem[] =>
  shapeProblems("overrides", manifest, object("deployment"), TYPES);
