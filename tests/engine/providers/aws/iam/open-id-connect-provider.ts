import { ApiError } from "../../cloud/api-error";
import { list, matching, set, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { awsType } from "../aws-type";

const TYPE = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

export const openIdConnectProvider = awsType(
  {
    title: "IAM OIDC Provider",
    inputs: {
      clientIdLists: set(text(), { required: true }),
      thumbprintLists: list(text(), { computed: true }),
      url: text({ required: true, replaces: true, rule: matching(/^https:\/\//, "expected an URL with https") }),
    },
    outputs: ["arn"],
    create(cloud, inputs) {
      const url = textAt(inputs, "url");
      const arn = cloud.arn("iam", "", `oidc-provider/${url.replace("https://", "")}`);
      if (cloud.find(TYPE, arn)) throw new ApiError("EntityAlreadyExists", `Provider with url ${url} already exists.`);
      return { id: arn, inputs: { thumbprintLists: ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"] }, outputs: { arn } };
    },
  },
  { global: true },
);
