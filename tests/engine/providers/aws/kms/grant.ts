import { ApiError } from "../../cloud/api-error";
import { flag, matching, oneOf, set, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { awsType } from "../aws-type";

/** The ARN of a key. Keys belong to whoever brings them, so the tests' cloud has none of its own. */
export const keyArn = matching(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  "expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>",
);

/** KMS Developer Guide, "Grant operations", for symmetric keys. */
const OPERATIONS = [
  ...["Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"],
  ...["CreateGrant", "RetireGrant", "DescribeKey"],
];

/** The service-linked role that exists as soon as an account has used the service once. */
const SERVICE_LINKED = /^arn:aws[a-z-]*:iam::\d{12}:role\/aws-service-role\//;

export const grant = awsType(
  {
    title: "KMS Grant",
    inputs: {
      // KMS API reference, CreateGrant: the id or the ARN of a key, but no alias.
      keyId: text({
        required: true,
        replaces: true,
        rule: matching(
          /^(?:arn:aws[a-z-]*:kms:[^:]+:\d{12}:key\/)?[\w-]+$/,
          "expected the id or the ARN of a key, no alias",
        ),
      }),
      granteePrincipal: text({ required: true, replaces: true, rule: matching(/^arn:/, "expected an ARN") }),
      operations: set(oneOf(OPERATIONS), { required: true, replaces: true }),
      name: text({ replaces: true }),
      retireOnDelete: flag({ default: false, replaces: true }),
      retiringPrincipal: text({ replaces: true }),
    },
    outputs: ["grantId", "grantToken"],
    create(cloud, inputs) {
      const principal = textAt(inputs, "granteePrincipal");
      const isRole = cloud.resources("aws:iam/role:Role").some(({ outputs }) => textAt(outputs, "arn") === principal);
      // KMS API reference, CreateGrant, InvalidArnException.
      if (!isRole && !SERVICE_LINKED.test(principal)) {
        throw new ApiError("InvalidArnException", `ARN does not refer to a valid principal: ${principal}`);
      }
      const grantId = cloud.newId("grant");
      return { id: `${textAt(inputs, "keyId")}:${grantId}`, outputs: { grantId, grantToken: cloud.newId("token") } };
    },
  },
  { untagged: true },
);
