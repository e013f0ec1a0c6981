/** GPUs of the VM sizes that ML clusters use (Azure documentation, "GPU accelerated VM sizes"). */
const GPUS: Readonly<Record<string, number>> = {
  Standard_NC4as_T4_v3: 1,
  Standard_NC8as_T4_v3: 1,
  Standard_NC16as_T4_v3: 1,
  Standard_NC64as_T4_v3: 4,
  Standard_NC24ads_A100_v4: 1,
  Standard_NC48ads_A100_v4: 2,
  Standard_NC96ads_A100_v4: 4,
  Standard_NC40ads_H100_v5: 1,
  Standard_NC80adis_H100_v5: 2,
  Standard_ND96asr_v4: 8,
  Standard_ND96isr_H100_v5: 8,
};

/** How many GPUs a machine has. */
export const gpusOf = (vmSize: string): number => GPUS[vmSize] ?? 0;

/** Whether a machine has an Arm processor: a `p` among the additive features, as in `Standard_D8ps_v5`. */
export const isArm = (vmSize: string): boolean => /^Standard_[A-Z]+\d+[a-z]*p[a-z]*_/.test(vmSize);

/** Whether a machine has one CPU: by its only number, or by the second one if some of its CPUs are turned off. */
export const hasOneCpu = (vmSize: string): boolean => /^Standard_[A-Z]+(?:\d+-)?1(?:[a-z]|_|$)/.test(vmSize);
