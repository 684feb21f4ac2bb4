#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// The variables that a program sees which we start.
///
/// A job of continuous integration holds secrets in its variables that are none of such a program's business.
extension ProcessEnvironment {
  /// Those that any program needs for its files, its language and its way to the network; those that begin with one of
  /// `prefixes`; what a person names in `RECONCILE_PASS`; and what was overridden here.
  package func variables(ofProgramWith prefixes: [String] = []) -> [String: String] {
    let passed = (self[.passed] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let wanted = Self.own.filter { variable in
      let name = variable.key
      return Self.general.contains(name) || passed.contains(name)
        || (prefixes + Self.generalPrefixes).contains { name.hasPrefix($0) }
    }
    return wanted.merging(overrides.compactMapValues(\.self)) { $1 }.filter { name, _ in
      if case .some(.none) = overrides[name] { false } else { true }
    }
  }

  private static let generalPrefixes = ["LC_", "XDG_"]

  private static let general: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TZ", "LANG", "LANGUAGE", "CI",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV",
  ]

  /// All of this process.
  private static var own: [String: String] {
    var own: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let text = entry.pointee.map({ String(cString: $0) }) {
      entry += 1
      guard let equals = text.firstIndex(of: "=") else { continue }
      own[String(text[..<equals])] = String(text[text.index(after: equals)...])
    }
    return own
  }
}
