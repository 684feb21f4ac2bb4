import JSONDocument
import Providers

/// One of the two documents that belong to a repository: the text in the API, an object in our files.
struct RepositoryPolicy: Sendable {
  let member: String
  private let textMember: String
  private let get: String
  private let set: String
  private let remove: String

  static let lifecycle = RepositoryPolicy(
    member: "lifecyclePolicy", textMember: "lifecyclePolicyText", get: "GetLifecyclePolicy", set: "PutLifecyclePolicy",
    remove: "DeleteLifecyclePolicy")
  static let access = RepositoryPolicy(
    member: "repositoryPolicy", textMember: "policyText", get: "GetRepositoryPolicy", set: "SetRepositoryPolicy",
    remove: "DeleteRepositoryPolicy")
  static let all = [lifecycle, access]

  /// Nil when the repository has none.
  func read(_ repository: JSON?, _ calls: APICalls) async throws(ProviderError) -> JSON? {
    do throws(ProviderError) {
      return try await calls.call(.ecr, get, .members(("repositoryName", repository)))[textMember].map(parsed)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }

  /// Writes the policy; an empty one takes it away.
  func put(_ document: JSON, _ repository: JSON, _ calls: APICalls) async throws(ProviderError) {
    guard document.isEmptyValue else {
      let text = document.stringValue ?? document.text()
      _ = try await calls.call(.ecr, set, ["repositoryName": repository, textMember: .string(text)])
      return
    }
    do throws(ProviderError) {
      _ = try await calls.call(.ecr, remove, ["repositoryName": repository])
    } catch {
      guard error.isAbsence else { throw error }
    }
  }

  /// The text as an object; text that is no JSON stays text.
  func parsed(_ document: JSON) -> JSON {
    guard let text = document.stringValue else { return document }
    return (try? JSON(text: text)) ?? document
  }
}
