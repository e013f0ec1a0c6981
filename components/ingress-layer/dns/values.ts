import type * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "../../shared/invalid-args";
import type { ChartOverrides, ChartPlan } from "../../shared/install-chart";
import { OWN_EXTERNAL_DNS } from "../../shared/own-annotations";
import { labelled, merged, type Labels } from "../../shared/values";
import type { DnsService, PodAccess } from "./service";
import type { RecordsSpec } from "./spec";

/** Name of the release and of the service account of external-dns. */
export const EXTERNAL_DNS = "external-dns";

/** The keys by which a chart gives its pods an identity in a cloud. */
export const accessValues = ({ annotations, podLabels }: PodAccess) => ({
  serviceAccount: { annotations },
  ...(podLabels === undefined ? {} : { podLabels }),
});

/** The typed inputs that decide those keys. */
export const accessDecided = ({ decidedBy, podLabels }: PodAccess): Record<string, string> => ({
  "serviceAccount.annotations": decidedBy,
  ...(podLabels === undefined ? {} : { podLabels: decidedBy }),
});

/** Flags of external-dns that the chart sets from values of its own, or that would undo them. */
const DECIDED_FLAGS = [
  ...[
    "source",
    "annotation-filter",
    "annotation-prefix",
    "label-filter",
    "namespace",
    "domain-filter",
    "exclude-domains",
  ],
  ...["regex-domain-filter", "regex-domain-exclusion", "policy", "provider", "registry", "dry-run", "once"],
  ...[
    "txt-owner-id",
    "txt-prefix",
    "txt-suffix",
    "txt-wildcard-replacement",
    "migrate-from-txt-owner",
    "from-txt-owner",
  ],
];

/** Flags of external-dns that change for which names it writes records, or where they lead. */
const RECORD_FLAGS = [
  ...["default-targets", "force-default-targets", "target-template", "target-net-filter", "exclude-target-net"],
  ...["fqdn-template", "fqdn-target-template", "combine-fqdn-annotation", "ignore-hostname-annotation"],
  ...["publish-internal-services", "service-type-filter", "compatibility", "create-ptr"],
  ...["managed-record-types", "exclude-record-types", "webhook-server"],
];

/** External-dns also reads each flag from an environment variable, where the values above would not see it. */
export const flagVariableProblems = (charts: ChartOverrides["charts"]): Problem[] => {
  const variables: unknown = charts?.[EXTERNAL_DNS]?.values?.["env"];
  if (!Array.isArray(variables)) return [];
  return variables.flatMap((variable: unknown, index) => {
    const { name } = Object(variable) as { name?: unknown };
    return problemIf(
      typeof name === "string" && name.startsWith("EXTERNAL_DNS_"),
      `charts.${EXTERNAL_DNS}.values.env[${String(index)}].name`,
      "is a flag of external-dns. Write it below extraArgs.",
    );
  });
};

/** What is installed of external-dns: it writes the records of one Service, in the zones of one DNS service. */
export const externalDnsPlan = (
  { zones, values, decided }: DnsService,
  { namespace, layer, keep }: RecordsSpec,
  access: PodAccess,
  { owner, labels }: { readonly owner: pulumi.Input<string>; readonly labels: Labels },
): ChartPlan => ({
  name: "external-dns",
  values: merged(
    {
      // Its cluster-wide objects have this name, so that each layer can have an external-dns.
      fullnameOverride: namespace,
      serviceAccount: { name: EXTERNAL_DNS },
      sources: ["service"],
      annotationFilter: `${OWN_EXTERNAL_DNS}=${layer}`,
      domainFilters: zones,
      policy: keep ? "upsert-only" : "sync",
      // Records are removed while the layer is destroyed, which takes less time than the usual interval of a minute.
      triggerLoopOnEvent: true,
      txtOwnerId: owner,
      // Without a dot, the owner's record of a host with the name of its zone would be outside the zone.
      txtPrefix: "%{record_type}-owner.",
      // Not every DNS service takes an asterisk that is not the first character.
      extraArgs: { "txt-wildcard-replacement": "wildcard" },
      ...(Object.keys(labels).length === 0 ? {} : { commonLabels: labelled(labels).labels }),
    },
    merged(values, accessValues(access)),
  ),
  decided: {
    policy: "dns.keepRecords",
    domainFilters: "the zones of dns",
    commonLabels: "labels",
    ...decided,
    ...accessDecided(access),
  },
  images: (registry) => ({ image: { repository: `${registry}/external-dns/external-dns` } }),
  protected: [
    { keys: ["fullnameOverride"], why: "is the namespace, so that layers do not share cluster-wide objects" },
    { keys: ["serviceAccount", "create"], value: true, why: "the service account has access to the zones" },
    { keys: ["serviceAccount", "name"], why: "is the name that has access to the zones" },
    { keys: ["sources"], why: "must stay the gateway's Service" },
    { keys: ["annotationFilter"], why: "keeps external-dns away from other Services" },
    { keys: ["annotationPrefix"], why: "is the prefix of the annotation that names the hosts" },
    {
      keys: ["registry"],
      value: "txt",
      why: "external-dns must store the owner of each record, so that it never changes records of others",
    },
    { keys: ["txtOwnerId"], why: "would make external-dns lose the records that it owns" },
    { keys: ["txtPrefix"], why: "would make external-dns lose the records that it owns" },
    { keys: ["txtSuffix"], why: "would make external-dns lose the records that it owns" },
    { keys: ["namespaced"], value: false, why: "with this value, external-dns does not find the gateway's Service" },
    { keys: ["labelFilter"], why: "with this value, external-dns does not find the gateway's Service" },
    ...["excludeDomains", "managedRecordTypes"].map((key) => ({
      keys: [key],
      why: "would leave out records of hosts",
    })),
    ...RECORD_FLAGS.map((flag) => ({
      keys: ["extraArgs", flag],
      why: "would change which records are written, which hosts and dns decide",
    })),
    ...DECIDED_FLAGS.map((flag) => ({
      keys: ["extraArgs", flag],
      why: "is a flag that the chart sets from other values, so write those",
    })),
  ],
});
