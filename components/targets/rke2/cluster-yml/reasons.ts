/* Why fields of the file have no effect, and what to do instead. Fields with one reason become one warning. */

export const IMAGES =
  "names images of RKE. RKE2 has its own for each release. Leave it out; for machines without the internet write rke2.airGapFolder.";
export const DOCKER = "is about Docker, which RKE2 does not use: it brings containerd. Leave it out.";
export const WINDOWS = "is about Windows, on which this package makes no nodes. Leave it out.";
export const CERTIFICATE =
  "is a certificate for SSH, which Pulumi cannot use. The key alone must open the machine: add its public half to authorized_keys.";
export const AGENT =
  "is not used, because Pulumi has no agent for SSH here. Write ssh_key_path with a key without a passphrase.";
export const EXTERNAL_ETCD =
  "is about an etcd outside the cluster, but each server of RKE2 has its own. Leave it out, and move the data by a backup.";
export const NETWORK =
  "is about the network plugin as RKE installs it. Write a HelmChartConfig for the chart of RKE2, such as rke2-canal.";
export const INGRESS = "is about the ingress controller of RKE, which is not installed here. Use IngressLayer.";
export const METRICS =
  "is about the metrics server as RKE installs it. Write a HelmChartConfig for the chart rke2-metrics-server.";
export const DNS = "is about the DNS server as RKE installs it. Write a HelmChartConfig for the chart rke2-coredns.";
export const CLOUD =
  "chooses a cloud provider that is part of Kubernetes, which has none any more. Install the cloud controller manager as a chart.";
export const ADDONS = "is not applied. Create these objects in the program, with the provider of the cluster.";
export const FOLDERS =
  "names another folder for RKE. RKE2 uses /var/lib/rancher/rke2 and /etc/rancher/rke2. Leave it out.";
export const RESTORE =
  "is not done. Run rke2 server --cluster-reset --cluster-reset-restore-path=<snapshot> on a server; a snapshot of RKE does not fit.";
export const ROTATION =
  "is done once, not at each up. Run rke2 certificate rotate or rke2 secrets-encrypt on a server.";
export const WEBHOOK =
  "is about a webhook for logins. Write its file on the servers, and rke2.serverConfig with kube-apiserver-arg.";
export const POD_SECURITY = "is not translated. Write rke2.serverConfig with pod-security-admission-config-file.";
export const ADMISSION =
  "is not translated. Write the file on the servers, and rke2.serverConfig with kube-apiserver-arg: admission-control-config-file=<file>.";
