import JSONDocument
import Providers
package import Resources

/// Objects of text in one bucket of S3, or of a store that answers like it; written only under conditions.
///
/// Calls are paced and tried again as all calls are. A write whose answer was lost is looked up: the text of each write
/// must be unlike that of any other, so that our own is recognised.
package struct ObjectStore: Sendable {
  private let calls: APICalls
  package let bucket: String
  /// Members that every write has, such as `ServerSideEncryption`.
  private let writeMembers: JSON
  /// The account that the bucket must be of: one of the same name that somebody else has made is refused.
  private let owner: String?

  package struct Object: Sendable, Equatable {
    package var text: String
    /// The ETag, with its quotes.
    package var tag: String

    package init(text: String, tag: String) {
      self.text = text
      self.tag = tag
    }
  }

  package enum Reading: Sendable, Equatable {
    case absent
    /// It still has the tag that was named.
    case unchanged
    case found(Object)
  }

  /// What must be true of the object that is written.
  package enum Condition: Sendable, Equatable {
    case absent
    case tagged(String)
  }

  package init(
    client: any AWSClient, bucket: String, encryption: ObjectEncryption? = nil, owner: String? = nil,
    random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    // Who asks is of no matter to these calls.
    let nobody = ProviderIdentity(name: .awsCommandLine, region: "", accountId: "")
    calls = APICalls(client: client, identity: nobody, random: random)
    self.bucket = bucket
    writeMembers = encryption?.members ?? [:]
    self.owner = owner
  }

  // MARK: Reading

  package func read(_ key: String, unless tag: String? = nil) async throws(ObjectError) -> Reading {
    var input = place(key)
    input["IfNoneMatch"] = tag.map { .string($0) }
    let answer: JSON
    do throws(ProviderError) {
      answer = try await calls.call(.s3, "GetObject", input)
    } catch {
      switch error.code {
      case "NoSuchKey", "404": return .absent
      case "304" where tag != nil, "NotModified" where tag != nil: return .unchanged
      default: throw ObjectError(error)
      }
    }
    guard let text = answer["Body"]?.stringValue, let tag = answer["ETag"]?.stringValue else {
      throw ObjectError(.refused, operation: "GetObject", message: "an answer without a body of text and an ETag")
    }
    return .found(Object(text: text, tag: tag))
  }

  /// The tag of the object; nil when it is absent.
  package func tag(of key: String) async throws(ObjectError) -> String? {
    do throws(ProviderError) {
      return try await calls.call(.s3, "HeadObject", place(key))["ETag"]?.stringValue
    } catch {
      if ["NoSuchKey", "404"].contains(error.code) { return nil }
      throw ObjectError(error)
    }
  }

  // MARK: Writing

  /// Writes the object and answers its new tag. `attempts` bounds the patience of somebody who asks again anyway.
  package func write(
    _ text: String, to key: String, _ condition: Condition, attempts: Int = .max
  ) async throws(ObjectError) -> String {
    var input = place(key)
    input["Body"] = .string(text)
    input["ContentType"] = "application/json"
    for member in writeMembers.objectValue ?? JSONObject() { input[member.key] = member.value }
    switch condition {
    case .absent: input["IfNoneMatch"] = "*"
    case .tagged(let tag): input["IfMatch"] = .string(tag)
    }
    var policy = APICalls.CallPolicy.standard
    policy.attempts = attempts
    do throws(ProviderError) {
      let answer = try await calls.call(.s3, "PutObject", input, policy)
      if let tag = answer["ETag"]?.stringValue { return tag }
      throw ProviderError(.unexpected, operation: "PutObject", message: "an answer without an ETag", effect: .unknown)
    } catch {
      // An earlier attempt may have done it, and then the later ones failed because of it.
      if error.effect != .no, case .found(let now) = try? await read(key), now.text == text { return now.tag }
      throw ObjectError(error)
    }
  }

  package func delete(_ key: String) async throws(ObjectError) {
    do throws(ProviderError) {
      _ = try await calls.call(.s3, "DeleteObject", place(key))
    } catch {
      throw ObjectError(error)
    }
  }

  private func place(_ key: String) -> JSON {
    var place: JSON = ["Bucket": .string(bucket), "Key": .string(key)]
    place["ExpectedBucketOwner"] = owner.map { .string($0) }
    return place
  }

  // MARK: Conditions

  /// Finds out whether the store keeps to conditions, or takes every write: some stores ignore what they do not know.
  ///
  /// Works on an object of its own, `key`, and leaves none. `text` is unlike any other.
  package func keepsConditions(probing key: String, _ text: String) async throws(ObjectError) -> Bool {
    do throws(ObjectError) {
      _ = try await write(text, to: key, .absent)
    } catch {
      // Left by somebody who was stopped inside this function.
      guard error.kind == .preconditionFailed else { throw error }
    }
    let ignoresAbsence = try await takes(text + " again", key, .absent)
    let ignoresTags = try await takes(text + " tagged", key, .tagged("\"00000000000000000000000000000000\""))
    try await delete(key)
    return !ignoresAbsence && !ignoresTags
  }

  private func takes(_ text: String, _ key: String, _ condition: Condition) async throws(ObjectError) -> Bool {
    do throws(ObjectError) {
      _ = try await write(text, to: key, condition)
      return true
    } catch {
      guard error.kind == .preconditionFailed else { throw error }
      return false
    }
  }
}

extension ObjectEncryption {
  /// Of the input of PutObject.
  fileprivate var members: JSON {
    switch self {
    case .s3: ["ServerSideEncryption": "AES256"]
    case .kms(let key): ["ServerSideEncryption": "aws:kms", "SSEKMSKeyId": .string(key)]
    }
  }
}
