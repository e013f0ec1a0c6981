import { NOT_KNOWN, later, resource, type RuleProgram } from "./program";

const PLAIN = "stores data that is not encrypted: turn on the encryption of each of its disks.";

export const encryptedStorage: readonly RuleProgram[] = [
  {
    what: "a volume, a database, a launch template with one plain disk, and a storage class",
    program: () => {
      resource("aws:ebs/volume:Volume", "volume", { size: 1 });
      resource("aws:rds/instance:Instance", "database", { storageEncrypted: false });
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        blockDeviceMappings: [{ ebs: { encrypted: "true" } }, { ebs: {} }],
      });
      resource("kubernetes:storage.k8s.io/v1:StorageClass", "class", { provisioner: "ebs.csi.aws.com" });
    },
    found: ["volume", "database", "template", "class"].map((name) => `${name}: ${PLAIN}`),
  },
  {
    what: "databases, machines and an older class that are not encrypted",
    program: () => {
      for (const type of ["docdb/cluster:Cluster", "neptune/cluster:Cluster", "rds/globalCluster:GlobalCluster"])
        resource(`aws:${type}`, type);
      resource("aws:opensearch/domain:Domain", "search", { encryptAtRest: { enabled: false } });
      resource("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "spot");
      resource("aws:ec2/launchConfiguration:LaunchConfiguration", "configuration");
      resource("kubernetes:storage.k8s.io/v1beta1:StorageClass", "class", { provisioner: "ebs.csi.aws.com" });
    },
    found: [
      ...["docdb/cluster:Cluster", "neptune/cluster:Cluster", "rds/globalCluster:GlobalCluster"],
      ...["search", "spot", "configuration", "class"],
    ].map((name) => `${name}: ${PLAIN}`),
  },
  {
    what: "classes of clouds that encrypt all under their older names, and a class that makes no disks",
    program: () => {
      for (const name of ["gce-pd", "azure-disk", "azure-file", "no-provisioner"])
        resource("kubernetes:storage.k8s.io/v1:StorageClass", name, { provisioner: `kubernetes.io/${name}` });
    },
    found: [],
  },
  {
    what: "encryption that is not known yet, and a kind of disk of a cloud that is not known",
    program: () => {
      resource("aws:ebs/volume:Volume", "volume", { encrypted: later() });
      resource("metal:compute/disk:Disk", "disk", { encrypted: true });
    },
    found: ["volume", "disk"].map((name) => `? ${name}: whether it is encrypted ${NOT_KNOWN}`),
  },
  {
    what: "a machine with a plain disk beside the encrypted one, and a template that takes a disk away",
    program: () => {
      const rootBlockDevice = { encrypted: true };
      resource("aws:ec2/instance:Instance", "machine", {
        rootBlockDevice,
        ebsBlockDevices: [{ deviceName: "/dev/b" }],
      });
      const blockDeviceMappings = [{ deviceName: "/dev/b", noDevice: "" }];
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", { blockDeviceMappings });
    },
    found: ["machine", "template"].map((name) => `${name}: ${PLAIN}`),
  },
  {
    what: "a machine whose further disks are not known yet",
    program: () =>
      resource("aws:ec2/instance:Instance", "machine", {
        rootBlockDevice: { encrypted: true },
        ebsBlockDevices: later(),
      }),
    found: [`? machine: whether it is encrypted ${NOT_KNOWN}`],
  },
  {
    what: "a storage class whose provisioner is not known yet",
    program: () => resource("kubernetes:storage.k8s.io/v1:StorageClass", "class", { provisioner: later() }),
    found: [`? class: whether it is encrypted ${NOT_KNOWN}`],
  },
  {
    what: "encrypted disks, and those of clouds that encrypt all",
    program: () => {
      resource("aws:ebs/volume:Volume", "volume", { encrypted: true });
      resource("gcp:compute/disk:Disk", "google");
      resource("azure-native:compute:Disk", "azure");
      const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
      resource(CLASS, "aws-class", { provisioner: "ebs.csi.aws.com", parameters: { encrypted: "true" } });
      resource(CLASS, "google-class", { provisioner: "pd.csi.storage.gke.io" });
      resource(CLASS, "files", { provisioner: "efs.csi.aws.com", parameters: { fileSystemId: "fs-1" } });
      resource(CLASS, "lustre", { provisioner: "fsx.csi.aws.com" });
      const rootBlockDevice = { encrypted: true };
      resource("aws:ec2/instance:Instance", "machine", { rootBlockDevice });
      resource("aws:ec2/instance:Instance", "disks", { rootBlockDevice, ebsBlockDevices: [{ encrypted: true }] });
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        blockDeviceMappings: [
          { deviceName: "/dev/a", ebs: { encrypted: "true" } },
          { deviceName: "/dev/b", noDevice: "" },
          { deviceName: "/dev/c", virtualName: "ephemeral0" },
        ],
      });
    },
    found: [],
  },
];
