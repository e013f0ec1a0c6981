import { CloudDesk, DESK_PATIENCE, silentApi } from "../cloud/desk";
import { GcpCloud } from "./gcp-cloud";
import { gcpTable } from "./table";

/** Asks the table of Google Cloud as the provider does. Of the project, the APIs that a cluster needs are on. */
export class Desk extends CloudDesk<GcpCloud> {
  constructor() {
    const cloud = new GcpCloud(DESK_PATIENCE, silentApi());
    for (const api of ["compute", "container", "iam", "storage"]) cloud.apis.add(api);
    super(cloud, gcpTable, "gcp", { project: cloud.project, region: "us-central1" });
  }
}
