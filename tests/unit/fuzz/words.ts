import { kubeconfig } from "../kubeconfig";

/** Texts that are right for an input of that name, most of them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  cidr: ["10.0.0.0/16", "192.168.0.0/20"],
  cidrs: ["203.0.113.0/24", "2001:db8::/48"],
  sourceRanges: ["203.0.113.0/24", "198.51.100.7/32", "0.0.0.0/0"],
  hosts: ["models.example.org", "*.example.org"],
  host: ["lb.example.org", "198.51.100.7"],
  addresses: ["172.25.1.1-172.25.1.100", "192.168.10.0/24"],
  network: ["172.25.0.0/16"],
  serviceCidr: ["172.20.0.0/16"],
  loadBalancerNetwork: ["192.168.10.0/24"],
  kubernetesVersion: ["1.35", "1.34"],
  context: ["dev", "prod"],
  controllerId: ["team"],
  clusterIdentifier: ["dev"],
  region: ["eu-central-1", "us-east-1"],
  zones: ["a", "b"],
  instanceType: ["m5.large", "g4dn.xlarge", "m7g.large"],
  oidcIssuer: ["https://oidc.example.org"],
  url: ["http://lb.example.org", "https://[2001:db8::1]:8443"],
  gateway: ["istio-system/seldon-gateway"],
  controllerVersion: ["1.30.3"],
  cpu: ["100m", "1", "0.5"],
  memory: ["128Mi", "1Gi", "512M"],
  image: ["registry.example.org/iris:2"],
  modelUri: ["gs://models/iris", "s3://models/iris", "pvc://claim/iris", "https://models.example.org/iris.zip"],
  customServer: ["MY_SERVER"],
  namespace: ["models"],
  modelNamespaces: ["models", "other"],
  admins: ["arn:aws:iam::111122223333:role/admin"],
  viewers: ["arn:aws:iam::111122223333:role/viewer"],
  roleArn: ["arn:aws:iam::111122223333:role/login"],
  kmsKeyArn: ["arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"],
  vpcId: ["vpc-0123456789abcdef0"],
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  publicSubnetIds: ["subnet-0123456789abcdef2"],
  kubeconfig: [kubeconfig],
  imageRegistry: ["registry.example.org/mirror", "registry.example.org:5000"],
  mirror: ["https://charts.example.org", "oci://registry.example.org/charts"],
  version: ["1.30.3"],
  type: ["nvidia-l4"],
};

const OTHER_WORDS = ["main", "team", "iris-2", "a"];

/** Keys of the maps of that name. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  nodePools: ["general", "gpu", "spot"],
  charts: ["istiod", "istio-gateway", "seldon-core-operator", "cluster-autoscaler"],
  annotations: ["example.org/note", "seldon.io/rest-timeout"],
  servers: ["SKLEARN_SERVER", "MY_SERVER"],
  overrides: ["spec", "metadata"],
  values: ["pilot", "resources", "global"],
};

const OTHER_KEYS = ["team", "example.org/owner", "constructor", "valueOf"];

const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  traffic: [100, 50, 0],
  zones: [2, 3],
  diskSizeGb: [50, 100],
  logRetentionDays: [30, 90],
  targetCpuPercent: [70],
};

const ofName = <T>(table: Readonly<Record<string, readonly T[]>>, name: string, others: readonly T[]): readonly T[] =>
  Object.hasOwn(table, name) ? (table[name] ?? others) : others;

export const wordsFor = (name: string): readonly string[] => ofName(WORDS, name, OTHER_WORDS);
export const keysFor = (name: string): readonly string[] => ofName(KEYS, name, OTHER_KEYS);
export const numbersFor = (name: string): readonly number[] => ofName(NUMBERS, name, [1, 2, 3]);
