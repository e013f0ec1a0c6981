import type { DeployOptions } from "../../helpers/deploy";

/** A program whose charts and custom resources are checked besides those of `programs/`. */
export interface Variant {
  readonly title: string;
  readonly program: () => unknown;
  /** Outputs of what the program reads rather than creates. */
  readonly outputs?: DeployOptions["outputs"];
  /** What a cloud answers to what the program asks it. */
  readonly answers?: DeployOptions["answers"];
}

/** Amounts for whatever takes resources. */
export const RESOURCES = { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "2", memory: "1Gi" } };
