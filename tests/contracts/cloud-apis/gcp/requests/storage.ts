import type { ResourceMappings } from "../../requests";
import { each, renamed, written } from "../../writers";

/** What the provider writes for the state of an object (expandStorageBucketLifecycleRuleCondition). */
const STATES: Readonly<Record<string, unknown>> = { LIVE: true, ARCHIVED: false };

/** Buckets, and who may use one. */
export const storage: ResourceMappings = {
  "gcp:storage/bucket:Bucket": {
    requests: [
      {
        operation: "storage.buckets.insert",
        fields: {
          project: "project",
          name: "body.name",
          location: "body.location",
          labels: "body.labels",
          uniformBucketLevelAccess: written("body.iamConfiguration.uniformBucketLevelAccess", (enabled) => ({
            enabled,
          })),
          publicAccessPrevention: "body.iamConfiguration.publicAccessPrevention",
          versioning: "body.versioning",
          softDeletePolicy: "body.softDeletePolicy",
          encryption: "body.encryption",
          lifecycleRules: written(
            "body.lifecycle.rule",
            each(
              renamed({
                condition: written(
                  "condition",
                  renamed({ withState: written("isLive", (state) => STATES[String(state)] ?? state) }),
                ),
              }),
            ),
          ),
        },
        generatedName: "body.name",
      },
    ],
    notSent: { forceDestroy: "tells the provider what a deletion does" },
  },
  "gcp:storage/bucketIAMMember:BucketIAMMember": {
    requests: [
      {
        operation: "storage.buckets.setIamPolicy",
        fields: {
          bucket: "bucket",
          member: written("body.bindings.0.members", (member) => [member]),
          role: "body.bindings.0.role",
        },
      },
    ],
  },
};
