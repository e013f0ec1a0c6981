/** Whether a host is where it is looked up, which is for each pod the pod itself. The host is in lower case, as URLs have it. */
export const isOwnPod = (host: string): boolean =>
  /^(localhost|.*\.localhost|127(\.\d+){1,3}|0\.0\.0\.0|\[::1?\])\.?$/.test(host);

/** What to say of such a host. */
export const OWN_POD = "is the pod that connects, not a server; use a host that pods reach";
