import { charts, type ChartName } from "./pinned-charts";
import { IngressController } from "./facts";
import { checked, version as versionForm } from "./checks";
import { problemIf, shown, type Problem } from "./invalid-args";

/** A product whose version must fit the version of another. */
export type Product =
  "Kubernetes" | "Istio" | "Seldon Core" | "Emissary" | "Pachyderm" | "SeaweedFS" | "JupyterHub" | "Rancher";

/** Which product an ingress controller is. */
export const productOf: Readonly<Partial<Record<IngressController, Product>>> = {
  [IngressController.Istio]: "Istio",
  [IngressController.Emissary]: "Emissary",
};

/** A pairing that we test, and how we know that it works. */
export interface Pairing {
  readonly product: Product;
  /** Versions of `product`: a minor (`1.30`) stands for all its patches. */
  readonly versions: readonly string[];
  readonly on: Product;
  readonly onVersions: readonly string[];
  readonly evidence: string;
}

const KUBERNETES = ["1.34", "1.35", "1.36"] as const;

/** The combinations we test. Two products without a row here may be combined in any version. */
export const pairings: readonly Pairing[] = [
  {
    product: "Istio",
    versions: ["1.30"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence: "istio.io support status lists 1.32-1.36 for 1.30; our engine tests install 1.30.3 values on 1.36.3",
  },
  {
    product: "Istio",
    versions: ["1.31"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "release-1.31 asks for 1.32 or newer (istioctl/pkg/install/k8sversion) and builds with client-go 0.36; " +
      "our values are checked with its charts, our objects with the definitions of istio.io/api 1.31.4",
  },
  {
    product: "Istio",
    versions: ["1.32"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "the branch of 1.32 asks for 1.32 or newer, and in August 2026 its charts had the keys of 1.31; " +
      "our objects are checked with the definitions of istio.io/api 1.32.0",
  },
  {
    product: "Emissary",
    versions: ["4.1"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence: "the charts of 4.1.0 demand 1.25 or newer; as rendered, they use only GA APIs, which 1.36 still serves",
  },
  {
    product: "Seldon Core",
    versions: ["1.17.1"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "operator 1.17.1 was run on 1.36 with its own webhook; its documentation covers Kubernetes up to 1.27, but it uses only GA APIs",
  },
  {
    product: "Seldon Core",
    versions: ["1.17.1"],
    on: "Istio",
    onVersions: ["1.30", "1.31", "1.32"],
    evidence:
      "the operator writes networking.istio.io/v1alpha3 and v1beta1, which the CRDs of 1.30 to 1.32 still serve",
  },
  {
    product: "Seldon Core",
    versions: ["1.17.1"],
    on: "Emissary",
    onVersions: ["4.1"],
    evidence: "Mappings of getambassador.io/v2 need enableLegacyVersions in 4.x; annotations are parsed as they are",
  },
  {
    product: "Pachyderm",
    versions: ["2.11.5"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "the templates of 2.11.5 use only GA APIs; our engine tests install its values on 1.36. Its vendor has not maintained it since 2025",
  },
  {
    product: "SeaweedFS",
    versions: ["4.44.0"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence: "the chart of 4.44.0 uses only GA APIs; our engine tests install its values on 1.36",
  },
  {
    product: "JupyterHub",
    versions: ["4.4.0"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "the chart of 4.4.0 demands 1.28 or newer and uses only GA APIs; our engine tests install its values on 1.36, " +
      "and run its JupyterHub 5.5.0",
  },
  {
    product: "Rancher",
    versions: ["2.13"],
    on: "Kubernetes",
    onVersions: ["1.32", "1.33", "1.34"],
    evidence: "the support matrix of 2.13 lists 1.32-1.34, and its chart refuses 1.35",
  },
  {
    product: "Rancher",
    versions: ["2.14"],
    on: "Kubernetes",
    onVersions: ["1.33", "1.34", "1.35"],
    evidence: "the support matrix of 2.14 lists 1.33-1.35, and its chart refuses 1.36",
  },
  {
    product: "Rancher",
    versions: ["2.15"],
    on: "Kubernetes",
    onVersions: KUBERNETES,
    evidence:
      "the support matrix of 2.15 lists 1.34-1.36, and its chart refuses 1.37; our engine tests install the values of 2.15.0 on 1.36",
  },
];

/** `1.30` of `1.30.3`. */
export const minorVersion = (version: string): string => version.split(".").slice(0, 2).join(".");

/** Whether two texts name one version; a minor version stands for all its patches. */
export const isSameVersion = (one: string, other: string): boolean =>
  covers(bare(one), other) || covers(bare(other), one);

/** The same version may be written with a `v` or without. */
const bare = (version: string): string => version.replace(/^v/, "");

const covers = (tested: string, version: string): boolean => {
  const found = bare(version);
  return found === tested || found.startsWith(`${tested}.`) || found.startsWith(`${tested}-`);
};

/** The versions of a product that we test on a version of another, in the order of their rows. */
export const testedOn = (product: Product, on: Product, onVersion: string): string[] =>
  pairings
    .filter((row) => row.product === product && row.on === on && row.onVersions.some((v) => covers(v, onVersion)))
    .flatMap(({ versions }) => versions);

/** Where a caller can change an untested combination: at the version of a chart, if it is written, else at the other version. */
export const versionPath = (
  charts: Readonly<Record<string, { readonly version?: string }>> | undefined,
  name: ChartName,
  otherPath: string,
): string => (charts?.[name]?.version === undefined ? otherPath : `charts.${name}.version`);

const ADVICE = "Choose a tested one, or write allowUntestedVersions: true.";

/**
 * Whether a version of one product on a version of another is a pairing that we test. `onPath` is where the version of the
 * other is written: a text there that is not a version is reported as malformed, not as an untested combination.
 */
export function pairingProblems(
  path: string,
  [product, version]: readonly [Product, string],
  [on, onVersion]: readonly [Product, string],
  onPath = path,
): Problem[] {
  const malformed = checked(onPath, onVersion, versionForm);
  if (malformed.length > 0) return malformed;
  const known = pairings.filter((row) => row.product === product && row.on === on);
  const tested = known.some(
    (row) => row.versions.some((v) => covers(v, version)) && row.onVersions.some((v) => covers(v, onVersion)),
  );
  const choice = sameOn(known).map(([versions, onVersions]) => `${product} ${versions} on ${on} ${onVersions}`);
  return problemIf(
    known.length > 0 && !tested,
    path,
    `${product} ${version} on ${on} ${onVersion} is not a combination we test (tested: ${choice.join("; ")}). ${ADVICE}`,
  );
}

/** Versions of rows that are for the same versions of the other product, together: `1.30, 1.31` on `1.35, 1.36`. */
function sameOn(rows: readonly Pairing[]): [versions: string, onVersions: string][] {
  const all = [...new Set(rows.map(({ onVersions }) => onVersions.join(", ")))];
  return all.map((onVersions) => {
    const same = rows.filter((row) => row.onVersions.join(", ") === onVersions);
    return [same.flatMap(({ versions }) => versions).join(", "), onVersions];
  });
}

/** Whether we test this version of a product at all, if it is not known what it runs on. */
export function productProblems(path: string, [product, version]: readonly [Product, string]): Problem[] {
  const known = [...new Set(pairings.filter((row) => row.product === product).flatMap((row) => row.versions))];
  return problemIf(
    !known.some((tested) => covers(tested, version)),
    path,
    `${product} ${version} is not a version we test (tested: ${known.join(", ")}). ${ADVICE}`,
  );
}

/** Where the version of Kubernetes is written for an add-on. */
const ON_KUBERNETES = "cluster.kubernetesVersion";

/** Where the version of a product is written, and where an untested combination with Kubernetes can be changed. */
interface VersionPaths {
  readonly alone: string;
  /** @default `cluster.kubernetesVersion` */
  readonly together?: string | undefined;
}

/** Whether we test a product on this version of Kubernetes; whether we test it at all, if that version is not known. */
export const onKubernetesProblems = (
  own: readonly [Product, string],
  kubernetesVersion: string | undefined,
  { alone, together = ON_KUBERNETES }: VersionPaths,
): Problem[] =>
  kubernetesVersion === undefined
    ? productProblems(alone, own)
    : pairingProblems(together, own, ["Kubernetes", kubernetesVersion], ON_KUBERNETES);

/** Whether the versions given for charts without a pairing are those of `pinned-charts.ts`, the only ones we test. */
export const pinProblems = (
  overrides: Readonly<Record<string, { readonly version?: string }>> = {},
  names: readonly ChartName[],
): Problem[] =>
  names.flatMap((name) => {
    const [wanted, pin] = [overrides[name]?.version, charts[name].version];
    return problemIf(
      wanted !== undefined && bare(wanted) !== bare(pin),
      `charts.${name}.version`,
      `${wanted ?? ""} is not the version we test (${pin}). Leave it out, or write allowUntestedVersions: true.`,
    );
  });

/** Whether we test anything on this version of Kubernetes. */
export const kubernetesProblems = (path: string, version: string): Problem[] =>
  problemIf(
    !KUBERNETES.some((tested) => covers(tested, version)),
    path,
    `${shown(version)} is not a Kubernetes version we test (tested: ${KUBERNETES.join(", ")}). ${ADVICE}`,
  );
