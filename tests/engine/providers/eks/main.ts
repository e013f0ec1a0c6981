// Registers the types of EKS, so that a reference to a cluster that comes back from the engine has its outputs.
import "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { type KubeconfigOptions, refuseUnknown } from "./cluster-args";
import { kubeconfigFor } from "./kubeconfig";

/*
 * The program `pulumi-resource-eks`. Its setting comes from the launcher (launcher.ts):
 *   MLPLATFORM_PROVIDER_VERSION  the version to report, that of the SDK
 */
const provider: pulumi.provider.Provider = {
  version: process.env.MLPLATFORM_PROVIDER_VERSION ?? "",

  construct(name, type, inputs, options): Promise<pulumi.provider.ConstructResult> {
    if (type !== "eks:index:Cluster") throw new Error(`unknown resource type ${type}`);
    refuseUnknown(inputs);
    const cluster = new Cluster(name, inputs, options);
    return Promise.resolve({ urn: cluster.urn, state: cluster.state });
  },

  call(token, inputs): Promise<pulumi.provider.InvokeResult> {
    if (token !== "eks:index:Cluster/getKubeconfig") throw new Error(`unknown method ${token}`);
    const { __self__: self, ...options } = inputs as KubeconfigOptions & { __self__: Cluster };
    return Promise.resolve({
      outputs: { result: pulumi.jsonStringify(kubeconfigFor(self.eksCluster, options, true)) },
    });
  },
};

// A method's receiver comes as a reference to the resource; its outputs are then read back from the engine.
pulumi.runtime.registerResourceModule("eks", "index", {
  version: provider.version,
  construct: (name, _type, urn) => new Cluster(name, {}, { urn }),
});

void pulumi.provider.main(provider, process.argv.slice(2));
