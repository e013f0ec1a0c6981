import { type Properties, objectAt } from "../../property-values";
import { between, flag, list, matching, number, object, oneOf, text, texts } from "../../cloud/shape";
import { ApiError } from "../../cloud/api-error";
import { objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";

const TYPE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Flags that the provider takes as text (clouds: the inputs of `ebs` and of network interfaces). */
const flagText = oneOf(["true", "false", ""]);

const ebs = object({
  deleteOnTermination: flagText,
  encrypted: flagText,
  iops: number(),
  // EC2 API reference, EbsBlockDevice: the id, alias or ARN of a key.
  kmsKeyId: text({
    rule: matching(/^(?:arn:aws[a-z-]*:kms:[^:]+:\d{12}:(?:key|alias)\/|alias\/)?[\w/-]+$/, "expected a KMS key"),
  }),
  throughput: number(),
  volumeSize: number({ rule: between(1, 64 * 1024) }),
  volumeType: oneOf(["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"]),
});

export const launchTemplate = awsType({
  title: "EC2 Launch Template",
  inputs: {
    // EC2 API reference, CreateLaunchTemplate.
    name: text({
      replaces: true,
      rule: matching(/^[a-zA-Z0-9().\-/_]{3,128}$/, "expected 3 to 128 letters, digits and ().-/_"),
    }),
    description: text(),
    blockDeviceMappings: list(object({ deviceName: text(), ebs })),
    metadataOptions: object(
      {
        httpEndpoint: oneOf(["enabled", "disabled"], { computed: true }),
        httpPutResponseHopLimit: number({ computed: true, rule: between(1, 64) }),
        httpTokens: oneOf(["optional", "required"], { computed: true }),
        instanceMetadataTags: oneOf(["enabled", "disabled"], { computed: true }),
        httpProtocolIpv6: oneOf(["enabled", "disabled"], { computed: true }),
      },
      { computed: true },
    ),
    monitoring: object({ enabled: flag() }),
    tagSpecifications: list(object({ resourceType: text(), tags: texts() })),
    instanceType: text(),
    imageId: text(),
    updateDefaultVersion: flag(),
    userData: text(),
    vpcSecurityGroupIds: list(text()),
  },
  autoname: { property: "name", maxLength: 125 },
  outputs: ["arn", "defaultVersion", "latestVersion"],
  // The provider's plan says that any change makes a new version.
  renewed: ["defaultVersion", "latestVersion"],
  create(cloud, inputs) {
    checkKeys(inputs);
    const name = textAt(inputs, "name");
    if (cloud.resources(TYPE).some((other) => textAt(other.inputs, "name") === name)) {
      throw new ApiError("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
    }
    const id = cloud.newId("lt");
    const arn = cloud.arn("ec2", textAt(inputs, "region"), `launch-template/${id}`);
    return { id, outputs: { arn, defaultVersion: 1, latestVersion: 1 } };
  },
  update(_cloud, resource, news) {
    checkKeys(news);
    const latestVersion = Number(resource.outputs.latestVersion) + 1;
    const defaultVersion = news.updateDefaultVersion === true ? latestVersion : (resource.outputs.defaultVersion ?? 1);
    resource.outputs = { ...resource.outputs, latestVersion, defaultVersion };
  },
});

/** EC2 API reference, EbsBlockDevice: a key needs `encrypted`. */
function checkKeys(inputs: Properties): void {
  for (const { ebs: disk } of objectsAt(inputs, "blockDeviceMappings")) {
    if (textAt(disk, "kmsKeyId") !== "" && textAt(disk, "encrypted") !== "true") {
      throw new ApiError("InvalidParameterDependency", "KmsKeyId is only supported for encrypted volumes");
    }
  }
}

/** The template that a node group names, in a version that exists. */
export function neededTemplate(cloud: AwsCloud, inputs: Properties): void {
  const wanted = objectAt(inputs, "launchTemplate");
  const [id, version] = [textAt(wanted, "id"), textAt(wanted, "version")];
  const known = cloud
    .resources(TYPE)
    .find((other) => other.id === id || textAt(other.inputs, "name") === textAt(wanted, "name"));
  if (!known) throw new ApiError("InvalidRequestException", `Launch template ${id} does not exist.`);
  const latest = Number(known.outputs.latestVersion);
  if (!/^\$(Latest|Default)$/.test(version) && !(Number(version) >= 1 && Number(version) <= latest)) {
    throw new ApiError("InvalidRequestException", `Launch template ${id} version ${version} does not exist.`);
  }
}
