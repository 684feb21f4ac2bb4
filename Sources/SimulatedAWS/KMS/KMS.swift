import APIModel
import AWS
import FoundationEssentials
import JSONDocument
import Resources

/// AWS Key Management Service, as far as an encrypted state asks it: data keys. Every key that is named well is there, and
/// everybody may use it.
///
/// Source: "GenerateDataKey" and "Decrypt" in the AWS KMS API reference.
enum KMS {
  static let operations = Operation.table(
    [
      [
        "GenerateDataKey": .writes { call, input throws(AWSError) in try DataKeys(call).generate(input) },
        "Decrypt": .reads { call, input throws(AWSError) in try DataKeys(call).decrypt(input) },
      ]
    ], .kms)
}

private struct DataKeys {
  let call: Call

  init(_ call: Call) { self.call = call }

  func generate(_ input: JSON) throws(AWSError) -> JSON {
    let key = try arn(input.string("KeyId") ?? "")
    let isLong = input.string("KeySpec").map { $0 == "AES_256" } ?? (input["NumberOfBytes"]?.intValue == 32)
    let id = try call.newId("data key").hex(32)
    let plain = Self.bytes(ofHex: try call.newId("data key \(id)").hex(isLong ? 64 : 32))
    let text = Data(plain).base64EncodedString()
    try call.documents.put(
      .dataKeys, id, ["key": .string(key), "plain": .string(text), "context": input["EncryptionContext"] ?? [:]])
    return [
      "CiphertextBlob": .string(Data("\(Self.mark)\(id)".utf8).base64EncodedString()), "Plaintext": .string(text),
      "KeyId": .string(key),
    ]
  }

  func decrypt(_ input: JSON) throws(AWSError) -> JSON {
    let blob =
      input.string("CiphertextBlob").flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard blob.hasPrefix(Self.mark), let made = try call.documents.document(.dataKeys, String(blob.dropFirst(Self.mark.count))),
      made["context"] == (input["EncryptionContext"] ?? [:])
    else { throw AWSError(code: "InvalidCiphertextException", message: "") }
    let key = made["key"] ?? .null
    if let asked = input.string("KeyId"), try .string(arn(asked)) != key {
      throw AWSError(
        code: "IncorrectKeyException",
        message: "The key ID in the request does not identify a CMK that can perform this operation.")
    }
    return ["KeyId": key, "Plaintext": made["plain"] ?? .null, "EncryptionAlgorithm": "SYMMETRIC_DEFAULT"]
  }

  private static let mark = "simulated data key "

  /// A key's id, its ARN, or an alias in either form.
  private func arn(_ name: String) throws(AWSError) -> String {
    if let arn = ARN(name) {
      guard arn.service == "kms" else { throw Self.notFound(name) }
      return name
    }
    let isId =
      name.utf8.count == 36 && name.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isHexDigit }
    guard isId || name.hasPrefix("alias/") else { throw Self.notFound(name) }
    return call.arn("kms", isId ? "key/\(name)" : name)
  }

  private static func notFound(_ name: String) -> AWSError {
    AWSError(code: "NotFoundException", message: "Invalid keyId '\(name.prefix(200))'")
  }

  private static func bytes(ofHex text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
  }
}
