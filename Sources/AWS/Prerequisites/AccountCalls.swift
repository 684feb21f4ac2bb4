import JSONDocument
import Providers

/// Who calls, and the roles and secrets of the account.
extension APICalls {
  func caller() async throws(ProviderError) -> Question.Answers {
    let answer = try await call(.sts, "GetCallerIdentity", [:], .curious)
    guard let account = answer["Account"]?.stringValue else {
      throw .unexpected("GetCallerIdentity", "the answer names no account")
    }
    return [.caller: .present(.account(account))]
  }

  /// GetRole takes the name, which is the end of the ARN; a path before it is no part of it.
  func role(_ arn: String) async throws(ProviderError) -> Question.Answers {
    let name = arn.split(separator: "/").last.map(String.init) ?? arn
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
      let answer = try await call(.ssm, "DescribeParameters", input, .curious)
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
      return try await call(service, operation, input, .curious)
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
    let policy = document?.stringValue.flatMap { JSON.parse(Self.decoded($0)).document } ?? document
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

  private static func decoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}
