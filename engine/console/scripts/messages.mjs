// What of the messages the console is given, and how they are parted. The rules that the daemon checks requests by stay
// with the daemon. What no event, state or rule pack is made of is in a file of its own beside the rest, NAME_calls, so that
// it is loaded with the screen that calls.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

/** Of screens that are loaded later. */
const parted = ["capacity", "transfer", "triage", "support", "situation", "conference", "exercise"];
/** Hold what is sent to the daemon, come with a screen that is loaded later, or are not the console's. */
const asking = new Set(["larm/v1/command.proto", "larm/v1/playback.proto", "larm/v1/scenario.proto"]);
const rules = "larm/v1/options.proto";

export function writeMessages({ protoc, protos, files, plugin, out }) {
  const scratch = mkdtempSync(join(tmpdir(), "larm-messages-"));
  try {
    const set = join(scratch, "all");
    execFileSync(protoc, ["-I", protos, "--include_imports", "--include_source_info", `--descriptor_set_out=${set}`, ...files], { stdio: "inherit" });
    const read = fromBinary(FileDescriptorSetSchema, readFileSync(set));
    read.file = read.file.filter(({ name }) => name.startsWith("larm/") && name !== rules).map(withoutRules);
    for (const name of parted) {
      part(read, `larm/v1/${name}.proto`);
    }
    writeFileSync(set, toBinary(FileDescriptorSetSchema, read));
    execFileSync(protoc, [`--descriptor_set_in=${set}`, `--plugin=protoc-gen-es=${plugin}`, `--es_out=${out}`, "--es_opt=target=ts", ...read.file.map(({ name }) => name)], { stdio: "inherit" });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function withoutRules(file) {
  const clear = (message) => {
    for (const field of message.field) {
      field.options = undefined;
    }
    message.nestedType.forEach(clear);
  };
  file.messageType.forEach(clear);
  for (const method of file.service.flatMap((service) => service.method)) {
    method.options = undefined;
  }
  file.dependency = file.dependency.filter((name) => name !== rules);
  return file;
}

const typesOf = (message) => [...message.field.map((field) => field.typeName), ...message.nestedType.flatMap(typesOf)];

function part(set, name) {
  const file = set.file.find((each) => each.name === name);
  const own = new Map(file.messageType.map((message) => [`.${file.package}.${message.name}`, message]));
  const kept = new Set();
  const keep = (type) => {
    if (own.has(type) && !kept.has(type)) {
      kept.add(type);
      typesOf(own.get(type)).forEach(keep);
    }
  };
  const others = set.file.filter((each) => each !== file && !asking.has(each.name) && !each.name.endsWith("_calls.proto"));
  others.flatMap((each) => each.messageType.flatMap(typesOf)).forEach(keep);
  const calls = create(FileDescriptorProtoSchema, {
    name: name.replace(".proto", "_calls.proto"),
    package: file.package,
    syntax: file.syntax,
    dependency: [...file.dependency, name],
    messageType: file.messageType.filter((message) => !kept.has(`.${file.package}.${message.name}`)),
    service: file.service,
  });
  const isMoved = (type) => own.has(type) && !kept.has(type);
  for (const each of set.file) {
    if (each.dependency.includes(name) && each.messageType.flatMap(typesOf).some(isMoved)) {
      each.dependency.push(calls.name);
    }
  }
  file.messageType = file.messageType.filter((message) => kept.has(`.${file.package}.${message.name}`));
  file.service = [];
  keepNeeded(set, file);
  file.sourceCodeInfo = undefined; // it counts messages by where they stood
  set.file.splice(set.file.indexOf(file) + 1, 0, calls);
}

/** What no message that is left is made of is not loaded with them. */
function keepNeeded(set, file) {
  const used = new Set(file.messageType.flatMap(typesOf));
  const holds = ({ package: place, messageType, enumType }) => [...messageType, ...enumType].some(({ name }) => used.has(`.${place}.${name}`));
  file.dependency = file.dependency.filter((name) => set.file.some((each) => each.name === name && holds(each)));
}
