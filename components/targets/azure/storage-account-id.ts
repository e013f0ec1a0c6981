/** The parts of the id of a storage account: its subscription, its resource group and its name. */
const ACCOUNT_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Storage\/storageAccounts\/([^/]+)$/i;

/** A storage account, as its id names it. */
export interface AccountReference {
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly account: string;
}

/** Reads the id of a storage account; undefined if it is none. */
export function accountReference(id: string): AccountReference | undefined {
  const [, subscription, resourceGroup, account] = ACCOUNT_ID.exec(id) ?? [];
  return subscription === undefined || resourceGroup === undefined || account === undefined
    ? undefined
    : { subscription, resourceGroup, account };
}

/**
 * Whether the resource group was created for the account, so that it goes with the account: then both have one name. A group that
 * others use too is never taken over.
 */
export const hasOwnGroup = ({ resourceGroup, account }: AccountReference): boolean =>
  resourceGroup.toLowerCase() === account.toLowerCase();
