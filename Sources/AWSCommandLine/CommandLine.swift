import AWS
import JSONDocument
import Platform
import Sealing

/// What is written on the command line and in the environment for a call. Holds no part of the call's input.
struct CommandLine: Sendable {
  var region: String
  var profile: String?
  var endpoint: String?
  var variables: ProcessEnvironment

  /// How the program is started for a request. `GlobalOptionCheck` says which values may stand in the options before it.
  ///
  /// The program reads a file, or an address, in place of an option's value that begins with `file://`, `fileb://`, or with
  /// `http://` in version 1. So no value of the input is one: it would send a file of this machine wherever the endpoint is.
  func call(for request: AWSRequest) -> ProgramCall {
    let command = [request.service == .s3 ? "s3api" : request.service.rawValue, Self.commandName(of: request.operation)]
    var call = ProgramCall(arguments: (globalOptions(for: request.service) + command).map { .text($0) })
    switch (request.service, request.operation) {
    case (.s3, "GetObject"): addOptions(readFrom: request.input, to: &call)
    case (.s3, "PutObject"): addDocument(request.input, withoutBodyTo: &call)
    case (.kms, "Decrypt"): addDocument(request.input, withoutBlobTo: &call)
    default: addDocument(request.input, to: &call)
    }
    return call
  }

  /// Values are joined to their options, so that none of them can be read as an option.
  ///
  /// Pages are asked for one by one by our caller, and every option here is known to versions 1 and 2.
  private func globalOptions(for service: AWSRequest.Service) -> [String] {
    var options = ["--region=\(region)", "--output=json", "--color=off", "--no-paginate"]
    options += ["--cli-connect-timeout=10", "--cli-read-timeout=60"]
    if let profile { options.append("--profile=\(profile)") }
    if let endpoint = endpoint(of: service) { options.append("--endpoint-url=\(endpoint)") }
    return options
  }

  /// The arguments of a session, whose input is in this file.
  func session(readFrom file: String) -> [String] {
    var options = ["--region=\(region)"]
    if let profile { options.append("--profile=\(profile)") }
    if let endpoint = endpoint(of: .ecs) { options.append("--endpoint-url=\(endpoint)") }
    return options + ["ecs", "execute-command", "--cli-input-json", "file://\(file)"]
  }

  private func addDocument(_ input: JSON, to call: inout ProgramCall) {
    call.arguments += ["--cli-input-json", "file:///dev/stdin"]
    call.input = Array(input.text().utf8)
  }

  /// The program streams a body from the file that `--body` names. In the document it would have to be written as each
  /// version reads it: as it is for version 1, in base64 for version 2.
  private func addDocument(_ input: JSON, withoutBodyTo call: inout ProgramCall) {
    var document = input
    document["Body"] = Optional.none
    addDocument(document, to: &call)
    call.arguments.append(.file(option: "--body=", content: Array((input["Body"]?.stringValue ?? "").utf8)))
  }

  /// Bytes in a document are read otherwise by each version, too: they are in a file.
  private func addDocument(_ input: JSON, withoutBlobTo call: inout ProgramCall) {
    var document = input
    document["CiphertextBlob"] = Optional.none
    addDocument(document, to: &call)
    let blob = input["CiphertextBlob"]?.stringValue.flatMap { Base64.bytes(of: $0) } ?? []
    call.arguments.append(.file(option: "--ciphertext-blob=fileb://", content: blob))
  }

  /// Operations that write a body into a file take no document. Each option names a file with its value instead; what the
  /// program reads there it takes as it is. The body comes out through the file that is the program's standard input, so
  /// that it never has a name on the disk.
  private func addOptions(readFrom input: JSON, to call: inout ProgramCall) {
    for member in input.objectValue ?? JSONObject() {
      let value = member.value.stringValue ?? member.value.text()
      call.arguments.append(.file(option: "--\(Self.commandName(of: member.key))=file://", content: Array(value.utf8)))
    }
    call.arguments.append("/dev/stdin")
    call.collectsFile = true
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

  func optionCheck(for service: AWSRequest.Service) -> GlobalOptionCheck {
    GlobalOptionCheck(region: region, profile: profile, endpoint: endpoint(of: service))
  }

  /// Nil: the configuration of `aws` decides.
  func endpoint(of service: AWSRequest.Service) -> String? { endpoint ?? declaredEndpoint(of: service) }

  /// The endpoint that the environment names, so that a program too old to know these variables does not call AWS instead
  /// (they came with 1.29.1 and 2.13.0).
  private func declaredEndpoint(of service: AWSRequest.Service) -> String? {
    guard variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else { return nil }
    return variables["AWS_ENDPOINT_URL_\(service.modelName)"] ?? variables["AWS_ENDPOINT_URL"]
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
