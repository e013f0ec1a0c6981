import { SOURCE_RANGES, type TargetStarter } from "../starter";

/** What `mlplatform init` writes for a cluster that exists. */
export const starter: TargetStarter = {
  title: "a cluster that you have, reached by a kubeconfig",
  cluster: `existing: {
  kubeconfigPath: config.require("kubeconfig"),
  // Named, so that nothing is installed into the wrong cluster.
  context: config.require("context"),
},
kubernetesVersion: config.require("kubernetesVersion"),`,
  gateway: `sourceRanges: config.requireObject<string[]>("sourceRanges"),`,
  config: [
    {
      key: "kubeconfig",
      type: "string",
      description: "Path of the kubeconfig, such as ~/.kube/config",
      placeholder: "kubeconfig.example.yaml",
    },
    { key: "context", type: "string", description: "Context of the kubeconfig to use", placeholder: "example" },
    {
      key: "kubernetesVersion",
      type: "string",
      description: "Kubernetes version of the cluster",
      placeholder: "1.35",
      form: /^1\.\d+$/,
    },
    SOURCE_RANGES,
  ],
  files: {
    "kubeconfig.example.yaml": `# It reaches no cluster. With it, the project can be planned before you name yours.
apiVersion: v1
kind: Config
current-context: example
contexts:
  - name: example
    context: { cluster: example, user: example }
clusters:
  - name: example
    cluster: { server: "https://kubernetes.example.org:6443" }
users:
  - name: example
    user: { token: "not-a-token" }
`,
  },
};
