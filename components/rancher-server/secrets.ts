import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { labelled } from "../shared/values";
import { CA_SECRET, TLS_SECRET, type RancherSpec } from "./spec";

/** The caller's password, or a random one. No data outlives Rancher, so a later one has another (decision 0017). */
export function bootstrapPassword(name: string, { args }: RancherSpec, parent: pulumi.Resource): pulumi.Output<string> {
  if (args.bootstrapPassword !== undefined) return pulumi.secret(args.bootstrapPassword);
  const provider = new RandomProvider(`${name}-random`, {}, { parent });
  const random = new RandomPassword(`${name}-bootstrap-password`, { length: 24, special: false }, { parent, provider });
  return pulumi.secret(random.result);
}

/** The certificates that the caller gave as text, in the Secrets that the chart reads. */
export function createCertificates(
  name: string,
  { args: { tls, privateCa }, labels }: RancherSpec,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): Secret[] {
  const create = (part: string, secret: string, type: string, stringData: Record<string, pulumi.Input<string>>) =>
    new Secret(
      `${name}-${part}`,
      { metadata: { name: secret, namespace, ...labelled(labels) }, type, stringData },
      { parent },
    );
  const { certificate, key } = tls?.secret ?? {};
  return [
    ...(certificate === undefined || key === undefined
      ? []
      : [create("tls", TLS_SECRET, "kubernetes.io/tls", { "tls.crt": certificate, "tls.key": pulumi.secret(key) })]),
    ...(privateCa === undefined ? [] : [create("ca", CA_SECRET.name, "Opaque", { [CA_SECRET.key]: privateCa })]),
  ];
}
