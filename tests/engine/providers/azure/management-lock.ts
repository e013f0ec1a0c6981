import { oneOf, text } from "../cloud/shape";
import { azureType, named } from "./azure-type";

/** A lock; every row asks for them before it deletes (azure-type.ts). */
export const managementLock = azureType({
  title: "Management Lock",
  path: "{scope}/providers/Microsoft.Authorization/locks/{lockName}",
  name: named(/^[\w().-]{1,90}$/, "write up to 90 letters, digits and -_.()"),
  tracked: false,
  inputs: { level: oneOf(["CanNotDelete", "ReadOnly"], { required: true }), notes: text() },
  outputs: [],
  create: () => ({ outputs: {} }),
});
