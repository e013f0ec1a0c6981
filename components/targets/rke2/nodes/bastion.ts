import type * as pulumi from "@pulumi/pulumi";
import { connectionTo, type Connection } from "../ssh/connection";
import { hostKeyOf, type HostKey } from "../ssh/host-keys";
import { loginTo } from "../ssh/login";
import type { Bastion } from "../ssh/reach";
import type { ClusterContext } from "./machine";

/** A bastion whose host key is known, and into which the user may log in. */
export interface CheckedBastion extends Bastion {
  readonly connection: Connection;
  readonly learned: HostKey;
  readonly login: pulumi.Resource;
}

/** Learns the host key of the bastion, and logs in. */
export function checkBastion({ spec, parent, provider }: ClusterContext): CheckedBastion | undefined {
  const { bastion, name } = spec;
  if (bastion === undefined) return undefined;
  const called = `the bastion ${bastion.address}`;
  const options = { parent, provider };
  const learned = hostKeyOf({ name: `${name}-bastion-host`, called, machine: bastion }, undefined, options);
  const hostKey = learned.key;
  // Nothing on it is changed.
  const login = loginTo(`${name}-bastion-login`, { called, machine: bastion, hostKey }, "", options);
  return { spec: bastion, hostKey, learned, login, connection: connectionTo(bastion, hostKey) };
}
