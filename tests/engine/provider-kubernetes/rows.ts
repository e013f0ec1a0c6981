/**
 * What the real provider does, row by row: every row was seen with provider 4.32, engine 3.246 and API server 1.36.
 * A test calls `row(<its text>, …)`; rows.spec.ts checks that each row has one.
 */
export const ROWS = {
  objects: [
    "create an object that exists",
    "create in a namespace that does not exist",
    "custom resource whose CRD does not exist",
    "unknown field on create",
    "unknown field on update",
    "wrong type in a custom resource",
    "change of a field",
    "change of metadata.name",
    "change of an immutable field",
    "foreign edit of a field",
    "object deleted by hand",
    "object with a finalizer nobody removes",
    "namespace whose content is held",
    "retainOnDelete namespace, destroyed, created again",
    "NamespacePatch",
    "secrets in objects",
  ],
  waiting: ["Deployment", "Service of type LoadBalancer", "custom resource"],
  releases: [
    "install, unchanged second up, changed value",
    "values change to none",
    "value refused by the chart's schema",
    "name changed",
    "not ready within timeout",
    "not ready within timeout, with atomic",
    "skipAwait",
    "a release of that name exists, or hangs in pending-install",
    "the chart's objects exist but no release record",
    "namespace absent",
    "chart path missing, repository unreachable",
    "local chart edited without a new version",
    "foreign edit of an object of the chart",
    "release uninstalled by hand",
    "CRDs in crds/",
    "secret value in values",
    "destroy",
  ],
  provider: [
    "API server unreachable at create",
    "kubeconfig unparsable",
    "kubeconfig text changed, clusterIdentifier unchanged",
    "clusterIdentifier changed",
  ],
} as const;

/** The text of a row. */
export type Row = (typeof ROWS)[keyof typeof ROWS][number];

/** Rows without a test, and why. */
export const LEFT_OUT: Partial<Record<Row, string>> = {};

/** A test of one row. A row may need several. */
export function row(text: Row, what: string, test: () => Promise<void>): void {
  it(`${text}: ${what}`, test);
}
