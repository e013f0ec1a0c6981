import { actions, permit, policy, type PermissionStatement, type PolicyDocument } from "./document";

/** The zones whose records are changed. */
export interface ChangedZones {
  readonly partition: string;
  readonly zoneIds: readonly string[];
}

const arnsOf = ({ partition, zoneIds }: ChangedZones): string[] =>
  zoneIds.map((id) => `arn:${partition}:route53:::hostedzone/${id}`);

/**
 * What external-dns needs in these zones only
 * (https://github.com/kubernetes-sigs/external-dns/blob/v0.21.0/docs/tutorials/aws.md#iam-policy).
 */
export const externalDnsPolicy = (zones: ChangedZones): PolicyDocument<PermissionStatement> =>
  policy(
    permit(actions("route53", "ChangeResourceRecordSets", "ListResourceRecordSets"), arnsOf(zones)),
    // IAM cannot restrict this read action to resources.
    permit(actions("route53", "ListHostedZones")),
  );

/**
 * What cert-manager needs for challenges in these zones only (https://cert-manager.io/docs/configuration/acme/dns01/route53/). It
 * never looks for zones, because its issuer names their ids.
 */
export const certManagerPolicy = (zones: ChangedZones): PolicyDocument<PermissionStatement> =>
  policy(
    permit(actions("route53", "GetChange"), `arn:${zones.partition}:route53:::change/*`),
    permit(actions("route53", "ListResourceRecordSets"), arnsOf(zones)),
    permit(actions("route53", "ChangeResourceRecordSets"), arnsOf(zones), {
      "ForAllValues:StringEquals": { "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"] },
    }),
  );
