package import AWS
package import JSONDocument
package import Recording
import Resources
package import Sealing

/// A key in KMS: it wraps the keys of states, and never leaves AWS.
package struct KMSKey: StateKey {
  private let id: String
  private let client: @Sendable () throws(StateKeyFailure) -> any AWSClient

  /// `id`: a key's id, its ARN or its alias.
  package init(id: String, client: @escaping @Sendable () throws(StateKeyFailure) -> any AWSClient) {
    self.id = id
    self.client = client
  }

  package var name: String { "the key \(id) of KMS" }

  private static let kind = "kms"
  /// Decrypt must be told the same, so a policy of the key can allow it for states alone.
  private static let context: JSON = ["reconcile": "state"]

  package func make() async throws(StateKeyFailure) -> (key: SealingKey, wrapped: JSON) {
    let answer = try await call(
      "GenerateDataKey", ["KeyId": .string(id), "KeySpec": "AES_256", "EncryptionContext": Self.context])
    guard let answer, let key = Self.key(in: answer), let blob = answer["CiphertextBlob"]?.stringValue else {
      throw StateKeyFailure("GenerateDataKey answered no key")
    }
    let arn = answer["KeyId"]?.stringValue ?? id
    return (key, ["kind": .string(Self.kind), "keyId": .string(arn), "wrapped": .string(blob)])
  }

  package func open(_ wrapped: JSON) async throws(StateKeyFailure) -> SealingKey? {
    guard wrapped["kind"]?.stringValue == Self.kind, let blob = wrapped["wrapped"]?.stringValue else { return nil }
    let answer = try await call(
      "Decrypt", ["CiphertextBlob": .string(blob), "KeyId": .string(id), "EncryptionContext": Self.context])
    return answer.flatMap(Self.key)
  }

  private static func key(in answer: JSON) -> SealingKey? {
    answer["Plaintext"]?.stringValue.flatMap { Base64.bytes(of: $0) }.flatMap { SealingKey($0) }
  }

  /// Nil: another key wrapped it.
  private func call(_ operation: String, _ input: JSON) async throws(StateKeyFailure) -> JSON? {
    let client = try client()
    do throws(AWSError) {
      return try await client.call(AWSRequest(.kms, operation, input))
    } catch {
      guard !["IncorrectKeyException", "InvalidCiphertextException"].contains(error.code) else { return nil }
      throw StateKeyFailure("\(operation) of \(name) failed: \(error.code): \(error.message)")
    }
  }
}
