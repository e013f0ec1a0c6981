import { matching, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import { gcpType } from "../gcp-type";

export const ACCOUNT = "gcp:serviceaccount/account:Account";

/** Fields that replace, and the rule: terraform-provider-google 7, resource_google_service_account.go. */
export const account = gcpType(
  {
    title: "ServiceAccount",
    inputs: {
      accountId: text({
        required: true,
        replaces: true,
        rule: matching(/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/, "expected 6 to 30 characters of RFC 1035"),
      }),
      displayName: text(),
      description: text(),
    },
    outputs: ["email", "member", "name", "uniqueId"],
    create(cloud, inputs) {
      const [accountId, project] = [textAt(inputs, "accountId"), textAt(inputs, "project")];
      const email = `${accountId}@${project}.iam.gserviceaccount.com`;
      const id = `projects/${project}/serviceAccounts/${email}`;
      if (cloud.find(ACCOUNT, id))
        throw new GcpError(409, `Service account ${accountId} already exists within project`);
      return { id, outputs: { email, member: `serviceAccount:${email}`, name: id, uniqueId: "1".repeat(21) } };
    },
  },
  "iam",
);

/** Whether a service account exists. */
export const isAccount = (cloud: GcpCloud, email: string): boolean =>
  cloud.resources(ACCOUNT).some(({ outputs }) => textAt(outputs, "email") === email);
