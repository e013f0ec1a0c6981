import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { createHmac } from "node:crypto";
import type { NamespaceSpec } from "./namespace";
import { labelled, type Labels } from "./values";

const KEY = "seed";

/** Where a seed is kept, and what becomes of it. */
interface SeedPlace {
  /** Name of the Secret. */
  readonly secret: string;
  readonly namespace: NamespaceSpec;
  readonly labels: Labels;
  /** Whether an earlier destroy kept the Secret. */
  readonly adopt: boolean;
  /** Whether destroying the component deletes the Secret. */
  readonly deleteData: boolean;
}

/**
 * Generates one random value, keeps it in a Secret of the namespace, and returns what the Secret has, from which a component derives its
 * passwords and keys. On adoption the Secret is imported, and its value is not replaced: the kept data has what follows from it.
 */
export function createSeed(
  name: string,
  { secret: secretName, namespace: { name: inNamespace }, labels, adopt, deleteData }: SeedPlace,
  namespace: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): pulumi.Output<string> {
  const provider = new RandomProvider(`${name}-random`, {}, { parent });
  const random = new RandomPassword(`${name}-seed`, { length: 48, special: false }, { parent, provider });
  const secret = new Secret(
    `${name}-credentials`,
    {
      metadata: { name: secretName, namespace, ...labelled(labels) },
      data: { [KEY]: random.result.apply((text) => Buffer.from(text).toString("base64")) },
    },
    {
      parent,
      ignoreChanges: ["data"],
      retainOnDelete: !deleteData,
      ...(adopt ? { import: `${inNamespace}/${secretName}` } : {}),
    },
  );
  return pulumi.secret(secret.data.apply((data) => Buffer.from(data[KEY] ?? "", "base64").toString()));
}

/** 64 hexadecimal digits that follow from the seed for one use. Those for another use cannot be used to find these. */
export const derivedHex = (seed: string, use: string): string => createHmac("sha256", seed).update(use).digest("hex");

/** Text of up to 65 characters with a letter first, for one use. */
export const derivedText = (seed: string, use: string, length: number): string =>
  `p${derivedHex(seed, use)}`.slice(0, length);
