import type { ChartName } from "./pinned-charts";

/** A move from an installed version to another one. */
export type Move =
  /** Over a minor version: from 1.30 to 1.32. */
  | "skip"
  /** To an older minor or major version. */
  | "back"
  /** Back over a minor version, where one step back is possible. */
  | "skip back"
  /** To an older patch version. */
  | "patch back"
  /** To a newer major version. */
  | "major";

/** Which moves a product refuses. Newer patch versions, and the next minor version, are always possible. */
export interface VersionMoves {
  /** Its name in errors. */
  readonly product: string;
  /** Why a move is refused: a sentence with the reason. A move that is not listed is possible. */
  readonly refused: Readonly<Partial<Record<Move, string>>>;
}

const SKEW_OF_ISTIO =
  "Its control plane works with gateways and sidecars of the minor version before it, not with older ones.";

const ISTIO: VersionMoves = {
  product: "Istio",
  // istio.io, "In-place upgrades" and "Control plane/data plane skew", of 2026-11.
  refused: { skip: SKEW_OF_ISTIO, "skip back": SKEW_OF_ISTIO, major: SKEW_OF_ISTIO },
};

const STEPS_OF_CERT_MANAGER = "Its authors test upgrades from one minor version to the next.";

/** The charts whose version cannot move as it likes after the chart was installed. */
export const chartMoves: Readonly<Partial<Record<ChartName, VersionMoves>>> = {
  "istio-base": ISTIO,
  istiod: ISTIO,
  "istio-gateway": ISTIO,
  "cert-manager": {
    product: "cert-manager",
    // cert-manager.io, "Upgrading cert-manager", of 2026-11.
    refused: { skip: STEPS_OF_CERT_MANAGER, "skip back": STEPS_OF_CERT_MANAGER },
  },
  "seldon-core-operator": {
    product: "Seldon Core",
    refused: {
      major:
        "Seldon Core 2 is another product, which does not serve the custom resources of version 1. Install it beside this one.",
    },
  },
  pachyderm: {
    product: "Pachyderm",
    refused: {
      back: "pachd migrates its database when it starts, and an older one cannot read it. Restore a copy of the database and the bucket instead.",
      major: "Pachyderm migrates data between major versions only by its own tools.",
    },
  },
  jupyterhub: {
    product: "the chart of JupyterHub",
    refused: { back: "The hub upgrades its database when it starts, and an older one refuses it." },
  },
  rancher: {
    product: "Rancher",
    // Rancher's manual, "Upgrades" and "Rollbacks", of 2026-11.
    refused: {
      skip: "Rancher migrates its objects from one minor version to the next.",
      back: "Rancher goes back only with a backup that was made before the upgrade.",
    },
  },
};

/** How Kubernetes moves, on every cloud. */
export const kubernetesMoves: VersionMoves = {
  product: "Kubernetes",
  // kubernetes.io, "Version skew policy", of 2026-11.
  refused: {
    skip: "The API server is upgraded one minor version at a time.",
    back: "A control plane never goes back.",
  },
};

/** Minor versions by which the kubelet of a node may be older than the API server: kubernetes.io, "Version skew policy". */
export const KUBELET_SKEW = 3;

/** The leading numbers of a version. */
interface Numbers {
  readonly major: number;
  readonly minor: number;
  /** Absent if only a minor version is named. */
  readonly patch?: number;
}

/** The numbers of `v1.35.2+rke2r1`; nothing if the version has another form. */
export function numbersIn(version: string): Numbers | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.+-].*)?$/.exec(version) ?? [];
  if (major === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), ...(patch !== undefined && { patch: Number(patch) }) };
}

/** Why a move is refused, and what to write instead; nothing if it is possible or one of the versions is not known. */
export function refusedMove({ product, refused }: VersionMoves, from: string, to: string): string | undefined {
  const [before, after] = [numbersIn(from), numbersIn(to)];
  if (before === undefined || after === undefined) return undefined;
  const [majors, minors] = [after.major - before.major, after.minor - before.minor];
  const isOlderPatch = majors === 0 && minors === 0 && (after.patch ?? Infinity) < (before.patch ?? 0);
  const move = isOlderPatch ? "patch back" : moveOf(majors, minors, refused);
  const why = move === undefined ? undefined : refused[move];
  if (why === undefined) return undefined;
  const next = `${String(before.major)}.${String(before.minor + Math.sign(minors))}`;
  const advice =
    move === "skip" || move === "skip back"
      ? ` Go to ${next} first.`
      : move === "back" || move === "patch back"
        ? ` Write ${from} or newer.`
        : "";
  return `${product} cannot go from ${from} to ${to}. ${why}${advice}`;
}

function moveOf(majors: number, minors: number, refused: VersionMoves["refused"]): Move | undefined {
  if (majors > 0) return "major";
  if (majors === 0 && minors > 1) return "skip";
  if (majors === 0 && minors < -1 && refused["skip back"] !== undefined) return "skip back";
  return majors < 0 || minors < 0 ? "back" : undefined;
}
