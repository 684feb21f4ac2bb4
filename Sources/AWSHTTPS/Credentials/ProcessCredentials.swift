import AWS
import JSONDocument
import Platform
import Providers
import Subprocess

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Credentials that a program prints: the one of a profile's `credential_process` ("Source credentials with an external process",
/// AWS CLI user guide), or `aws configure export-credentials`. It is started without a shell and without a terminal, and sees
/// the variables that `aws` would see.
struct ProcessCredentials: Sendable {
  /// What is told of as their origin, and in errors.
  let name: String
  /// The program and its arguments.
  let words: [String]
  let variables: [String: String]

  /// Of a profile's `credential_process`.
  init(command: String, profile: String, variables: ProcessEnvironment) throws(AWSError) {
    name = "credential_process of profile \"\(profile)\""
    words = try Self.words(of: command, name)
    self.variables = variables.variables(ofProgramWith: ["AWS_"])
  }

  /// Those that `aws` has or can get for a profile in ways of its own: by `aws login`, by an MFA code that was given to it before.
  ///
  /// The profile's name goes to it in a variable, beside which there may be no keys: they would be exported in its place.
  init(exportedFor profile: String, variables: ProcessEnvironment) {
    name = "aws configure export-credentials of profile \"\(profile)\""
    words = ["aws", "configure", "export-credentials", "--format", "process"]
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_DEFAULT_PROFILE"]
    self.variables = variables.variables(ofProgramWith: ["AWS_"]).filter { !keys.contains($0.key) }
      .merging(["AWS_PROFILE": profile]) { $1 }
  }

  func credentials() async throws(AWSError) -> Credentials {
    let document: JSON?
    do {
      let result = try await run(
        words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
        environment: .custom(Dictionary(variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) }) { $1 }),
        platformOptions: Self.withoutTerminal, input: .none, output: .string(limit: 1 << 20), error: .discarded)
      guard result.terminationStatus.isSuccess else {
        throw AWSError.settings("\(name) gave no credentials: it ended with \(result.terminationStatus)")
      }
      let printed: String? = result.standardOutput
      document = printed.flatMap { JSON.parse(Array($0.utf8)).document }
    } catch let error as AWSError {
      throw error
    } catch {
      throw .settings("\(name) cannot be run: \(words[0])")
    }
    guard let document, document["Version"]?.intValue == 1, let key = document["AccessKeyId"]?.stringValue,
      let secret = document["SecretAccessKey"]?.stringValue
    else { throw .settings("\(name) printed no credentials of version 1") }
    return Credentials(
      accessKey: key, secretKey: secret, token: document["SessionToken"]?.stringValue,
      expiry: document["Expiration"]?.stringValue.flatMap(APITime.seconds), origin: name)
  }

  /// In a session of its own, so that a question for a code finds nobody to ask and fails.
  private static var withoutTerminal: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    return options
  }

  /// As a shell splits a line, with its quotes and backslashes and nothing else.
  private static func words(of command: String, _ name: String) throws(AWSError) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in command {
      if isEscaped {
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    guard quote == nil, !isEscaped, !words.isEmpty else {
      throw .settings("\(name) is no command that can be read")
    }
    return words
  }
}
