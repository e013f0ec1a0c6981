/**
 * The image of the job of SeaweedFS that grows claims (values.yaml of 4.44.0, `volume.resizeHook`). Helm renders the job only in a cluster
 * with claims that are too small.
 */
export const RESIZE_IMAGE = "alpine/k8s:1.28.4";
