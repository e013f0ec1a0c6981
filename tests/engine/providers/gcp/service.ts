import { flag, matching, text } from "../cloud/shape";
import { flagAt, textAt } from "../cloud/values";
import { gcpType } from "./gcp-type";

const apiOf = (inputs: Parameters<typeof textAt>[0]): string =>
  textAt(inputs, "service").replace(".googleapis.com", "");

/** An API that is on. Fields that replace: terraform-provider-google 7, resource_google_project_service.go. */
export const service = gcpType(
  {
    title: "Service",
    inputs: {
      service: text({
        required: true,
        replaces: true,
        rule: matching(/^[a-z]+\.googleapis\.com$/, "expected service to be a name of an API"),
      }),
      disableOnDestroy: flag(),
      disableDependentServices: flag(),
    },
    outputs: [],
    create(cloud, inputs) {
      cloud.apis.add(apiOf(inputs));
      return { id: `${textAt(inputs, "project")}/${textAt(inputs, "service")}`, outputs: {} };
    },
    delete(cloud, { inputs }) {
      if (flagAt(inputs, "disableOnDestroy")) cloud.apis.delete(apiOf(inputs));
    },
  },
  "serviceusage",
);
