import Diagnostics
import Foundation
import Loading
import TestSupport
import Testing

/// Real files of public repositories, broken ones included, when a collection of them lies in `../shared/corpus` or where
/// `RECONCILE_CORPUS` says.
@Suite struct CorpusTests {
  private static let root: String = {
    let named = ProcessInfo.processInfo.environment["RECONCILE_CORPUS"]
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return named ?? "/\(package)/../shared/corpus"
  }()

  private static var files: [String] {
    guard let names = FileManager.default.enumerator(atPath: root) else { return [] }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted()
  }

  @Test("every file loads or is refused at a place", .enabled(if: !files.isEmpty, "there is no corpus at \(root)"))
  func everyFileLoadsOrIsRefusedAtAPlace() {
    for name in Self.files {
      let path = "\(Self.root)/\(name)"
      for finding in EnvironmentLoader().load(file: path) where finding.severity == .error {
        #expect(finding.location != nil, "\(name): \(finding.code) has no place")
        #expect(!finding.message.isEmpty && !finding.code.isEmpty)
      }
    }
  }
}
