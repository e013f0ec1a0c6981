import { CERTIFICATE, KEY } from "../ingress-layer/certificates";
import { kubeconfig } from "../kubeconfig";
import { HOST_KEY, KEY as SSH_KEY } from "../targets/rke2/cluster";

const UUID = "01234567-89ab-cdef-0123-456789abcdef";

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
  zones: ["a", "b", "example.org"],
  instanceType: ["m5.large", "g4dn.xlarge", "m7g.large", "Standard_D8ds_v5", "e2-standard-8"],
  instanceTypes: ["m5.large", "m6i.large"],
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
  kubeconfig: [kubeconfig],
  imageRegistry: ["registry.example.org/mirror", "registry.example.org:5000"],
  mirror: ["https://charts.example.org", "oci://registry.example.org/charts"],
  version: ["1.30.3", "1.17.1", "2.15.1", "v1.35.7+rke2r1"],
  type: ["nvidia-l4", "prometheus"],
  // Networks.
  podCidr: ["100.64.0.0/16"],
  podsCidr: ["10.244.0.0/16"],
  nodesCidr: ["10.10.0.0/20"],
  servicesCidr: ["172.21.0.0/20"],
  clusterCidr: ["10.42.0.0/16"],
  clusterDns: ["172.20.0.10"],
  subnet: ["172.28.0.0/16"],
  egressCidrs: ["203.0.113.0/24"],
  podSubnetIds: ["subnet-0123456789abcdef3", "subnet-0123456789abcdef4"],
  publicSubnetIds: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef5"],
  subnetId: [`/subscriptions/${UUID}/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/s`],
  subnetwork: ["projects/my-project/regions/europe-west1/subnetworks/ml"],
  address: ["192.168.10.1", "10.0.0.7"],
  internalAddress: ["10.1.0.7"],
  listenAddress: ["127.0.0.1"],
  nameservers: ["10.0.0.53"],
  registrationAddress: ["rke2.example.org"],
  nodePortRange: ["30000-32000"],
  // Names and ids of clouds.
  diskKmsKeyArn: ["arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"],
  kmsKeyName: ["projects/my-project/locations/europe-west1/keyRings/ring/cryptoKeys/key"],
  certificateArn: [`arn:aws:acm:eu-central-1:111122223333:certificate/${UUID}`],
  subscriptionId: [UUID],
  tenantId: [UUID],
  clientId: [UUID],
  accountId: [`/subscriptions/${UUID}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/models`],
  accountName: ["models2026"],
  location: ["westeurope", "europe-west1"],
  serviceAccount: ["dns@my-project.iam.gserviceaccount.com"],
  connectionName: ["my-project:europe-west1:pachyderm"],
  // Windows in time.
  startTime: ["02:00", "2026-01-03T02:00:00Z"],
  endTime: ["2026-01-03T08:00:00Z"],
  recurrence: ["FREQ=WEEKLY;BYDAY=SA,SU"],
  schedule: ["0 */6 * * *"],
  // Sizes and paths.
  serversMemory: ["8G"],
  agentsMemory: ["512m"],
  storageSize: ["200Gi"],
  metadataSize: ["20Gi"],
  capacity: ["10Gi"],
  storage: ["10Gi"],
  sizeLimit: ["1Gi"],
  source: ["/srv/data"],
  configFile: ["/etc/registries.yaml"],
  localStorageFolder: ["/srv/volumes"],
  hostPath: ["/var/log/rancher"],
  path: ["/srv/data"],
  mountPath: ["/data"],
  rewrite: ["/"],
  httpPath: ["/ready"],
  basePath: ["/jupyter"],
  defaultUrl: ["/lab"],
  maxUnavailable: ["1", "50%"],
  // Credentials.
  certificate: [CERTIFICATE],
  key: [KEY, "token"],
  privateCa: [CERTIFICATE],
  caCertificate: [CERTIFICATE],
  sshKey: [SSH_KEY],
  hostKey: [HOST_KEY],
  userPassword: ["a password for users"],
  adminPassword: ["a long password for administrators"],
  bootstrapPassword: ["a password to begin with"],
  licenseKey: [Buffer.from("a licence for tests").toString("base64")],
  rootToken: ["a-root-token-for-tests"],
  accountKey: [Buffer.alloc(64).toString("base64")],
  sasUrl: ["https://models.blob.core.windows.net/models?sig=c2ln"],
  serviceAccountKey: ['{"type": "service_account"}'],
  jwks: ['{"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]}'],
  // Addresses and people.
  jwksUri: ["https://login.example.org/keys"],
  issuer: ["https://login.example.org"],
  authorizeUrl: ["https://login.example.org/auth"],
  tokenUrl: ["https://login.example.org/token"],
  userdataUrl: ["https://login.example.org/userinfo"],
  serverUrl: ["https://git.example.org"],
  endpoint: ["https://minio.example.org"],
  scopes: ["openid"],
  email: ["ml@example.org"],
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
  validDays: [365],
  durationHours: [4, 8],
  minimumPasswordLength: [12],
  timeoutSeconds: [60, 300],
  asn: [64_512],
  myAsn: [64_513],
};

const ofName = <T>(table: Readonly<Record<string, readonly T[]>>, name: string, others: readonly T[]): readonly T[] =>
  Object.hasOwn(table, name) ? (table[name] ?? others) : others;

export const wordsFor = (name: string): readonly string[] => ofName(WORDS, name, OTHER_WORDS);
export const keysFor = (name: string): readonly string[] => ofName(KEYS, name, OTHER_KEYS);
export const numbersFor = (name: string): readonly number[] => ofName(NUMBERS, name, [1, 2, 3]);
