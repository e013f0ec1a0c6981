import type { MlClusterArgs } from "../../../components";

/** What one option changes. */
export interface Row {
  /** The option as `listedOptions` has it, with a word on its value where it has several rows. */
  readonly option: string;
  readonly args: Partial<MlClusterArgs>;
  /** What the cluster is compared with. @default what it is without the option */
  readonly than?: Partial<MlClusterArgs>;
  /** Exactly what differs, as `changes` tells it. */
  readonly expected: readonly string[];
}
