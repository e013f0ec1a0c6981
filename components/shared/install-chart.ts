import { Release } from "@pulumi/kubernetes/helm/v3/release";
import type * as pulumi from "@pulumi/pulumi";
import { charts, type ChartName, type ChartPin } from "./pinned-charts";
import { checked, version } from "./checks";
import { imageRegistryProblems } from "./image-reference";
import { withImages, type ImageValues } from "./image-values";
import type { Problem } from "./invalid-args";
import { ownAnnotationProblems } from "./own-annotations";
import { missingFileProblems, mirrorProblems } from "./mirror";
import {
  contradictions,
  merged,
  protectedProblems,
  type Decided,
  type ProtectedValue,
  type Values,
  withoutRepeats,
} from "./values";

/** Changes to one chart of a component. */
export interface ChartArgs {
  /**
   * Version of the chart to install instead of the one we test. An untested version, or an untested
   * combination of versions, is refused unless `allowUntestedVersions` is set.
   *
   * @default the version in `components/shared/pinned-charts.ts`
   */
  readonly version?: string;
  /**
   * Where to fetch the chart instead of its public repository: the URL of a Helm repository (`https://…` or `http://…`),
   * the root of an OCI mirror (`oci://…`, which has the chart under its `mirror` path), or a folder (`./…`, relative to
   * the program, or `/…`) that holds `<chart>-<version>.tgz`.
   *
   * @default the component's `mirror`, or else the chart's public repository
   */
  readonly mirror?: string;
  /**
   * Values of the chart, merged over those that the component computes. A key that a typed input decides is refused.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown` and Helm values have no narrower type.
  readonly values?: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A component's chart overrides, by the names of `pinned-charts.ts`, its common mirror, and the registry of its images. */
export interface ChartOverrides {
  readonly charts?: Record<string, ChartArgs>;
  readonly mirror?: string;
  readonly imageRegistry?: string;
  /** Versions that other inputs choose instead of those in `pinned-charts.ts`. */
  readonly versions?: ChartVersions;
}

/** Versions of charts. */
export type ChartVersions = Readonly<Partial<Record<ChartName, string>>>;

/** What a component installs of one chart. */
export interface ChartPlan {
  readonly name: ChartName;
  /** Values worked out from typed inputs. */
  readonly values: Values;
  /** Keys of those values that only a typed input may change. */
  readonly decided: Decided;
  /** Values by which the chart's images come from `imageRegistry`. */
  readonly images: ImageValues;
  /** Values that nobody may change, because the component relies on them. */
  readonly protected?: readonly ProtectedValue[];
}

/** Where Helm finds a chart. */
export interface ChartSource {
  readonly chart: string;
  readonly version: string;
  readonly repositoryOpts?: { readonly repo: string };
}

/** The version that a component will install. */
export const chartVersion = (name: ChartName, overrides: ChartOverrides): string =>
  overrides.charts?.[name]?.version ?? overrides.versions?.[name] ?? charts[name].version;

/** Where the chart is, in public or in a mirror. */
export function chartSource(name: ChartName, overrides: ChartOverrides): ChartSource {
  const pin: ChartPin = charts[name];
  const mirror = overrides.charts?.[name]?.mirror ?? overrides.mirror;
  const from = mirror ?? pin.repository;
  const version = chartVersion(name, overrides);
  if (/^https?:\/\//i.test(from)) return { chart: pin.chart, version, repositoryOpts: { repo: from } };
  if (/^oci:\/\//i.test(from)) {
    const root = from.replace(/\/+$/, "");
    return { chart: mirror === undefined ? `${root}/${pin.chart}` : `${root}/${pin.mirror}`, version };
  }
  return { chart: `${from.replace(/\/+$/, "")}/${pin.chart}-${version}.tgz`, version };
}

/** What is wrong with single fields of the overrides: a version, a mirror or a registry of the wrong form. */
export const chartFieldProblems = ({ charts = {}, mirror, imageRegistry }: ChartOverrides): Problem[] => [
  ...mirrorProblems("mirror", mirror),
  ...imageRegistryProblems("imageRegistry", imageRegistry),
  ...Object.entries(charts).flatMap(([name, own]) => [
    ...checked(`charts.${name}.version`, own.version, version),
    ...mirrorProblems(`charts.${name}.mirror`, own.mirror),
  ]),
];

/** What is wrong with overrides whose fields are right: they do not fit the charts that a component installs. */
export function chartProblems(overrides: ChartOverrides, plans: readonly ChartPlan[]): Problem[] {
  const names = plans.map(({ name }) => name);
  const ownMirror = (name: ChartName): string | undefined => overrides.charts?.[name]?.mirror;
  const files = (some: readonly ChartName[]): string[] => some.map((name) => chartSource(name, overrides).chart);
  const shared = names.filter((name) => ownMirror(name) === undefined);
  return [
    ...missingFileProblems("mirror", overrides.mirror, files(shared)),
    ...Object.entries(overrides.charts ?? {}).flatMap(([name, { mirror, values = {} }]) => {
      const path = `charts.${name}`;
      const plan = plans.find((candidate) => candidate.name === name);
      if (plan === undefined) {
        return [{ path, reason: `there is no such chart here; the charts are ${names.join(", ")}.` }];
      }
      const own = withImages(plan, overrides.imageRegistry);
      return [
        ...missingFileProblems(`${path}.mirror`, mirror, files([plan.name])),
        ...withoutRepeats([
          ...contradictions(`${path}.values`, own.values, values, own.decided),
          ...protectedProblems(`${path}.values`, values, plan.protected ?? []),
          ...ownAnnotationProblems(`${path}.values`, values),
        ]),
      ];
    }),
  ];
}

/** Where and how a chart is installed. */
export interface Placement {
  /** Name of the Helm release, unique in its namespace. */
  readonly release: string;
  readonly namespace: pulumi.Input<string>;
  /** Seconds that Helm waits for the chart's objects. */
  readonly timeout: number;
  /** Whether Helm waits until the objects are ready, not only until they exist. @default true */
  readonly waits?: boolean;
}

/** Installs a chart as a Helm release: the only place that does. */
export function installChart(
  name: string,
  plan: ChartPlan,
  overrides: ChartOverrides,
  { release, namespace, timeout, waits = true }: Placement,
  opts: pulumi.CustomResourceOptions,
): Release {
  const args = {
    name: release,
    namespace,
    ...chartSource(plan.name, overrides),
    values: merged(withImages(plan, overrides.imageRegistry).values, overrides.charts?.[plan.name]?.values ?? {}),
    timeout,
    // Helm keeps the values of the last revision if it gets none, so removed values would silently stay.
    resetValues: true,
    ...(!waits && { skipAwait: true }),
  };
  return new Release(name, args, opts);
}
