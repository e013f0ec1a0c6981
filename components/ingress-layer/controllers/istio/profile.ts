import type { ResourcesArgs } from "../../../shared/resources";
import { merged, type Values } from "../../../shared/values";
import type { Sized } from "../../scale-args";
import { scaleOf, type Scale } from "../../scale";
import { AccessLog, IstioProfile, type EgressGatewayArgs, type IstioArgs } from "./args";

/** What a profile fills in. */
interface Profile {
  /** Whether every Deployment has a single pod instead of being autoscaled. */
  readonly singlePods: boolean;
  /** Resources over those of the charts. */
  readonly istiod: ResourcesArgs;
  readonly gateway: ResourcesArgs;
  /** Resources of a sidecar; absent for the chart's. */
  readonly sidecar?: ResourcesArgs;
  readonly accessLog?: AccessLog;
  /** Share of requests that are traced, in percent; absent for the chart's. */
  readonly traceSampling?: number;
  readonly hasEgress: boolean;
}

const SMALL = { requests: { cpu: "10m", memory: "40Mi" } };

/** The numbers of the demo profile are those of `istioctl`. */
const PROFILES: Readonly<Record<IstioProfile, Profile>> = {
  [IstioProfile.Default]: { singlePods: false, istiod: {}, gateway: {}, hasEgress: false },
  [IstioProfile.Demo]: {
    singlePods: true,
    istiod: { requests: { cpu: "10m", memory: "100Mi" } },
    gateway: SMALL,
    sidecar: SMALL,
    accessLog: AccessLog.Text,
    traceSampling: 100,
    hasEgress: true,
  },
};

/** The profile of a layer. */
export const profileOf = (istio: IstioArgs | undefined): Profile => PROFILES[istio?.profile ?? IstioProfile.Default];

/** The egress gateway of a layer, if it has one. A gateway that uses another control plane has none. */
export const egressOf = (istio: IstioArgs | undefined): EgressGatewayArgs | undefined =>
  istio?.egress ?? (profileOf(istio).hasEgress ? {} : undefined);

/** How many pods, as given or else by the profile. */
export const profiledScale = ({ singlePods }: Profile, sized: Sized): Scale =>
  singlePods && sized.replicas === undefined && sized.autoscaling === undefined ? { replicas: 1 } : scaleOf(sized);

/** Resources as given, over those of the profile; nothing if the chart's hold. */
export function profiledResources(own: ResourcesArgs, given: ResourcesArgs | undefined): Values | undefined {
  const resources = merged(own as Values, (given ?? {}) as Values);
  return Object.keys(resources).length === 0 ? undefined : resources;
}
