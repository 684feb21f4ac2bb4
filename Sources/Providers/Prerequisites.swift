package import Resources

/// Something that a plan needs and that nobody here makes. It is asked about before anything is changed.
package enum Prerequisite: Sendable, Hashable {
  /// Who calls.
  case caller
  case image(ImageReference)
  /// An IAM role, by ARN.
  case role(String)
  /// A secret of Secrets Manager, by ARN or name. Its value is never read.
  case secret(String)
  /// A parameter of Systems Manager, by name. Its value is never read.
  case parameter(String)
  case subnet(String)
  case securityGroup(String)
  /// By ARN.
  case targetGroup(String)
}

/// What the cloud says about a prerequisite.
package enum PrerequisiteAnswer: Sendable, Equatable {
  case present(PrerequisiteFacts)
  case absent
  /// Nobody knows: the caller may not ask, or there was no answer.
  case unknown(ProviderError)
}

package enum PrerequisiteFacts: Sendable, Equatable {
  /// There is nothing more to say than that it exists.
  case existence
  case account(String)
  /// `platforms` is empty when the image does not say.
  case image(digest: String, platforms: Set<String>)
  /// The services that may assume the role.
  case role(services: Set<String>)
  case network(vpc: String?)
  /// `type` is `ip`, `instance` …
  case targetGroup(type: String?, vpc: String?)
}
