import FoundationEssentials
import JSONDocument
import Platform
import Resources

/// The password of a registry, for as long as one command runs.
package struct RegistryLogin: Sendable {
  package var host: String
  package var user: String
  /// A secret: it goes into nameless files and standard inputs, and never into an argument or an output.
  package var password: String

  package init(host: String, user: String, password: String) {
    self.host = host
    self.user = user
    self.password = password
  }
}

extension [RegistryLogin] {
  func login(for image: ImageReference) -> RegistryLogin? { first { $0.host == image.registry } }

  /// The text without any of the passwords, should a program have repeated one.
  func masking(_ text: String) -> String {
    reduce(text) { text, login in login.password.isEmpty ? text : text.replacing(login.password, with: "***") }
  }
}

/// The file from which a program of the containers project reads the password of one registry (containers-auth.json(5)).
///
/// It has no name in any folder: it is gone when this value is, also when the process is killed.
struct AuthFile {
  private let file: UnlinkedFile

  var path: String { file.path }

  init(_ login: RegistryLogin) throws(UnlinkedFile.Failure) {
    let credentials = Data("\(login.user):\(login.password)".utf8).base64EncodedString()
    let document: JSON = .members(("auths", .members((login.host, .members(("auth", .string(credentials)))))))
    file = try UnlinkedFile(Array(document.text().utf8), directory: ProcessEnvironment().temporaryDirectory)
  }
}
