import type { MlClusterArgs } from "../../../components";
import type { DeployOptions } from "../../helpers/deploy";

/** A cluster of one target, as `samples/<target>.ts` exports it. */
export interface Sample {
  /** Says everything that the target leaves to its caller. */
  readonly args: MlClusterArgs;
  /** What the target's cloud would answer. */
  readonly mocks: Pick<DeployOptions, "answers" | "outputs">;
}
