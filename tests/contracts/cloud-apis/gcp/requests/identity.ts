import type { RequestMapping, ResourceMappings } from "../../requests";
import { written } from "../../writers";

/** The provider adds a member to the policy that it has read. */
export const binding = {
  member: written("body.policy.bindings.0.members", (member) => [member]),
  role: "body.policy.bindings.0.role",
} satisfies RequestMapping["fields"];

/** APIs, service accounts and roles. */
export const identity: ResourceMappings = {
  "gcp:projects/service:Service": {
    requests: [
      {
        operation: "serviceusage.services.enable",
        fields: {
          service: written("name", (service, { project }) => `projects/${String(project)}/services/${String(service)}`),
        },
        filled: { body: {} },
      },
    ],
    notSent: {
      disableOnDestroy: "tells the provider what a deletion does",
      project: "is in the name of the service",
    },
  },
  "gcp:serviceaccount/account:Account": {
    requests: [
      {
        operation: "iam.projects.serviceAccounts.create",
        fields: {
          accountId: "body.accountId",
          displayName: "body.serviceAccount.displayName",
          project: written("name", (project) => `projects/${String(project)}`),
        },
      },
    ],
  },
  "gcp:serviceaccount/iAMMember:IAMMember": {
    requests: [
      {
        operation: "iam.projects.serviceAccounts.setIamPolicy",
        fields: { ...binding, serviceAccountId: "resource" },
      },
    ],
  },
  "gcp:projects/iAMMember:IAMMember": {
    requests: [
      { operation: "cloudresourcemanager.projects.setIamPolicy", fields: { ...binding, project: "resource" } },
    ],
  },
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": {
    requests: [
      {
        operation: "cloudkms.projects.locations.keyRings.cryptoKeys.setIamPolicy",
        fields: { ...binding, cryptoKeyId: "resource" },
      },
    ],
  },
};
