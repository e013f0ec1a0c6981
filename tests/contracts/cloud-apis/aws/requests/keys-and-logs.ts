import type { ResourceMappings } from "../../requests";

/** Grants of keys, and groups of logs. */
export const keysAndLogs: ResourceMappings = {
  "aws:kms/grant:Grant": {
    requests: [
      {
        operation: "kms.CreateGrant",
        fields: { granteePrincipal: "GranteePrincipal", keyId: "KeyId", operations: "Operations" },
        generatedName: "Name",
      },
    ],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    requests: [
      { operation: "logs.CreateLogGroup", fields: { name: "logGroupName", tags: "tags" } },
      {
        operation: "logs.PutRetentionPolicy",
        fields: { name: "logGroupName", retentionInDays: "retentionInDays" },
      },
    ],
  },
};
