import { CloudBench } from "../cloud/bench";
import type { AwsCloud } from "./aws-cloud";
import { REGION } from "./platform";
import { startCloud } from "./start-cloud";

/** What every suite of AWS works with: an account and stacks on it, and a cluster without nodes where `eks` is wanted. */
export class AwsBench extends CloudBench<AwsCloud> {
  constructor({ eks = false } = {}) {
    super({ start: startCloud, config: { "aws:region": REGION }, hasCluster: eks });
  }
}
