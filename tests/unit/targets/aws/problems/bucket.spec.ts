import assert from "node:assert/strict";
import { bucketName } from "../../../../../components/targets/aws/problems/bucket";

const FORM =
  "is not the name of an S3 bucket; use 3 to 63 characters: a-z, 0-9 and '-', with a letter or digit at both ends";
const DOT = "contains a dot, and the TLS certificate of S3 does not match the host name of such a bucket;";

const fine = ["data", "a1b", "1-2", "pachyderm-bucket-0a1b2c3", "x".repeat(63), "xn-data", "data-x-s3"];

const wrong: Readonly<Record<string, string>> = {
  "s3.pachyderm": `${DOT} write s3-pachyderm, if you may choose the name`,
  "192.168.5.4": `${DOT} write 192-168-5-4, if you may choose the name`,
  "example.mrap": `${DOT} write example-mrap, if you may choose the name`,
  ab: FORM,
  ["x".repeat(64)]: FORM,
  Data: FORM,
  data_1: FORM,
  "-data": FORM,
  "data-": FORM,
  ".data": FORM,
  "my data": FORM,
  "": FORM,
  "xn--data": "starts with xn--, which is reserved for AWS; use another name",
  "sthree-data": "starts with sthree-, which is reserved for AWS; use another name",
  "amzn-s3-demo-data": "starts with amzn-s3-demo-, which is reserved for AWS; use another name",
  "data-s3alias": "ends with -s3alias, which is reserved for AWS; use another name",
  "data--ol-s3": "ends with --ol-s3, which is reserved for AWS; use another name",
  "data--use1-az4--x-s3": "ends with --x-s3, which is reserved for AWS; use another name",
  "data--table-s3": "ends with --table-s3, which is reserved for AWS; use another name",
  "s3://data/models": "is not the bucket's name alone; write data",
  "arn:aws:s3:::data": "is not the bucket's name alone; write data",
};

describe("the name of a bucket of S3", () => {
  for (const name of fine) {
    it(`may be "${name}"`, () => {
      assert.equal(bucketName(name), undefined);
    });
  }

  for (const [name, rule] of Object.entries(wrong)) {
    it(`must not be "${name}"`, () => {
      assert.equal(bucketName(name), rule);
    });
  }
});
