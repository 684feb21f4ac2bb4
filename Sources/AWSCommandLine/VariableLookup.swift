#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The variables that a started program will see: this process's own, with some set or removed.
struct VariableLookup: Sendable {
  var overrides: [String: String?] = [:]

  /// Nil when the variable is missing or empty.
  subscript(name: String) -> String? {
    let text = overrides[name] ?? getenv(name).map { String(cString: $0) }
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }
}
