import { CloudDesk, DESK_PATIENCE, silentApi } from "../cloud/desk";
import { AwsCloud } from "./aws-cloud";
import { REGION } from "./platform";
import { awsTable } from "./table";

/** Asks the table of AWS as the provider does. */
export class Desk extends CloudDesk<AwsCloud> {
  constructor() {
    super(new AwsCloud(DESK_PATIENCE, silentApi()), awsTable, "aws", { region: REGION });
  }
}
