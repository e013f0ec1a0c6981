/**
 * Types of resources that an upgrade may delete or replace, with the reason. All others hold data or traffic: clusters, nodes, networks,
 * addresses, buckets, claims, namespaces, Services, gateways, routes, models, keys, passwords, Secrets, charts and the commands that
 * run a cluster.
 */
export const REPLACEABLE: Readonly<Record<string, string>> = {
  "kubernetes:storage.k8s.io/v1:StorageClass": "its volumes stay, and their claims keep its name",
  "kubernetes:networking.k8s.io/v1:IngressClass": "its controller finds it again by its name",
  "kubernetes:cert-manager.io/v1:Issuer": "certificates that it issued stay valid",
  "aws:iam/rolePolicy:RolePolicy": "its role stays, and may the same again a second later",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "its role stays, and may the same again a second later",
  "azure-native:monitor:DiagnosticSetting": "the logs that it sent stay in their workspace",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "the bucket stays with its objects",
};
