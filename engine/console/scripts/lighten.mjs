// Makes a generated file light to load. It holds its .proto as base64, in which nothing that repeats looks alike, so that
// hardly any of it compresses: as the bytes themselves it is a third less. What only the server reads of it, the options
// that say who may call and what a field must hold, is left out.
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";

/** Without what is no option of protobuf's own. */
function plain(each) {
  if (each.options) {
    delete each.options.$unknown;
  }
}

function plainMessage(message) {
  plain(message);
  message.field.forEach(plain);
  message.nestedType.forEach(plainMessage);
}

/** `source`: a file as protoc-gen-es writes it. */
export function lighten(source) {
  return source.replace(/fileDesc\("([A-Za-z0-9+/=]*)"/, (_, base64) => {
    const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(base64, "base64"));
    file.messageType.forEach(plainMessage);
    file.service.flatMap((each) => each.method).forEach(plain);
    const bytes = Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString("latin1");
    return `fileDesc(/*@__PURE__*/ btoa(${JSON.stringify(bytes)})`;
  });
}
