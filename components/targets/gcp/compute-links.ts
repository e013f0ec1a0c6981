/** Self links of Compute Engine, as URLs or without the host: `projects/p/global/networks/n`. */

const HOST = String.raw`https://(?:www|compute)\.googleapis\.com/compute/[a-z0-9]+/`;
const PROJECT = `^(?:${HOST})?projects/(?<project>[^/]+)`;

/** The self link of a network: its project and name. */
export const NETWORK_LINK = new RegExp(`${PROJECT}/global/networks/(?<name>[^/]+)$`);

/** The self link of a subnetwork: its project, region and name. */
export const SUBNETWORK_LINK = new RegExp(`${PROJECT}/regions/(?<region>[^/]+)/subnetworks/(?<name>[^/]+)$`);

/** A self link without the host. */
export const shortLink = (link: string): string => link.replace(new RegExp(`^${HOST}`), "");
