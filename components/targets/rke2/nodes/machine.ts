import type { Provider } from "@pulumi/command/provider";
import type * as pulumi from "@pulumi/pulumi";
import { Rke2Role } from "../args";
import { quoted, type ScriptData } from "../scripts";
import type { NodeSpec, Rke2Spec } from "../spec";
import type { Connection } from "../ssh/connection";

/** What all commands of a cluster share. */
export interface ClusterContext {
  readonly spec: Rke2Spec;
  /** Tells the machines of this cluster from those of others. */
  readonly owner: pulumi.Output<string>;
  readonly token: pulumi.Output<string>;
  /** A resource that is deleted only with the whole cluster. */
  readonly lastsAsCluster: pulumi.Resource;
  readonly parent: pulumi.ComponentResource;
  readonly provider: Provider;
}

/** A machine that is reached, with the host key that it must have. */
export interface Machine {
  readonly node: NodeSpec;
  readonly connection: Connection;
}

/** Name of a resource of a machine. */
export const nameOf = ({ spec }: ClusterContext, { key }: NodeSpec, part?: string): string =>
  [spec.name, key, ...(part === undefined ? [] : [part])].join("-");

/** What errors call a machine. */
export const calledOf = ({ key, address }: NodeSpec): string => (key === address ? key : `${key} (${address})`);

/** The data that every script needs. */
export const commonData = (node: NodeSpec, { owner }: ClusterContext): ScriptData => ({
  NODE: calledOf(node),
  KEY: node.key,
  OWNER: owner,
  ROLE: node.role,
});

/** The options of a resource of a machine. Of a machine that is gone nothing runs any more, and its resources are only forgotten. */
export const optionsOf = (
  { parent, provider }: ClusterContext,
  node: NodeSpec,
  ignoreChanges: readonly string[] = [],
): pulumi.CustomResourceOptions & { ignoreChanges?: string[] } => ({
  parent,
  provider,
  ...(ignoreChanges.length > 0 && { ignoreChanges: [...ignoreChanges] }),
  ...(node.lost && { retainOnDelete: true, ignoreChanges: ALL_INPUTS }),
});

const ALL_INPUTS = [
  ...["create", "update", "delete", "stdin", "connection", "logging", "addPreviousOutputInEnv"],
  ...["interpreter", "environment", "source", "remotePath"],
];

export const isServer = ({ role }: NodeSpec): boolean => role === Rke2Role.Server;

/** The folder in the home of the user to which the files of a release are copied, relative to it. */
const FILES = ".mlplatform-rke2";

/** The folder in it with the files of the release. With one for each, no file of an earlier release is left among them. */
export const filesOf = ({ release }: Rke2Spec): string => `${FILES}/${release}`;

/** That folder as an argument; empty if nothing is copied. */
export const filesWord = (spec: Rke2Spec): { readonly raw: string } => ({
  raw: spec.airGapFolder === undefined ? "''" : `"$HOME"/${quoted(filesOf(spec))}`,
});

/** All copied files as an argument, also those that were copied when the cluster still had such a folder. */
export const allFilesWord = { raw: `"$HOME"/${FILES}` };
