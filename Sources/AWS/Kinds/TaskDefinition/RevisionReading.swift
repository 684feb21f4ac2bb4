import JSONDocument
import Providers
import Resources

extension APICalls {
  /// One revision by ARN, `family:number`, or family (the newest active one); nil when there is none.
  func revision(_ reference: String) async throws(ProviderError) -> Revision? {
    let answer: JSON
    do throws(ProviderError) {
      answer = try await call(
        .ecs, "DescribeTaskDefinition", ["taskDefinition": .string(reference), "include": ["TAGS"]])
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
    return try Self.revision(in: answer, operation: "DescribeTaskDefinition")
  }

  /// The revision in an answer that holds `taskDefinition` and its `tags` side by side.
  static func revision(
    in answer: JSON, operation: String, effect: ProviderError.Effect = .no
  ) throws(ProviderError) -> Revision {
    guard var content = answer["taskDefinition"], let arn = content["taskDefinitionArn"]?.stringValue,
      case let name = RevisionReference(arn), let number = name.number
    else { throw .unexpected(operation, "the answer holds no task definition", effect: effect) }
    if let tags = answer["tags"], !tags.isEmptyValue { content["tags"] = tags }
    let status = content["status"]?.stringValue ?? "ACTIVE"
    return Revision(
      arn: arn, family: name.family, number: number, isActive: status == "ACTIVE", content: content)
  }
}
