import { filled, oneOf, type Blocks } from "../../shared/one-of";
import type { Problem } from "../../shared/invalid-args";
import type { PachydermStoreArgs } from "../args";
import { azureBlobStore } from "./azure-blob";
import { gcsStore } from "./gcs";
import { localStore } from "./local";
import { s3Store } from "./s3";
import { s3CompatibleStore } from "./s3-compatible";
import { seaweedFsStore } from "./seaweed-fs";
import type { Store } from "./store";

/** The blocks of which exactly one is filled. */
const blocksOf = ({ s3, gcs, azureBlob, seaweedFs, s3Compatible, local }: PachydermStoreArgs): Blocks => ({
  s3,
  gcs,
  azureBlob,
  seaweedFs,
  s3Compatible,
  local,
});

/** What is wrong with the choice of a store. */
export const choiceProblems = (args: PachydermStoreArgs): Problem[] => oneOf("", blocksOf(args), args);

/** The stores whose blocks are filled, of which exactly one is right. */
export const chosenStores = (args: PachydermStoreArgs): Store[] =>
  filled(blocksOf(args)).flatMap((block) => {
    const store = STORES[block]?.(args);
    return store === undefined ? [] : [store];
  });

const STORES: Readonly<Record<string, (args: PachydermStoreArgs) => Store | undefined>> = {
  s3: ({ s3 }) => s3 && s3Store(s3),
  gcs: ({ gcs }) => gcs && gcsStore(gcs),
  azureBlob: ({ azureBlob }) => azureBlob && azureBlobStore(azureBlob),
  seaweedFs: ({ seaweedFs }) => seaweedFs && seaweedFsStore(seaweedFs),
  s3Compatible: ({ s3Compatible }) => s3Compatible && s3CompatibleStore(s3Compatible),
  local: ({ local }) => local && localStore(local),
};
