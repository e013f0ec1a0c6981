import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { writtenChoices, type WrittenChoices } from "../../../../components/shared/component";

/** A small program, and what a rule finds in it. */
export interface RuleProgram {
  /** What is special about it. */
  readonly what: string;
  readonly program: () => unknown;
  /** The findings of the rule, each as `<name of the resource>: <text>`; `? ` before it if it is not known yet. None for a plan that keeps the rule. */
  readonly found: readonly string[];
}

export type Inputs = Record<string, unknown>;

class Resource extends pulumi.CustomResource {}

export const resource = (
  type: string,
  name: string,
  inputs: Inputs = {},
  opts: pulumi.CustomResourceOptions = {},
): Resource => new Resource(type, name, inputs, opts);

/** Something that only a provider knows. */
export const later = (): pulumi.Output<string> => resource("test:index:Later", `later${String((laters += 1))}`).id;
let laters = 0;

/** A component of this package that recorded what its caller wrote. */
export class Component extends pulumi.ComponentResource {
  constructor(type: string, written: WrittenChoices) {
    super(`mlplatform:index:${type}`, "component", writtenChoices(written));
  }
}

export const provider = () => new kubernetes.Provider("k", { kubeconfig: "{}", clusterIdentifier: "c" });

export const release = (name: string, inputs: Inputs, opts: pulumi.CustomResourceOptions = {}) =>
  resource("kubernetes:helm.sh/v3:Release", name, inputs, opts);

/** A chart whose objects Pulumi applies itself, instead of Helm. */
export const chart = (name: string, chartOf: string, values: Inputs) =>
  new kubernetes.helm.v4.Chart(name, { chart: chartOf, version: "1.0.0", namespace: "n", values });

/** A Deployment whose pods have this spec. */
export const deployment = (pods: Inputs, spec: Inputs = {}, opts: pulumi.CustomResourceOptions = {}) =>
  resource(
    "kubernetes:apps/v1:Deployment",
    "web",
    { metadata: { namespace: "n" }, spec: { template: { metadata: { labels: { app: "web" } }, spec: pods }, ...spec } },
    opts,
  );

export const container = (inputs: Inputs): Inputs => ({ containers: [{ name: "c", image: "nginx:1.29", ...inputs }] });

export const model = (predictor: Inputs) =>
  resource("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "iris", { spec: { predictors: [predictor] } });

/** What a rule says of an input that is not known yet. */
export const NOT_KNOWN = "is not known yet, so this is not checked.";
