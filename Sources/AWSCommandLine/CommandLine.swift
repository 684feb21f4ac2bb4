import AWS
import JSONDocument

/// What is written on the command line and in the environment for a call. Holds no part of the call's input.
struct CommandLine: Sendable {
  var region: String
  var profile: String?
  var endpoint: String?
  var variables: VariableLookup

  /// Values are joined to their options, so that none of them can be read as an option.
  ///
  /// Pages are asked for one by one by our caller, and every option here is known to versions 1 and 2.
  func arguments(for request: AWSRequest) -> [String] {
    var arguments = ["--region=\(region)", "--output=json", "--color=off", "--no-paginate"]
    arguments += ["--cli-connect-timeout=10", "--cli-read-timeout=60"]
    if let profile { arguments.append("--profile=\(profile)") }
    if let endpoint = endpoint(of: request.service) { arguments.append("--endpoint-url=\(endpoint)") }
    if request.service == .s3 { return arguments + Self.objectArguments(of: request) }
    return arguments + [
      request.service.rawValue, Self.commandName(of: request.operation), "--cli-input-json", "file:///dev/stdin",
    ]
  }

  /// S3 takes a body from a file, so everything else is an argument: names and tags, nothing secret. The body goes in and
  /// comes out through the nameless file that is the program's standard input, so that it never has a name on the disk.
  private static func objectArguments(of request: AWSRequest) -> [String] {
    var arguments = ["s3api", commandName(of: request.operation)]
    for member in request.input.objectValue ?? JSONObject() where member.key != "Body" {
      arguments.append("--\(commandName(of: member.key))=\(member.value.stringValue ?? member.value.text())")
    }
    switch request.operation {
    case "PutObject": return arguments + ["--body=/dev/stdin"]
    case "GetObject": return arguments + ["/dev/stdin"]
    default: return arguments
    }
  }

  /// `DescribeServices` → `describe-services`, by the rule of botocore's `xform_name`.
  static func commandName(of operation: String) -> String {
    let letters = Array(operation)
    var name = ""
    for (position, letter) in letters.enumerated() {
      let previous = position > 0 ? letters[position - 1] : nil
      let next = position + 1 < letters.count ? letters[position + 1] : nil
      let startsWord = previous.map { !$0.isUppercase || (next?.isLowercase ?? false) } ?? false
      if letter.isUppercase, startsWord { name += "-" }
      name += letter.lowercased()
    }
    return name
  }

  /// Nil: the configuration of `aws` decides.
  func endpoint(of service: AWSRequest.Service) -> String? { endpoint ?? declaredEndpoint(of: service) }

  /// `http://127.0.0.1:4566`, `http://localhost:4566/`, `http://[::1]:4566`.
  static func isLoopback(_ endpoint: String) -> Bool {
    guard let scheme = endpoint.firstRange(of: "://") else { return false }
    let authority = endpoint[scheme.upperBound...].prefix { !"/?#".contains($0) }
    if authority.hasPrefix("[::1]") { return authority.dropFirst(5).first.map { $0 == ":" } ?? true }
    let host = authority.prefix { $0 != ":" }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return host == "localhost" || numbers.count == 4 && !numbers.contains(nil) && numbers[0] == 127
  }

  /// The endpoint that the environment names, so that a program too old to know these variables does not call AWS instead
  /// (they came with 1.29.1 and 2.13.0).
  private func declaredEndpoint(of service: AWSRequest.Service) -> String? {
    guard variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else { return nil }
    return variables["AWS_ENDPOINT_URL_\(Self.endpointName(of: service))"] ?? variables["AWS_ENDPOINT_URL"]
  }

  /// The service's id in botocore's model, as these variables spell it.
  private static func endpointName(of service: AWSRequest.Service) -> String {
    switch service {
    case .ecs: "ECS"
    case .ecr: "ECR"
    case .logs: "CLOUDWATCH_LOGS"
    case .s3: "S3"
    case .sts: "STS"
    case .applicationAutoscaling: "APPLICATION_AUTO_SCALING"
    case .iam: "IAM"
    case .secretsmanager: "SECRETS_MANAGER"
    case .ssm: "SSM"
    case .ec2: "EC2"
    case .elbv2: "ELASTIC_LOAD_BALANCING_V2"
    }
  }

  /// Makes both versions answer a program: no pager, no prompts, the old plain error texts, UTF-8, and one attempt. Sums of
  /// objects that the API does not ask for are left out, because stores that are not S3 may refuse them.
  static let fixedVariables: [String: String?] = [
    "AWS_PAGER": "", "AWS_CLI_AUTO_PROMPT": "off", "AWS_CLI_ERROR_FORMAT": "legacy", "AWS_DEFAULT_OUTPUT": "json",
    "AWS_RETRY_MODE": "standard", "AWS_MAX_ATTEMPTS": "1",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",
    "AWS_CLI_FILE_ENCODING": "UTF-8", "AWS_CLI_OUTPUT_ENCODING": "UTF-8", "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8",
  ]
}
