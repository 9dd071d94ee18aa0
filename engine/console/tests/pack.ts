// The delivered rule pack, as the daemon would give it out: its files put together, by protoc, as `larm rules` does.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { RulePackSchema } from "../src/gen/larm/v1/rules_pb";
import { rulesOf } from "../src/state/rules";

// A build outside the source tree says where the sources lie.
const protos = process.env.LARM_PROTO ?? new URL("../../../proto", import.meta.url).pathname;
const files = ["pack", "regions", "hospitals", "alarm_chain", "messages", "blood", "indicators"];

function packOf(names: readonly string[]): Uint8Array {
  const text = names.map((name) => readFileSync(join(protos, "../rules/mellansverige", `${name}.textproto`), "utf8")).join("\n");
  return new Uint8Array(
    execFileSync(process.env.PROTOC ?? "protoc", [`--proto_path=${protos}`, "--encode=larm.v1.RulePack", "larm/v1/rules.proto"], { input: text }),
  );
}

export const packBytes = packOf(files);
export const deliveredPack = fromBinary(RulePackSchema, packBytes);
export const deliveredRules = rulesOf("0f", deliveredPack);
/** With how hospitals fill. */
export const capacityRules = rulesOf("0d", fromBinary(RulePackSchema, packOf([...files, "capacity"])));
/** With support, situation report and conferences. */
export const cooperationRules = rulesOf("0c", fromBinary(RulePackSchema, packOf([...files, "support", "situation", "conference"])));
