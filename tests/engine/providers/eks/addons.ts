import { Addon } from "@pulumi/aws/eks/addon";
import type { Cluster as EksCluster } from "@pulumi/aws/eks/cluster";
import { getAddonVersionOutput } from "@pulumi/aws/eks/getAddonVersion";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterArgs } from "./cluster-args";

interface AddonArgs {
  readonly addonName: string;
  readonly version?: pulumi.Input<string>;
  readonly configurationValues?: pulumi.Input<object>;
  readonly tags?: ClusterArgs["tags"];
}

/** An add-on as `eks.Cluster` makes it: without a version the most recent one, and left in the cluster when the add-on goes. */
function createAddon(name: string, args: AddonArgs, cluster: EksCluster, opts: pulumi.CustomResourceOptions): Addon {
  const { addonName, version, configurationValues, tags } = args;
  const latest = getAddonVersionOutput(
    { addonName, kubernetesVersion: cluster.version, mostRecent: true },
    { parent: opts.parent },
  );
  return new Addon(
    name,
    {
      clusterName: cluster.name,
      addonName,
      addonVersion: version ?? latest.version,
      preserve: true,
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      configurationValues: configurationValues === undefined ? undefined : pulumi.jsonStringify(configurationValues),
      tags,
    },
    opts,
  );
}

/** The component that `eks.Cluster` puts around the network add-on (pulumi-eks 4.3, cni-addon.ts). */
class VpcCniAddon extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterArgs, cluster: EksCluster, opts: pulumi.ComponentResourceOptions) {
    super("eks:index:VpcCniAddon", name, {}, opts);
    const { addonVersion: version, configurationValues, ...options } = args.vpcCniOptions ?? {};
    const values = pulumi
      .all([pulumi.output(configurationValues), pulumi.output(options)])
      .apply(([given, { enableNetworkPolicy: policy, ...rest }]) => ({
        ...(policy !== undefined && { enableNetworkPolicy: policy.toString() }),
        env: { ...CNI_ENVIRONMENT, ...environmentOf(rest) },
        init: { env: { DISABLE_TCP_EARLY_DEMUX: "false" } },
        ...given,
      }));
    const addon = { addonName: "vpc-cni", version, configurationValues: values, tags: args.tags };
    createAddon(name, addon, cluster, { parent: this });
    this.registerOutputs({});
  }
}

/** The variables that options set. */
const environmentOf = (options: {
  enablePrefixDelegation?: boolean;
  cniCustomNetworkCfg?: boolean;
  eniConfigLabelDef?: string;
}): Record<string, string> => ({
  ...(options.enablePrefixDelegation !== undefined && {
    ENABLE_PREFIX_DELEGATION: options.enablePrefixDelegation.toString(),
  }),
  ...(options.cniCustomNetworkCfg !== undefined && {
    AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: options.cniCustomNetworkCfg.toString(),
  }),
  ...(options.eniConfigLabelDef !== undefined && { ENI_CONFIG_LABEL_DEF: options.eniConfigLabelDef }),
});

const CNI_ENVIRONMENT = {
  AWS_VPC_ENI_MTU: "9001",
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "false",
  AWS_VPC_K8S_CNI_EXTERNALSNAT: "false",
  AWS_VPC_K8S_CNI_LOGLEVEL: "DEBUG",
  AWS_VPC_K8S_CNI_LOG_FILE: "/host/var/log/aws-routed-eni/ipamd.log",
  AWS_VPC_K8S_CNI_VETHPREFIX: "eni",
  AWS_VPC_K8S_PLUGIN_LOG_FILE: "/var/log/aws-routed-eni/plugin.log",
  AWS_VPC_K8S_PLUGIN_LOG_LEVEL: "DEBUG",
  ENABLE_POD_ENI: "false",
  WARM_ENI_TARGET: "1",
};

/** The add-ons that `eks.Cluster` makes itself: coredns only where it is asked for, since there are no nodes yet. */
export function createAddons(
  name: string,
  args: ClusterArgs,
  cluster: EksCluster,
  parent: pulumi.Resource,
  access: pulumi.Resource[],
): void {
  const { tags } = args;
  if (args.kubeProxyAddonOptions?.enabled !== false) {
    createAddon(`${name}-kube-proxy`, { ...args.kubeProxyAddonOptions, addonName: "kube-proxy", tags }, cluster, {
      parent,
    });
  }
  if (args.useDefaultVpcCni !== true) {
    new VpcCniAddon(`${name}-vpc-cni`, args, cluster, { parent, dependsOn: access });
  }
  if (args.corednsAddonOptions?.enabled === true) {
    createAddon(`${name}-coredns`, { ...args.corednsAddonOptions, addonName: "coredns", tags }, cluster, { parent });
  }
}
