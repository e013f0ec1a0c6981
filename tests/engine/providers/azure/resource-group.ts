import { azureType, named } from "./azure-type";

const RULE = named(/^[\w().-]{0,89}[\w()-]$/, "write up to 90 letters, digits and -_.(), not a dot at the end");

/** Deleting a group deletes all that lies in it (Azure Resource Manager documentation, "Resource group and resource deletion"). */
export const resourceGroup = azureType({
  title: "Resource Group",
  path: "resourceGroups/{resourceGroupName}",
  name: RULE,
  inputs: {},
  outputs: [],
  create: () => ({ outputs: {} }),
  delete(cloud, { id }) {
    cloud.forgetBlobs(id);
  },
});
