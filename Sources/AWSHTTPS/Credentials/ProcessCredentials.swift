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

/// Credentials that the program of a profile's `credential_process` prints ("Source credentials with an external process", AWS
/// CLI user guide). It is started without a shell.
struct ProcessCredentials: Sendable {
  let command: String
  let profile: String
  let variables: ProcessEnvironment

  func credentials() async throws(AWSError) -> Credentials {
    let words = try words()
    let document: JSON?
    do {
      let result = try await run(
        words[0].contains("/") ? .path(FilePath(words[0])) : .name(words[0]), arguments: Arguments(Array(words.dropFirst())),
        input: .none, output: .string(limit: 1 << 20), error: .discarded)
      guard result.terminationStatus.isSuccess else {
        throw AWSError.settings(
          "Error when retrieving credentials from custom-process: it ended with \(result.terminationStatus)")
      }
      let printed: String? = result.standardOutput
      document = printed.flatMap { JSON.parse(Array($0.utf8)).document }
    } catch let error as AWSError {
      throw error
    } catch {
      throw .settings("the credential_process of profile \"\(profile)\" cannot be run: \(words[0])")
    }
    guard let document, document["Version"]?.intValue == 1, let key = document["AccessKeyId"]?.stringValue,
      let secret = document["SecretAccessKey"]?.stringValue
    else { throw .settings("the credential_process of profile \"\(profile)\" printed no credentials of version 1") }
    return Credentials(
      accessKey: key, secretKey: secret, token: document["SessionToken"]?.stringValue,
      expiry: document["Expiration"]?.stringValue.flatMap(APITime.seconds), origin: "credential_process of profile \"\(profile)\""
    )
  }

  /// As a shell splits a line, with its quotes and backslashes and nothing else.
  private func words() throws(AWSError) -> [String] {
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
      throw .settings("the credential_process of profile \"\(profile)\" is no command that can be read")
    }
    return words
  }
}
