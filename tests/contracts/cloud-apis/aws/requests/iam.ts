import type { ResourceMappings } from "../../requests";
import { written } from "../../writers";
import { policyText } from "../policies/document";
import { tagList } from "./tags";

/** Roles, their policies, and OIDC providers. */
export const iam: ResourceMappings = {
  "aws:iam/role:Role": {
    requests: [
      {
        operation: "iam.CreateRole",
        fields: {
          assumeRolePolicy: "AssumeRolePolicyDocument",
          description: "Description",
          tags: written("Tags", tagList),
        },
        generatedName: "RoleName",
      },
    ],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    requests: [
      {
        operation: "iam.PutRolePolicy",
        fields: { policy: written("PolicyDocument", policyText), role: "RoleName" },
        generatedName: "PolicyName",
      },
    ],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    requests: [{ operation: "iam.AttachRolePolicy", fields: { policyArn: "PolicyArn", role: "RoleName" } }],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    requests: [
      {
        operation: "iam.CreateOpenIDConnectProvider",
        fields: { clientIdLists: "ClientIDList", tags: written("Tags", tagList), url: "Url" },
      },
    ],
  },
};
