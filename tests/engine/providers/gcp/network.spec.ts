import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { Desk } from "./desk";
import { ENDPOINT_GROUP, FIREWALL } from "./gcp-cloud";

const NETWORK = "compute/network:Network";
const SUBNETWORK = "compute/subnetwork:Subnetwork";
const ROUTER = "compute/router:Router";
const NAT = "compute/routerNat:RouterNat";

describe("the stand-in of Google Cloud refuses in a network", () => {
  let desk: Desk;
  let network: CloudResource;
  const region = "us-central1";
  const inside = () => ({ network: network.outputs["selfLink"], region });
  const subnetwork = (said: object = {}) =>
    desk.make(SUBNETWORK, {
      ...inside(),
      ipCidrRange: "10.0.0.0/20",
      secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: "10.4.0.0/14" }],
      ...said,
    });

  beforeEach(async () => {
    desk = new Desk();
    network = await desk.make(NETWORK, { autoCreateSubnetworks: false }, "ml");
  });

  it("everything while its API is off", async () => {
    desk.account.apis.delete("compute");
    await assert.rejects(
      desk.make(NETWORK, {}, "other"),
      /Error 403: The compute API has not been used.*accessNotConfigured/,
    );
    desk.account.apis.add("compute");
    await desk.make(NETWORK, {}, "other");
  });

  it("another project than the caller's", () =>
    assert.rejects(desk.make(NETWORK, { project: "others-123456" }), /Error 403: .*others-123456/));

  it("a name with capitals", () =>
    assert.rejects(desk.make(NETWORK, { name: "ML" }), /name: expected a name of RFC 1035/));

  it("a second network of one name", () =>
    assert.rejects(desk.make(NETWORK, { name: network.inputs["name"] }), /Error 409: .*already exists/));

  it("ranges that overlap, in a subnetwork and between subnetworks", async () => {
    const within = { secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: "10.0.0.0/14" }] };
    await assert.rejects(subnetwork(within), /Invalid IPCidrRange: 10.0.0.0\/14 conflicts with .*10.0.0.0\/20/);
    await subnetwork();
    await assert.rejects(subnetwork({ ipCidrRange: "10.5.0.0/20" }), /10.5.0.0\/20 conflicts with .*10.4.0.0\/14/);
  });

  it("prohibited ranges and ranges that are too small", async () => {
    for (const ipCidrRange of ["169.254.0.0/20", "127.0.0.0/20", "10.0.0.0/30"]) {
      await assert.rejects(subnetwork({ ipCidrRange }), /Invalid value for field 'resource.ipCidrRange'/);
    }
  });

  it("a smaller range without a new subnetwork, and takes a larger one", async () => {
    const made = await subnetwork();
    assert.deepEqual(desk.replacedBy(made, { ipCidrRange: "10.0.0.0/21" }), ["ipCidrRange"]);
    assert.deepEqual(desk.replacedBy(made, { ipCidrRange: "10.0.0.0/19" }), []);
    assert.deepEqual(desk.replacedBy(made, { privateIpGoogleAccess: true }), []);
  });

  it("a subnetwork or a router in a network that does not exist", async () => {
    await assert.rejects(desk.make(ROUTER, { network: "none", region }), /Error 404: .*networks\/none' was not found/);
    await assert.rejects(subnetwork({ network: "none" }), /Error 404: .*networks\/none' was not found/);
  });

  it("to look up a subnetwork that does not exist or is in another project, and finds it otherwise", async () => {
    const made = await subnetwork();
    const ask = (said: object) =>
      desk.ask("compute/getSubnetwork:getSubnetwork", { name: made.inputs["name"], ...said });
    const { network: owner, region: place, ipCidrRange, privateIpGoogleAccess, secondaryIpRanges } = await ask({});
    assert.deepEqual(
      { owner, place, ipCidrRange, privateIpGoogleAccess, secondaryIpRanges },
      {
        owner: network.outputs["selfLink"],
        place: region,
        ipCidrRange: "10.0.0.0/20",
        privateIpGoogleAccess: false,
        secondaryIpRanges: [{ rangeName: "pods", ipCidrRange: "10.4.0.0/14" }],
      },
    );
    await assert.rejects(ask({ region: "europe-west1" }), /Error 404: .*europe-west1\/subnetworks\/.* was not found/);
    await assert.rejects(ask({ project: "others-123456" }), /Error 403: .*others-123456/);
  });

  it("a NAT of a router that does not exist, and a second NAT for all subnetworks", async () => {
    const all = {
      region,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    };
    await assert.rejects(desk.make(NAT, { ...all, router: "none" }), /Error 404: .*routers\/none' was not found/);
    const router = await desk.make(ROUTER, inside());
    await desk.make(NAT, { ...all, router: router.inputs["name"] });
    const other = await desk.make(ROUTER, inside(), "other");
    await assert.rejects(desk.make(NAT, { ...all, router: other.inputs["name"] }), /already have a NAT/);
    await desk.remove(router);
    assert.equal(desk.account.resources(`gcp:${NAT}`).length, 0);
  });

  it("the deletion of a network with subnetworks, routers, firewall rules or endpoint groups in it", async () => {
    const message =
      /Error 400: The network resource '.*' is already being used by '.*', resourceInUseByAnotherResource/;
    for (const part of [await subnetwork(), await desk.make(ROUTER, inside())]) {
      await assert.rejects(desk.remove(network), message);
      await desk.remove(part);
    }
    for (const type of [FIREWALL, ENDPOINT_GROUP]) {
      const left = { type, id: "k8s-left", name: "", inputs: { network: network.id }, outputs: {}, maker: "" };
      desk.account.add(left);
      await assert.rejects(desk.remove(network), message);
      desk.account.remove(left);
    }
    await desk.remove(network);
  });
});
