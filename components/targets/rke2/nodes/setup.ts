import { CopyToRemote } from "@pulumi/command/remote/copyToRemote";
import type { Command } from "@pulumi/command/remote/command";
import * as pulumi from "@pulumi/pulumi";
import path from "node:path";
import { refuseLate } from "../../../shared/late-refusal";
import { connectionTo } from "../ssh/connection";
import { hostKeyOf, type HostKey } from "../ssh/host-keys";
import { loginTo } from "../ssh/login";
import { settingsOf } from "./config-file";
import type { NodeSpec } from "../spec";
import type { CheckedBastion } from "./bastion";
import { clock } from "./clock";
import {
  allFilesWord,
  calledOf,
  commonData,
  filesOf,
  filesWord,
  nameOf,
  optionsOf,
  type ClusterContext,
  type Machine,
} from "./machine";
import { lastLine } from "./printed";
import { remoteCommand, type Call } from "./remote-command";

/** A machine whose host key is known, into which the user may log in, and that was checked. */
export interface CheckedMachine extends Machine {
  readonly bastion: CheckedBastion | undefined;
  readonly hostKey: HostKey;
  readonly login: pulumi.Resource;
  readonly check: Command;
  /** Its name in Kubernetes. */
  readonly nodeName: pulumi.Output<string>;
}

/** A machine on which RKE2 is installed. */
export interface InstalledMachine extends CheckedMachine {
  /** All that must be done before RKE2 starts. */
  readonly setup: readonly pulumi.Resource[];
  readonly files: readonly pulumi.Resource[];
}

/** Learns the host key of a machine, logs in, and looks whether RKE2 can run there. */
export function checkMachine(
  node: NodeSpec,
  bastion: CheckedBastion | undefined,
  context: ClusterContext,
): CheckedMachine {
  const { spec } = context;
  const called = calledOf(node);
  const options = optionsOf(context, node);
  const hostKey = hostKeyOf(
    { name: nameOf(context, node, "host"), called, machine: node },
    bastion?.connection,
    bastion === undefined ? options : { ...options, dependsOn: bastion.login },
  );
  const login = loginTo(
    nameOf(context, node, "login"),
    { called, machine: node, hostKey: hostKey.key, bastion },
    settingsOf(node, spec),
    options,
  );
  const connection = connectionTo(node, hostKey.key, bastion?.connection);
  const flag = (isSet: boolean): string => (isSet ? "yes" : "");
  const checkAt = (time: string): Call => ({
    what: `check ${calledOf(node)} for RKE2`,
    call: ["check", time],
    ...sudoCheck(node),
  });
  const check = remoteCommand(
    nameOf(context, node, "check"),
    {
      connection,
      user: node.user,
      parts: ["check", "prepare", "install", "node"],
      data: {
        ...commonData(node, context),
        PREPARE: flag(spec.prepare !== undefined),
        CIS: flag(spec.isCis),
        GPU: flag(node.gpu !== undefined),
        AIRGAP: flag(spec.airGapFolder !== undefined),
        CGROUPS2: flag(needsCgroups2(spec.kubernetesVersion)),
        HOSTNAME_GIVEN: flag(node.hostname !== undefined),
      },
      // A plan does not run it. Nothing but the connection comes between this time and the check.
      create: pulumi.runtime.isDryRun() ? checkAt("") : hostKey.key.apply(() => checkAt(String(clock.seconds()))),
      // A later change of the script checks nothing again, but its output must stay the same.
      update: { what: `read the host name of ${calledOf(node)}`, call: ["host_name"] },
      delete: { what: `leave ${calledOf(node)} clean`, call: ["clean", allFilesWord] },
    },
    { ...optionsOf(context, node, ["create"]), dependsOn: login },
  );
  const nodeName = node.hostname === undefined ? lastLine(check.stdout) : pulumi.output(node.hostname);
  return { node, connection, bastion, hostKey, login, check, nodeName };
}

/** `sudo` itself only says that a password is required, not for whom. */
const sudoCheck = (node: NodeSpec): { before?: string } =>
  node.user === "root"
    ? {}
    : {
        before: `sudo -n true 2>/dev/null || { echo '${calledOf(node)}: the user ${node.user} may not use sudo without a password. Allow it with NOPASSWD in /etc/sudoers.' >&2; exit 1; }`,
      };

const needsCgroups2 = (version: string): boolean => {
  const [major = 1, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > 1 || minor >= 35;
};

/**
 * The checks of all machines, once their names in Kubernetes are known to differ: two nodes of one name take turns in being the same one.
 * No machine is changed before.
 */
export const checkedTogether = (
  machines: readonly CheckedMachine[],
  component: string,
): pulumi.Output<pulumi.Resource[]> =>
  pulumi.all(machines.map(({ nodeName }) => nodeName)).apply(async (names) => {
    const problems = machines.flatMap(({ node }, index) => {
      const name = names[index] ?? "";
      const before = names.indexOf(name);
      // With mocks of a unit test, no machine has told its name.
      if (name === "" || before === index) return [];
      const reason = `has the host name ${name}, as ${calledOf(machines[before]?.node ?? node)} has. Write hostname for one of them.`;
      return [{ path: "rke2.nodes", reason: `${calledOf(node)} ${reason}` }];
    });
    await refuseLate(component, problems);
    return machines.map(({ check }) => check);
  });

/** Prepares a machine, if that is wanted, and installs RKE2 on it. Nothing starts yet. */
export function installOn(
  machine: CheckedMachine,
  after: pulumi.Output<pulumi.Resource[]>,
  context: ClusterContext,
): InstalledMachine {
  const { node, connection } = machine;
  const { spec } = context;
  const prepared = prepare(machine, after, context);
  const dependsOn = prepared.length > 0 ? prepared : after;
  const files =
    spec.airGapFolder === undefined
      ? []
      : [
          new CopyToRemote(
            nameOf(context, node, "files"),
            {
              connection,
              // Programs and providers can run in different folders. With the slash, what is in the folder is copied.
              source: new pulumi.asset.FileArchive(`${path.resolve(spec.airGapFolder)}/`),
              remotePath: filesOf(spec),
            },
            { ...optionsOf(context, node), dependsOn },
          ),
        ];
  const install = remoteCommand(
    nameOf(context, node, "install"),
    {
      connection,
      user: node.user,
      parts: ["install"],
      data: commonData(node, context),
      create: { what: `install RKE2 on ${calledOf(node)}`, call: ["install", spec.release, filesWord(spec)] },
      // Another release is installed when it is the node's turn to be upgraded.
      update: { what: `nothing to install on ${calledOf(node)}`, call: ["true"] },
    },
    { ...optionsOf(context, node, ["create"]), dependsOn: files.length > 0 ? files : dependsOn },
  );
  return { ...machine, files, setup: [...prepared, ...files, install] };
}

function prepare(
  { node, connection }: CheckedMachine,
  after: pulumi.Output<pulumi.Resource[]>,
  context: ClusterContext,
): Command[] {
  const { prepare: wanted, isCis } = context.spec;
  if (wanted === undefined) return [];
  const what = `prepare ${calledOf(node)} for RKE2`;
  return [
    remoteCommand(
      nameOf(context, node, "prepare"),
      {
        connection,
        user: node.user,
        parts: ["prepare"],
        data: {
          ...commonData(node, context),
          CIS: isCis ? "yes" : "",
          HOSTS: Object.entries(wanted.hostEntries)
            .map(([name, address]) => `${address} ${name}`)
            .join("\n"),
          NAMESERVERS: wanted.nameservers.join(" "),
        },
        create: { what, call: ["prepare"] },
        delete: { what: `undo what was done to prepare ${calledOf(node)}`, call: ["undo"] },
      },
      { ...optionsOf(context, node), dependsOn: after },
    ),
  ];
}
