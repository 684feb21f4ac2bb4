import JSONDocument
import Providers
import Resources

/// Who calls, and the roles and secrets of the account.
extension APICalls {
  func caller() async throws(ProviderError) -> Question.Answers {
    [.caller: .present(.account(try await callerIdentity().account))]
  }

  func callerIdentity() async throws(ProviderError) -> (arn: String, account: String) {
    let answer = try await call(.sts, "GetCallerIdentity", [:], .fewAttempts)
    guard let account = answer["Account"]?.stringValue else {
      throw .unexpected("GetCallerIdentity", "the answer names no account")
    }
    return (answer["Arn"]?.stringValue ?? "", account)
  }

  /// GetRole takes the name, which is the end of the ARN; a path before it is no part of it.
  func role(_ arn: String) async throws(ProviderError) -> Question.Answers {
    let name = ARN.lastName(of: arn)
    guard let role = try await unlessAbsent(.iam, "GetRole", ["RoleName": .string(name)])?["Role"],
      role["Arn"]?.stringValue == nil || role["Arn"]?.stringValue == arn
    else { return [.role(arn): .absent] }
    return [.role(arn): .present(.role(services: TrustPolicy(role["AssumeRolePolicyDocument"]).services))]
  }

  func secret(_ id: String) async throws(ProviderError) -> Question.Answers {
    let secret = try await unlessAbsent(.secretsmanager, "DescribeSecret", ["SecretId": .string(id)])
    // One that waits for its deletion can be described, and its value cannot be had.
    let isThere = secret != nil && (secret?["DeletedDate"] ?? .null).isNull
    return [.secret(id): isThere ? .present(.existence) : .absent]
  }

  /// DescribeParameters leaves out what does not exist, and unlike GetParameters it reads no values.
  func parameters(_ names: [String]) async throws(ProviderError) -> Question.Answers {
    var input: JSON = [
      "ParameterFilters": [["Key": "Name", "Option": "Equals", "Values": .strings(names)]], "MaxResults": 50,
    ]
    var found: Set<String> = []
    repeat {
      let answer = try await call(.ssm, "DescribeParameters", input, .fewAttempts)
      found.formUnion((answer["Parameters"]?.arrayValue ?? []).compactMap { $0["Name"]?.stringValue })
      input["NextToken"] = answer["NextToken"]?.unlessEmpty
    } while input["NextToken"] != nil
    return Question.answers(names, Prerequisite.parameter) { found.contains($0) ? .existence : nil }
  }

  /// Nil when what is asked for does not exist.
  func unlessAbsent(
    _ service: AWSRequest.Service, _ operation: String, _ input: JSON
  ) async throws(ProviderError) -> JSON? {
    do throws(ProviderError) {
      return try await call(service, operation, input, .fewAttempts)
    } catch {
      guard error.isAbsence else { throw error }
      return nil
    }
  }
}

/// Who may assume a role, as far as services of AWS go.
struct TrustPolicy {
  var services: Set<String> = []

  /// The `aws` program answers an object, the API itself percent-encoded text.
  init(_ document: JSON?) {
    let written = document?.stringValue.map { PercentText.decoded($0.utf8, plusIsSpace: false) }
    let policy = written.flatMap { JSON.parse($0).document } ?? document
    let statements = policy?["Statement"].map { $0.arrayValue ?? [$0] } ?? []
    for statement in statements where statement["Effect"]?.stringValue == "Allow" && Self.assumes(statement["Action"]) {
      if statement["Principal"]?.stringValue == "*" { services.insert("*") }
      services.formUnion(Self.texts(statement["Principal"]?["Service"]))
    }
  }

  private static func assumes(_ action: JSON?) -> Bool {
    texts(action).contains { ["sts:assumerole", "sts:*", "*"].contains($0.lowercased()) }
  }

  private static func texts(_ value: JSON?) -> [String] {
    (value?.arrayValue ?? [value ?? .null]).compactMap(\.stringValue)
  }
}
